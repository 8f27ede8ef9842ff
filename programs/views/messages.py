from django.contrib import messages as flash
from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from notifications import kinds, queries
from notifications.actions import repairs
from notifications.models import Message
from people import refusals
from programs.access import organizers
from programs.permissions import ORGANIZER

STATES = [
    Message.Status.QUEUED,
    Message.Status.SENDING,
    Message.Status.SENT,
    Message.Status.FAILED,
    Message.Status.UNCERTAIN,
    Message.Status.LATE,
    Message.Status.CANCELLED,
]
SHOWN_TROUBLE = 20


@organizers
@require_safe
def message_list(request, cycle):
    """By kind, with what needs a hand on top; one by one as soon as somebody looks for something."""
    everything = Message.objects.of(cycle)
    asked = {name: request.GET.get(name, "") for name in ("q", "state", "kind", "all")}
    context = {
        "cycle": cycle,
        "counts": queries.counts_by_status(everything),
        "may_change": ORGANIZER in request.roles,
        **asked,
    }
    if any(asked.values()):
        return render(request, "programs/message_list.html", context | _found(request, everything))
    trouble = everything.filter(status__in=queries.TROUBLE).select_related("to")
    context |= {
        "groups": queries.groups_by_kind(everything),
        "trouble": _labelled(trouble.order_by("-send_after")[:SHOWN_TROUBLE]),
    }
    return render(request, "programs/message_kinds.html", context)


def _found(request, everything):
    found = queries.search(everything, request.GET.get("q", "")).select_related("to")
    state, kind = request.GET.get("state", ""), request.GET.get("kind", "").replace("\x00", "")
    if state in STATES:
        found = found.filter(status=state)
    if kind:
        found = found.filter(kind=kind)
        if state not in STATES:
            found = found.exclude(status__in=queries.NOT_NEEDED)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    counts = queries.counts_by_status(everything.filter(kind=kind) if kind else everything)
    return {
        "page": page,
        "found": _labelled(page),
        "kind_label": kinds.label(kind),
        "kind": kind,
        "states": [(value, value.label, counts[value]) for value in STATES],
    }


def _labelled(messages):
    return [(message, kinds.label(message.kind)) for message in messages]


@organizers
@require_safe
def message_detail(request, cycle, pk):
    message = get_object_or_404(Message.objects.of(cycle).select_related("to"), pk=pk)
    subject, body = _words(message, timezone.now())
    return render(
        request,
        "programs/message_detail.html",
        {
            "cycle": cycle,
            "mail": message,
            "label": kinds.label(message.kind),
            "subject": subject,
            "body": body,
        },
    )


def _words(message, at):
    """Unsent news of something that is gone since, or of a kind that is no more, has no words."""
    try:
        return kinds.render(message, at=at)
    except (kinds.GoneError, ObjectDoesNotExist):
        return kinds.label(message.kind), _("What this message was about is no longer there.")


@organizers
@require_POST
def message_repair(request, cycle, pk, repair):
    message = get_object_or_404(Message.objects.of(cycle), pk=pk)
    with refusals.shown(request):
        if repair == "again":
            repairs.send_again(message, at=timezone.now())
            flash.success(request, _("The message is waiting to be sent again."))
        elif repair == "arrived":
            repairs.note_arrived(message)
            flash.success(request, _("Noted: it arrived."))
        elif repair == "discard":
            repairs.discard(message)
            flash.success(request, _("The message is taken out. Nobody gets it."))
        else:
            raise Http404
    return redirect("programs:message_detail", cycle.program.slug, cycle.slug, pk)
