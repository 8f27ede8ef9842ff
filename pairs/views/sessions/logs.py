"""Logging, planning and confirming sessions."""

import contextlib
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pairs.access import pair_members
from pairs.actions.sessions import logs, notes
from pairs.forms.answers import as_seen
from pairs.forms.sessions.logs import AboutForm, HeldForm, LogForm, NoteForm
from pairs.models import MentoringSession
from pairs.queries.pairs import card
from pairs.queries.sessions.meetings import typed_in_meeting
from pairs.views.sessions.answers import act, explain
from people import refusals
from people.models import User
from people.numbers import number


@pair_members
def session_log(request, pair):
    at = timezone.now()
    planned = _planned(request, pair, at)
    today = _today(request.user, at)
    initial = _first_guess(request, pair, planned, today)
    form = LogForm(request.POST or None, initial=initial, today=today, pair=pair, by=request.user)
    if request.method == "POST" and form.is_valid():
        others = ("shared_note", "private_note", "talked_about", "goals", "same_talk")
        texts = {name: form.cleaned_data[name] for name in others}
        said = logs.Log(**form.held, **texts)
        key = form.cleaned_data["form_key"]
        try:
            held = logs.log(pair, said, by=request.user, at=at, form_key=key, planned=planned)
        except ValidationError as error:
            form.asks_same_talk |= error.code == "differs"
            explain(form, error)
        else:
            messages.success(request, _logged(held))
            return redirect("pairs:pair_detail", pair=pair.pk)
    context = {
        "form": form,
        "card": card(pair, request.user, at),
        "at": at,
        "typed_in_meeting": typed_in_meeting(pair, request.user),
    }
    return render(request, "pairs/session_log.html", context)


@pair_members
def session_list(request, pair):
    at = timezone.now()
    return render(
        request, "pairs/session_list.html", {"card": card(pair, request.user, at), "at": at}
    )


@pair_members
def session_detail(request, pair, session):
    """Notes of a session: the shared one and one's own."""
    found = _held(pair, session)
    is_shared = request.POST.get("which") == "shared"
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = {"by": request.user, "at": timezone.now(), "is_shared": is_shared}
        try:
            notes.save(found, **facts, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The note is saved."))
            return redirect("pairs:session_detail", pair=pair.pk, session=session)
    shown = _shown(pair, request.user, session)
    context = {
        "shown": shown,
        "pair": pair,
        "partner": pair.partner_of(request.user).person,
        "points": found.points.all(),
        "about": AboutForm(pair=pair, by=request.user, initial={"goals": found.goals.all()}),
    }
    failed = {"form": form, "failed": "shared" if is_shared else "private"} if form.errors else {}
    return render(request, "pairs/session_detail.html", {**context, **failed})


@require_POST
@pair_members
def session_about(request, pair, session):
    """Which goals it was about: for both to say, at any time."""
    logged = _held(pair, session)
    form = AboutForm(request.POST, pair=pair, by=request.user)
    if not form.is_valid():
        messages.error(request, _("One of these goals is not there any more. Choose again."))
    else:
        goals = form.cleaned_data["goals"]
        with refusals.shown(request):
            logs.point_at(logged, goals, by=request.user)
            messages.success(request, _("Saved."))
    return redirect("pairs:session_detail", pair=pair.pk, session=session)


@pair_members
def session_edit(request, pair, session):
    found, at = _held(pair, session), timezone.now()
    today = _today(request.user, at)
    initial = HeldForm.facts(today, held_on=found.held_on, minutes=found.minutes, form=found.form)
    form = HeldForm(request.POST or None, initial=initial, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            logs.change(found, by=request.user, at=at, **form.held)
        except ValidationError as error:
            explain(form, error)
        else:
            messages.success(request, _("The session is corrected."))
            return redirect("pairs:pair_detail", pair=pair.pk)
    return render(
        request, "pairs/session_edit.html", {"form": form, "pair": pair, "session": found}
    )


@require_POST
@pair_members
def session_remove(request, pair, session):
    said = _("The session is removed. You can bring it back below.")
    act(request, pair, logs.remove, _held(pair, session), said)
    return redirect("pairs:session_list", pair=pair.pk)


@require_POST
@pair_members
def session_restore(request, pair, session):
    """Bring back what was removed, called off, or said not to have taken place."""
    found = get_object_or_404(pair.sessions, pk=session)
    return act(request, pair, logs.restore, found, _("It is back."))


@require_POST
@pair_members
def session_answer(request, pair, session):
    """The partner confirms or denies."""
    found, unchanged = _held(pair, session), as_seen(request.POST)
    if request.POST.get("answer") == "no":
        said = _("Saved. This session does not count. Your partner is told.")
        if found.is_coffee_chat:
            said = _("Saved. Your partner is told.")
        return act(request, pair, partial(logs.deny, unchanged=unchanged), found, said)
    said = _("Confirmed. It counts for both of you.")
    if found.is_coffee_chat:
        said = _("Confirmed. A coffee chat does not count as a session.")
    return act(request, pair, partial(logs.confirm, unchanged=unchanged), found, said)


def _logged(session):
    if session.is_coffee_chat:
        return _("Your coffee chat is logged. It does not count as a session.")
    return _("Your session is logged.")


def _held(pair, number):
    return get_object_or_404(pair.sessions.filter(state=MentoringSession.State.HELD), pk=number)


def _shown(pair, user, number):
    shown = card(pair, user, timezone.now()).held
    return next(one for one in shown if one.session.pk == number)


def _today(person: User, at):
    return at.astimezone(ZoneInfo(person.time_zone)).date()


def _planned(request, pair, at):
    """The planned session that the link names, once its day has come."""
    found = pair.sessions.planned().filter(pk=number(request.GET.get("planned"))).first()
    if found is None or not found.is_of_a_day_begun(at, request.user.time_zone):
        return None
    return found


def _first_guess(request, pair, planned, today):
    """What the form begins with: today, the usual length, live; or what the link says."""
    held_on, minutes = today, pair.session_minutes
    if planned is not None:
        there = planned.planned_at.astimezone(ZoneInfo(request.user.time_zone)).date()
        held_on, minutes = min(there, today), planned.minutes
    else:
        with contextlib.suppress(ValueError):
            held_on = min(date.fromisoformat(request.GET.get("on", "")), today)
    writes = request.GET.get("form") == "async" or (pair.sessions_async and not planned)
    form = MentoringSession.Form.ASYNC if writes else MentoringSession.Form.LIVE
    return HeldForm.facts(today, held_on=held_on, minutes=minutes, form=form)
