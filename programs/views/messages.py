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

# What narrows the list, in the address.
FILTERS = ("q", "state", "kind", "since", "until")
SHOWN_TROUBLE = 20


@organizers
@require_safe
def message_list(request, cycle):
    """By kind, with what needs a hand on top; one by one as soon as somebody looks for something."""
    everything = Message.objects.of(cycle)
    if any(request.GET.get(name) for name in (*FILTERS, "all")):
        return render(request, "programs/message_list.html", _listed(request, cycle, everything))
    trouble = everything.filter(status__in=queries.TROUBLE).select_related("to")
    context = {
        "cycle": cycle,
        "counts": queries.counts_by_status(everything),
        "kinds": queries.kinds_in(everything),
        "may_change": ORGANIZER in request.roles,
        "groups": queries.groups_by_kind(everything),
        "trouble": _labelled(trouble.order_by("-send_after")[:SHOWN_TROUBLE]),
    }
    return render(request, "programs/message_kinds.html", context)


@organizers
@require_safe
def message_detail(request, cycle, pk):
    """The message beside the list it was found in, whose filters stay in the address."""
    everything = Message.objects.of(cycle)
    message = get_object_or_404(everything.select_related("to"), pk=pk)
    subject, body = _words(message, timezone.now())
    context = {
        "mail": message,
        "label": kinds.label(message.kind),
        "subject": subject,
        "body": body,
        **_listed(request, cycle, everything),
    }
    return render(request, "programs/message_list.html", context)


def _listed(request, cycle, everything):
    asked = {name: request.GET.get(name, "").replace("\x00", "") for name in FILTERS}
    counted = queries.narrowed(everything, {**asked, "state": ""}, cycle.tzinfo)
    found = queries.narrowed(everything, asked, cycle.tzinfo).select_related("to")
    counts = queries.counts_by_status(counted)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    return {
        "cycle": cycle,
        "may_change": ORGANIZER in request.roles,
        "page": page,
        "found": _labelled(page),
        "counts": counts,
        "states": [(value, value.label, counts[value]) for value in Message.Status],
        "kinds": queries.kinds_in(everything),
        "kind_label": kinds.label(asked["kind"]),
        "is_narrowed": any(asked.values()),
        **asked,
    }


def _labelled(messages):
    return [(message, kinds.label(message.kind)) for message in messages]


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
            flash.success(request, _("Saved: it arrived."))
        elif repair == "discard":
            repairs.discard(message)
            flash.success(request, _("The message is cancelled. Nobody gets it."))
        else:
            raise Http404
    return redirect("programs:message_detail", cycle.program.slug, cycle.slug, pk)
