"""What goes out next by itself in a cycle, and leaving one sending out."""

from django.contrib import messages as flash
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from notifications import kinds, queries
from notifications.actions import sendings
from notifications.keys import key_of
from notifications.models import Message
from people import refusals
from people.models import User
from programs.access import organizers
from programs.actions import message_texts as actions
from programs.addresses import of_cycle
from programs.forms.message_texts import MessageTextForm
from programs.models import MessageText
from programs.permissions import ORGANIZER
from programs.queries import message_samples
from programs.rules import message_texts

SHOWN_READERS = 25


@organizers
@require_safe
def messages_ahead(request, cycle):
    """By day, with one reminder beside it as one of its readers would get it."""
    at = timezone.now()
    ahead = queries.ahead_of(cycle, at)
    skipped = queries.skipped_in(cycle, at).select_related("skipped_by")
    context = {
        "cycle": cycle,
        "tab": "messages_next",
        "ahead": ahead,
        "skipped": [(row, kinds.label(row.kind)) for row in skipped],
        "planned": queries.planned_in(cycle, at),
        "may_change": ORGANIZER in request.roles,
        "own_words": MessageText.Kind.values,
        "worded": {str(text) for text in cycle.sending_texts.all()},
        "open": _reading(request, cycle, at),
    }
    with timezone.override(cycle.tzinfo):
        return render(request, "programs/messages_ahead.html", context)


def _reading(request, cycle, at):
    """One sending with the words a reader would get; None as long as nobody asks for one."""
    kind, key = request.GET.get("kind", ""), request.GET.get("key", "")
    sending = queries.sending_ahead(cycle, kind, key, at) if kind else None
    if sending is None or sending.news is None:
        return None
    news = sending.news()[:SHOWN_READERS]
    people = User.objects.in_bulk([_number(one.to) for one in news])
    chosen = next((n for n in news if str(_number(n.to)) == request.GET.get("to")), None)
    chosen = chosen or next(iter(news), None)
    found = {
        "kind": kind,
        "label": kinds.label(kind),
        "sending": sending,
        "readers": people.values(),
    }
    if chosen is None:
        return found
    reader = people[_number(chosen.to)]
    return found | {"reader": reader, "words": _words(kind, chosen, reader, sending.goes_at)}


def _words(kind, news, reader, at):
    message = Message(
        to=reader,
        kind=kind,
        about=key_of(news.about),
        occasion=news.occasion,
        scope=key_of(news.scope),
        context=dict(news.context),
        sending=news.sending,
        created_at=at,
    )
    try:
        return kinds.render(message, at=at)
    except (kinds.GoneError, ObjectDoesNotExist):
        return kinds.label(kind), _("What this message was about is no longer there.")


def _number(person):
    return getattr(person, "pk", person)


@organizers
@require_http_methods(["GET", "HEAD", "POST"])
def sending_words(request, cycle):
    """Other words for one reminder that is still to come."""
    at = timezone.now()
    kind, key = request.GET.get("kind", ""), request.GET.get("key", "")
    sending = queries.sending_ahead(cycle, kind, key, at) if kind in MessageText.Kind else None
    if sending is None:
        flash.error(request, _("This has gone out, or its date has changed."))
        return redirect(of_cycle("programs:messages_ahead", cycle))
    form = MessageTextForm(request.POST or None, instance=_words_now(cycle, kind, key))
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_for_one(cycle, kind, key, **form.cleaned_data, by=request.user, at=at)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            flash.success(request, _("Saved for this time only."))
            query = urlencode({"kind": kind, "key": key})
            return redirect(of_cycle("programs:messages_ahead", cycle, query))
    context = {
        "cycle": cycle,
        "tab": "messages_next",
        "label": kinds.label(kind),
        "sending": sending,
        "form": form,
        "is_own": cycle.sending_texts.filter(kind=kind, key=key).exists(),
        "placeholders": message_texts.placeholders(kind).items(),
        "standard": message_samples.standard(cycle, kind, at=at),
        "may_change": ORGANIZER in request.roles,
    }
    with timezone.override(cycle.tzinfo):
        return render(request, "programs/sending_words.html", context)


def _words_now(cycle, kind, key):
    """What the form begins with: the words of this time, those of the cycle, or none."""
    own = cycle.sending_texts.filter(kind=kind, key=key).first()
    own = own or cycle.message_texts.filter(kind=kind).first()
    words = {"subject": own.subject, "body": own.body} if own else {}
    return MessageText(cycle=cycle, kind=kind, **words)


@organizers
@require_POST
def sending_skip(request, cycle, how):
    """Not this time, or after all."""
    kind, key = request.POST.get("kind", ""), request.POST.get("key", "")
    with refusals.shown(request):
        if how == "leave-out":
            sendings.skip(cycle, kind, key, by=request.user, at=timezone.now())
            flash.success(
                request, _("Left out this time. You can undo this until it would have gone out.")
            )
        elif how == "send":
            sendings.send_after_all(cycle, kind, key, by=request.user, at=timezone.now())
            flash.success(request, _("It goes out as planned."))
        else:
            raise Http404
    return redirect(of_cycle("programs:messages_ahead", cycle))
