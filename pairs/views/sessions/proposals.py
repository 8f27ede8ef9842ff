"""Several times for one session: proposing them, and picking one on the page or from the mail."""

from datetime import UTC, datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from pairs.access import pair_members
from pairs.actions.sessions import proposals
from pairs.forms.sessions.proposals import TimesForm
from pairs.models import Pair, TimeProposal
from pairs.models.pair import with_pair
from pairs.queries.sessions import times
from pairs.rules import links
from pairs.views.sessions.answers import explain
from people import refusals
from people.access import public
from people.models import User
from people.zones import moment_in_words


@pair_members
def times_propose(request, pair):
    """Tick up to three times that suit; the partner picks one of them."""
    at, before = timezone.now(), pair.time_proposals.open().first()
    form = TimesForm(request.POST or None, initial={"seen": before.pk if before else None})
    if request.method == "POST" and form.is_valid():
        facts = {"by": request.user, "at": at, "minutes": pair.session_minutes}
        try:
            proposals.propose(pair, **form.asked, **facts)
        except ValidationError as error:
            explain(form, error)
        else:
            messages.success(request, _("Proposed. Your partner gets a message and picks one."))
            return redirect("pairs:pair_detail", pair=pair.pk)
    partner = pair.partner_of(request.user).person
    found = times.proposed(pair, list(pair.sessions.all()), request.user, at)
    context = {
        "pair": pair,
        "partner": partner,
        "form": form,
        "choices": times.to_tick(found, form.ticked),
        "before": before,
        "is_own": before is not None and before.proposed_by_id == request.user.pk,
        "is_elsewhere": times.are_apart(partner, request.user, at),
    }
    return render(request, "pairs/sessions/times_propose.html", context)


@require_POST
@pair_members
def times_answer(request, pair, proposal):
    """Pick one of the partner's times, or take one's own back."""
    row, facts = _of(pair, proposal), {"by": request.user, "at": timezone.now()}
    with refusals.shown(request):
        if request.POST.get("answer") == "take-back":
            proposals.take_back(row, **facts)
            messages.success(request, _("The times you proposed are taken back."))
        else:
            proposals.pick(row, _moment(request), **facts)
            messages.success(request, _("Planned. Your partner gets a message."))
    return redirect("pairs:pair_detail", pair=pair.pk)


@public
@never_cache
def pick_a_time(request, token):
    """The link shows the proposed times; only a press picks one. It is for the one person it names,
    whoever is signed in in this browser."""
    question = links.read_times(token)
    if question is None:
        raise Http404
    row, person = _asked(question)
    at, error = timezone.now(), ""
    with timezone.override(person.time_zone):
        if request.method == "POST":
            try:
                proposals.pick(row, _moment(request), by=person, at=at)
            except ValidationError as refused:
                error = " ".join(refused.messages)
            else:
                return redirect("pairs:pick_a_time", token)
        context = _context(row, person, at) | {"error": error}
        return render(request, "pairs/one_tap/times.html", context)


def _of(pair, proposal):
    return get_object_or_404(with_pair(pair.time_proposals.all()), pk=proposal)


def _asked(question):
    """The times and who picks; gone for everybody once they are not of the pair, or left."""
    rows = with_pair(TimeProposal.objects.select_related("session"))
    row = rows.filter(pk=question.proposal).first()
    person = User.objects.filter(pk=question.person, is_active=True).first()
    if row is None or person is None or not row.pair.has(person):
        raise Http404
    return row, person


def _moment(request):
    """What was pressed; a moment that none proposed is refused by the action."""
    try:
        moment = parse_datetime(request.POST.get("moment", ""))
    except ValueError:
        moment = None
    return moment if moment and timezone.is_aware(moment) else datetime.min.replace(tzinfo=UTC)


def _context(row, person, at):
    pair, is_planned = row.pair, row.session is not None and row.session.state == "planned"
    is_open = row.closed_at is None and pair.state == Pair.State.ACTIVE
    partner = pair.partner_of(person).person
    return {
        "pair": pair,
        "person": person,
        "partner": partner,
        "partner_role": pair.role_of(partner),
        "proposal": row,
        "moments": row.ahead(at) if is_open and row.proposed_by_id != person.pk else [],
        "is_elsewhere": times.are_apart(partner, person, at),
        "planned": moment_in_words(row.session.planned_at, person.time_zone) if is_planned else "",
    }
