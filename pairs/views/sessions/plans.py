"""Planning sessions, one or several, moving them and calling them off."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pairs.access import pair_members
from pairs.actions.sessions import plans, series
from pairs.forms.sessions.plans import MoveForm, PlanForm
from pairs.models import MentoringSession
from pairs.queries.sessions import times
from pairs.views.sessions.answers import act, explain


@pair_members
def session_plan(request, pair):
    """One session, or several; before the pair's first day a coffee chat, where one is asked for."""
    at = timezone.now()
    is_coffee = request.GET.get("kind") == MentoringSession.Kind.COFFEE and _is_ahead(pair, at)
    form = PlanForm(request.POST or None, initial={"minutes": pair.session_minutes, "times": 6})
    if request.method == "POST" and form.is_valid():
        try:
            said = _plan(pair, form, by=request.user, at=at)
        except ValidationError as error:
            explain(form, error)
        else:
            messages.success(request, said)
            return redirect("pairs:pair_detail", pair=pair.pk)
    rows = list(pair.sessions.all())
    context = {
        **_context(request, pair, form, at),
        "proposed": times.proposed(pair, rows, request.user, at, is_coffee=is_coffee),
        "is_coffee": is_coffee,
        "starts_on": pair.starts_on if _is_ahead(pair, at) else None,
    }
    return render(request, "pairs/session_plan.html", context)


@pair_members
def session_move(request, pair, session):
    """Another time, for this session alone or for those after it in its series as well."""
    found, at = get_object_or_404(pair.sessions.planned(), pk=session), timezone.now()
    initial = {"planned_at": found.planned_at, "minutes": found.minutes}
    is_in_series = found.series_id is not None
    form = MoveForm(request.POST or None, initial=initial, is_in_series=is_in_series)
    if request.method == "POST" and form.is_valid():
        move = series.move if form.cleaned_data.get("following") else plans.move
        try:
            move(found, by=request.user, at=at, unchanged=form.unchanged, **form.time)
        except ValidationError as error:
            explain(form, error)
        else:
            messages.success(request, _("Moved. Your partner gets a message."))
            return redirect("pairs:pair_detail", pair=pair.pk)
    context = {**_context(request, pair, form, at), "session": found}
    return render(request, "pairs/session_plan.html", context)


@require_POST
@pair_members
def session_cancel(request, pair, session):
    """Call a session off, alone or with those after it; one whose time has passed did not take
    place, and nobody is told."""
    found, at = get_object_or_404(pair.sessions, pk=session), timezone.now()
    if found.planned_at is not None and found.planned_at <= at:
        return act(request, pair, plans.note_not_held, found, _("Saved."))
    if request.POST.get("which") == "following":
        said = _("Called off from here on. Your partner gets a message.")
        return act(request, pair, series.cancel, found, said)
    said = _("Called off. Your partner gets a message. You can plan it again under “All sessions”.")
    return act(request, pair, plans.cancel, found, said)


def _plan(pair, form, *, by, at):
    """Plan what the form says; the words for whoever planned it."""
    if form.is_series:
        series.plan(pair, by=by, at=at, **form.several)
        count = form.cleaned_data["times"]
        return _("%(n)s sessions are planned. Your partner gets one message.") % {"n": count}
    session = plans.plan(pair, by=by, at=at, **form.one)
    if session.kind == MentoringSession.Kind.COFFEE:
        return _("Your coffee chat is planned. Your partner gets a message.")
    return _("Planned. Your partner gets a message.")


def _is_ahead(pair, at):
    """Whether the pair's first day is still to come."""
    return pair.cycle.day(at) < pair.starts_on


def _context(request, pair, form, at):
    partner = pair.partner_of(request.user).person
    return {
        "form": form,
        "pair": pair,
        "partner": partner,
        "at": at,
        "is_elsewhere": times.are_apart(partner, request.user, at),
    }
