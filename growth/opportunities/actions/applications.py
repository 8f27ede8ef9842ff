"""Applying for a place, the manager's answer about cover, and the owner's."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from growth.opportunities.actions.board import lock
from growth.opportunities.models import (
    Opportunity,
    OpportunityApplication,
    OpportunityDate,
    OpportunityMove,
    OpportunityOwner,
    OpportunityWatch,
)
from growth.opportunities.rules import standing
from growth.plans.actions import goals
from growth.plans.actions.revisions import lock_open_revision
from growth.plans.models import PlanGoal
from growth.signals import opportunity_done
from notifications.actions import outbox
from people.models import User
from surveys.actions import responses
from surveys.models import Response
from surveys.values import AnswerValues

State, Cover = OpportunityApplication.State, OpportunityApplication.Cover
ANSWERS = (Cover.ARRANGED, Cover.OTHER_DATES, Cover.REFUSED)
DECISIONS = (State.PLACED, State.WAITING, State.DECLINED)


@transaction.atomic
def apply(
    opportunity: Opportunity,
    person: User,
    values: dict,
    answers: AnswerValues,
    *,
    at: datetime,
    into_plan: bool = False,
    seen: datetime | None = None,
) -> OpportunityApplication:
    """Ask for a place, or change what was asked for; sending the form twice is one application.

    values: `date` where there are dates, `starts_on`, `ends_on` and `percent` of an internship. For
    dates without a free place the person waits. The manager is asked about cover, and asked again
    when the dates change. seen: when what is changed had changed last, as the person saw it.
    """
    locked = lock(opportunity)
    found = locked.applications.filter(person=person, state__in=OpportunityApplication.STANDING)
    application = found.select_related("date").first()
    _check_open(locked, application, at)
    if application is not None and seen is not None and application.changed_at != seen:
        message = _("You changed this in another window meanwhile. Compare both and send again.")
        raise ValidationError(message, code="changed_meanwhile")
    is_new = application is None
    if application is None:
        application = OpportunityApplication(opportunity=locked, person=person, applied_at=at)
    before = _when(application)
    for name in ("date", "starts_on", "ends_on", "percent"):
        setattr(application, name, values.get(name))
    _check_dates(locked, application, at)
    _check_audience(locked, application, at)
    application.full_clean(exclude=["opportunity", "person"])
    if is_new or before != _when(application):
        _ask_for_cover(application, at)
    _choose_state(application)
    application.changed_at = at
    _save_answers(application, answers, at)
    application.save()
    if is_new:
        _note(application, by=person, at=at)
        OpportunityWatch.objects.filter(opportunity=locked, person=person).delete()
        outbox.tell_many(_owners(locked), "growth_opportunity_applied", about=application, at=at)
    if into_plan:
        put_into_plan(person, locked, application=application, at=at)
    return application


@transaction.atomic
def put_into_plan(
    person: User,
    opportunity: Opportunity,
    *,
    at: datetime,
    application: OpportunityApplication | None = None,
) -> PlanGoal:
    """A goal of the plan somebody works on; the same opportunity becomes one goal."""
    revision = lock_open_revision(person)
    text = _("Take part in “%(title)s”") % {"title": opportunity.title}
    origin = PlanGoal.Origin.OPPORTUNITY
    same = revision.goals.filter(origin=origin, text=text).first()
    due_on = application.last_day if application else None
    if same is None:
        values = {"text": text, "due_on": due_on}
        return goals.add(person, values, at=at, origin=origin, opportunity_application=application)
    if application is not None and same.opportunity_application_id != application.pk:
        same.opportunity_application, same.due_on = application, due_on or same.due_on
        same.changed_at = at
        same.save(update_fields=["opportunity_application", "due_on", "changed_at"])
    return same


@transaction.atomic
def withdraw(application: OpportunityApplication, *, at: datetime) -> OpportunityApplication:
    """The person no longer wants it: a place is free again, and the owners hear of it."""
    locked = _locked(application)
    moved = _move(locked, State.WITHDRAWN, by=locked.person, at=at)
    for kind in ("growth_cover_asked", "growth_cover_reminder", "growth_opportunity_decided"):
        outbox.take_back(kind, about=moved)
    owners = _owners(moved.opportunity)
    outbox.tell_many(owners, "growth_opportunity_withdrawn", about=moved, at=at)
    return moved


@transaction.atomic
def answer_cover(
    application: OpportunityApplication,
    cover: str,
    *,
    words: str,
    by: User,
    at: datetime,
    seen: datetime | None = None,
) -> OpportunityApplication:
    """The manager says whether the person can be spared, on the days they saw. A no comes with a
    reason."""
    locked = _locked(application)
    _check_seen(locked, seen)
    if cover not in ANSWERS:
        raise ValidationError(_("Choose one of the answers."), code="unknown_answer")
    if not locked.is_undecided or locked.cover in {Cover.NOT_NEEDED, Cover.NO_MANAGER}:
        raise ValidationError(_("This is decided already."), code="wrong_status")
    if cover != Cover.ARRANGED and not words.strip():
        raise _no_reason(locked)
    locked.cover, locked.cover_words = cover, words.strip()
    locked.cover_answered_by, locked.cover_answered_at, locked.changed_at = by, at, at
    locked.full_clean(exclude=["opportunity", "person"])
    locked.save()
    for kind in ("growth_cover_asked", "growth_cover_reminder"):
        outbox.take_back(kind, about=locked)
    occasion = _occasion(at)
    outbox.tell(locked.person, "growth_cover_answered", about=locked, occasion=occasion, at=at)
    return locked


@transaction.atomic
def decide(
    application: OpportunityApplication,
    state: str,
    *,
    words: str,
    by: User,
    at: datetime,
    seen: datetime | None = None,
) -> OpportunityApplication:
    """Give a place, let somebody wait, or decline. Never more places than there are, and none
    before the manager arranged cover where that is asked for. Of two who run it and answer at once,
    the second sees the answer of the first before theirs counts."""
    locked = _locked(application)
    _check_seen(locked, seen)
    if state not in DECISIONS:
        raise ValidationError(_("Choose one of the answers."), code="unknown_answer")
    if state == State.DECLINED and not words.strip():
        raise _no_reason(locked)
    if state == State.PLACED:
        _check_place(locked)
    locked.decided_by, locked.decided_at, locked.decision_words = by, at, words.strip()
    moved = _move(locked, state, by=by, at=at)
    occasion = _occasion(at)
    outbox.tell(moved.person, "growth_opportunity_decided", about=moved, occasion=occasion, at=at)
    return moved


@transaction.atomic
def mark_done(
    application: OpportunityApplication, *, on: date, by: User, at: datetime
) -> OpportunityApplication:
    """The person took part, says the one who runs it. What comes of that hears of it."""
    locked = _locked(application)
    if on > locked.opportunity.day(at):
        raise ValidationError({"done_on": _("Choose a day that is over.")}, code="future")
    if locked.first_day is not None and on < locked.first_day:
        raise ValidationError({"done_on": _("It had not begun by then.")}, code="before_it_began")
    locked.done_on = on
    moved = _move(locked, State.DONE, by=by, at=at)
    opportunity_done.send(OpportunityApplication, application=moved, at=at)
    return moved


def withdraw_all(person: User, *, at: datetime) -> None:
    """Somebody left: what they asked for is no longer asked for. In the caller's transaction."""
    rows = person.opportunity_applications.filter(state__in=OpportunityApplication.STANDING)
    for application in rows.order_by("opportunity").select_related("opportunity"):
        lock(application.opportunity)
        if rows.filter(pk=application.pk).exists():  # not ended while this waited for its turn
            withdraw(application, at=at)


def _check_seen(locked: OpportunityApplication, seen: datetime | None) -> None:
    """seen is when it had changed last as the person saw it; None: they look at it now."""
    if seen is not None and locked.changed_at != seen:
        message = _("This application has changed meanwhile. Read it again before you answer.")
        raise ValidationError(message, code="changed_meanwhile")


def _no_reason(application: OpportunityApplication) -> ValidationError:
    message = _("Say in a sentence why. %(name)s reads it.")
    words = {"name": application.person.get_short_name()}
    return ValidationError({"words": ValidationError(message, code="no_reason", params=words)})


def _locked(application: OpportunityApplication) -> OpportunityApplication:
    opportunity = lock(application.opportunity)
    rows = OpportunityApplication.objects.select_for_update(of=("self",))
    locked = rows.select_related("person", "date").get(pk=application.pk)
    locked.opportunity = opportunity
    return locked


def _move(
    locked: OpportunityApplication, state: str, *, by: User, at: datetime
) -> OpportunityApplication:
    if not locked.can_move_to(state):
        message = _("This is already: %(state)s.")
        state = locked.get_state_display()
        raise ValidationError(message, code="wrong_status", params={"state": state})
    _check_no_other(locked)
    locked.state, locked.changed_at = state, at
    locked.full_clean(exclude=["opportunity", "person"])
    locked.save()
    _note(locked, by=by, at=at)
    return locked


def _check_no_other(application: OpportunityApplication) -> None:
    """Who was declined may have applied anew meanwhile: then that one is answered."""
    same = OpportunityApplication.objects.filter(
        opportunity=application.opportunity,
        person=application.person,
        state__in=OpportunityApplication.STANDING,
    )
    if not application.is_standing and same.exists():
        message = _("%(name)s applied again. Answer that application.")
        params = {"name": application.person.get_short_name()}
        raise ValidationError(message, code="applied_anew", params=params)


def _note(application: OpportunityApplication, *, by: User, at: datetime) -> None:
    OpportunityMove.objects.create(
        application=application, to_state=application.state, by=by, at=at
    )


def _owners(opportunity: Opportunity) -> list[User]:
    rows = OpportunityOwner.objects.filter(opportunity=opportunity, person__is_active=True)
    return [row.person for row in rows.select_related("person")]


def _occasion(at: datetime) -> str:
    return f"{at:%Y%m%dT%H%M%S%f}"


def _check_open(
    opportunity: Opportunity, application: OpportunityApplication | None, at: datetime
) -> None:
    if not opportunity.is_open(at):
        message = _("Applications are not taken at the moment. Nothing was sent.")
        raise ValidationError(message, code="closed")
    if not _owners(opportunity):
        message = _("Nobody runs it at the moment. Nothing was sent.")
        raise ValidationError(message, code="no_owner")
    if application is not None and not application.is_undecided:
        message = _("You have a place. Withdraw it to apply again.")
        raise ValidationError(message, code="wrong_status")


def _check_dates(
    opportunity: Opportunity, application: OpportunityApplication, at: datetime
) -> None:
    chosen = application.date
    if opportunity.dates.exists() and chosen is None:
        raise ValidationError({"date": _("Choose dates.")}, code="no_dates")
    if chosen is None:
        return
    if chosen.opportunity_id != opportunity.pk or chosen.starts_on <= opportunity.day(at):
        raise ValidationError({"date": _("Choose future dates.")}, code="past")


def _check_audience(
    opportunity: Opportunity, application: OpportunityApplication, at: datetime
) -> None:
    person = application.person
    if person.is_guest and not opportunity.open_to_guests:
        raise ValidationError(_("This is not open to guests."), code="not_for_guests")
    if OpportunityOwner.objects.filter(opportunity=opportunity, person=person).exists():
        message = _("You run it, and nobody answers their own application.")
        raise ValidationError(message, code="runs_it")
    starts = [application.first_day] if application.first_day else []
    found = standing(opportunity, person, today=opportunity.day(at), starts=starts)
    if found.missing is not None:
        words = {"asked": found.missing.words, "you": found.missing.about_you}
        if application.date is not None:
            message = _("These dates are for others: %(asked)s. %(you)s.")
            raise ValidationError(
                {"date": ValidationError(message, code="not_for_you", params=words)}
            )
        message = _("This is for others: %(asked)s. %(you)s.")
        raise ValidationError(message, code="not_for_you", params=words)


def _when(application: OpportunityApplication) -> tuple[Any, ...]:
    return (
        application.date_id,
        application.starts_on,
        application.ends_on,
        application.percent,
    )


def _ask_for_cover(application: OpportunityApplication, at: datetime) -> None:
    """Saved with the application; the mail is a row about it, so a new one is saved first."""
    person = application.person
    application.cover_answered_by = application.cover_answered_at = None
    application.cover_words = ""
    if not application.opportunity.needs_cover or person.is_guest:
        application.cover, application.cover_asked_at = Cover.NOT_NEEDED, None
        return
    if person.manager is None or not person.manager.is_active:
        application.cover, application.cover_asked_at = Cover.NO_MANAGER, None
        return
    application.cover, application.cover_asked_at = Cover.ASKED, at
    application.save()
    manager, occasion = person.manager, _occasion(at)
    outbox.tell(manager, "growth_cover_asked", about=application, occasion=occasion, at=at)


def _choose_state(application: OpportunityApplication) -> None:
    """Where no place is free one waits; who changes to dates with one free asks for that."""
    application.state = State.APPLIED if _has_room(application) else State.WAITING


def _has_room(application: OpportunityApplication) -> bool:
    opportunity = application.opportunity
    if application.date_id is not None:
        row = OpportunityDate.objects.with_taken().get(pk=application.date_id)
        return row.free > 0
    if opportunity.places is None:
        return True
    placed = opportunity.applications.filter(state=State.PLACED, date__isnull=True)
    return placed.exclude(pk=application.pk).count() < opportunity.places


def _check_place(application: OpportunityApplication) -> None:
    if not _has_room(application):
        message = _("No place is free on those dates. Use the waiting list, or add a place first.")
        raise ValidationError(message, code="no_place")
    if application.cover not in OpportunityApplication.COVERED:
        message = _("The manager has not arranged cover yet.")
        raise ValidationError(message, code="no_cover")


def _save_answers(application: OpportunityApplication, answers: AnswerValues, at: datetime) -> None:
    form = application.opportunity.questionnaire
    if form is None:
        return
    if application.response is None:
        application.response = Response.objects.create(
            questionnaire=form, person=application.person, created_at=at, saved_at=at
        )
    responses.save_answers(application.response, answers, at=at)
    Response.objects.filter(pk=application.response.pk).update(submitted_at=at)
