"""Applying: keep what is typed, submit, withdraw.

One rule for the deadline: `at` is read once when the request arrives, and the call either takes
applications at that moment or it does not. What was typed is kept in both cases.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from applications.actions import consents, facts, moves, offers, reviews
from applications.models import Application, ApplicationDraft, Fulfilment
from applications.queries.late_entries import open_call_for
from applications.rules import tenure
from applications.rules.two_windows import Merged, Typed, Window, is_same, merge
from applications.signals import handed_in
from notifications.actions import outbox
from notifications.keys import key_of
from people.facts import OWN, Kind, longest
from people.models import User
from people.models.user import DEFAULT_ZONE
from programs.actions import staff
from programs.models import Requirement, Role
from programs.rules import days
from surveys.actions import responses
from surveys.models import Questionnaire, Response
from surveys.values import AnswerValues

Status = Application.Status
_WRITTEN = [*facts.COLUMNS, "capacity"]


@dataclass(frozen=True)
class Attested:
    """What the applicant says about one requirement."""

    requirement: Requirement
    is_said: bool = False
    done_on: date | None = None
    proof_link: str = ""


@dataclass(frozen=True)
class Submission:
    """A checked form: answers, facts the organization did not know, requirements."""

    values: AnswerValues
    facts: Mapping[str, Any] = field(default_factory=dict)
    capacity: int = 1
    attested: Sequence[Attested] = ()


@dataclass(frozen=True)
class Kept:
    """What came of saving: no draft where the window held nothing that was not sent already."""

    application: Application
    draft: ApplicationDraft | None
    merged: Merged


@transaction.atomic
def save_draft(
    role: Role, person: User, typed: Typed, *, at: datetime, window: Window | None = None
) -> Kept:
    """Keep what was typed, whatever the call says; the first time this starts an application.

    Field by field: what another window changed meanwhile stays, and where both changed something
    both texts are kept.
    """
    application = _own(role, person, at=at)
    _refuse_unless_editable(application, at)
    draft, merged = _merged(application, typed, window)
    if draft is None and application.submitted_at is not None:
        overtaken = application.response.saved_at > at  # sent while this was on its way
        if overtaken or (window is not None and is_same(window.standing, merged.typed)):
            return Kept(application, None, merged)
    draft, _created = ApplicationDraft.objects.update_or_create(
        application=application,
        defaults={
            "typed": merged.typed,
            "written_in": merged.written_in,
            "second": {**(draft.second if draft else {}), **merged.both},
            "saved_at": at,
        },
    )
    return Kept(application, draft, merged)


@transaction.atomic
def choose_text(
    role: Role, person: User, names: Collection[str], *, use: bool, at: datetime
) -> None:
    """Of what two windows wrote into these fields, take the second text, or drop it."""
    application = _own(role, person, at=at)
    _refuse_unless_editable(application, at)
    draft = ApplicationDraft.objects.filter(application=application).first()
    if draft is None:
        return
    chosen = {name: draft.second.pop(name) for name in names if name in draft.second}
    if use:
        draft.typed = {**draft.typed, **chosen}
        draft.written_in = {**draft.written_in, **dict.fromkeys(chosen, "")}
    draft.saved_at = at
    draft.save(update_fields=["typed", "written_in", "second", "saved_at"])


def _merged(
    application: Application, typed: Typed, window: Window | None
) -> tuple[ApplicationDraft | None, Merged]:
    draft = ApplicationDraft.objects.filter(application=application).first()
    if draft is not None:
        return draft, merge(draft.typed, typed, window, draft.written_in)
    return None, merge(window.standing if window else {}, typed, window, {})


@transaction.atomic
def submit(
    role: Role,
    person: User,
    sent: Submission,
    *,
    at: datetime,
    typed: Typed | None = None,
    window: Window | None = None,
) -> Application:
    """Hand in an application, or change one handed in before, until the call closes.

    However often and from wherever: one application per person and role, one receipt per
    submission. Changing the answers keeps place and time of the first submission. A window that
    does not show what another one changed sends nothing.
    """
    application = _own(role, person, at=at)
    _refuse_unless_editable(application, at)
    if typed is not None and _merged(application, typed, window)[1].is_stale:
        raise ValidationError(
            _("Not sent: this application was changed in another window."), code="changed_elsewhere"
        )
    if open_call_for(role, person, at) is None:
        raise ValidationError(
            _("The call is closed. Your application was not submitted; what you wrote is kept."),
            code="closed",
        )
    facts.copy(application, person, _said_facts(role, person, sent))
    _refuse_short_tenure(application, role, at)
    application.capacity = sent.capacity
    response = responses.save_answers(application.response, sent.values, at=at)
    response.submitted_at = response.submitted_at or at
    response.save(update_fields=["submitted_at"])
    _keep_attested(application, sent.attested, at=at)
    if application.status in {Status.DRAFT, Status.WITHDRAWN}:
        _hand_in(application, at=at)
    application.save(update_fields=_WRITTEN)
    consents.ask(application, at=at)
    reviews.carry_confirmation(application)
    ApplicationDraft.objects.filter(application=application).delete()
    return application


@transaction.atomic
def withdraw(application: Application, *, by: User, at: datetime) -> Application:
    """Take the application out of the cycle; the answers stay for submitting it again."""
    locked = Application.objects.select_for_update().get(pk=application.pk)
    if not locked.can_be_withdrawn(at):
        raise ValidationError(
            _("This application cannot be withdrawn any more."), code="wrong_status"
        )
    was_draft = locked.status == Status.DRAFT
    consents.ask_no_more(locked)
    if locked.right is not None:
        staff.remove(locked.right, by=by, at=at)
    [move] = moves.move([locked], Status.WITHDRAWN, by=by, at=at)
    offers.end_open([locked.pk], at=at)
    if not was_draft:
        outbox.tell(
            locked.person,
            "application_withdrawn",
            about=locked,
            scope=locked.cycle,
            occasion=key_of(move),
            at=at,
        )
    return locked


def _said_facts(role: Role, person: User, sent: Submission) -> Mapping[str, Any]:
    """What applicants say of themselves. A question that bears the name of a fact, such as
    "location", answers for the fact where nobody knows it."""
    words = {fact.name for fact in OWN if fact.kind is Kind.WORDS}
    left_open = [name for name in words if not (sent.facts.get(name) or getattr(person, name))]
    if not left_open or role.questionnaire is None:
        return sent.facts
    asked = role.questionnaire.questions.filter(key__in=left_open).values_list("key", "pk")
    said = {
        key: answers[0].text.strip()[: longest(key)]
        for key, number in asked
        if (answers := sent.values.get(number))
    }
    return {**sent.facts, **said}


def _own(role: Role, person: User, *, at: datetime) -> Application:
    """The person's application for the role, locked; made now if there is none.

    Locking the person first makes two requests of the same moment wait for each other.
    """
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    mine = Application.objects.select_related("role", "cycle", "response", "person")
    found = mine.select_for_update(of=("self",)).filter(role=role, person=person).first()
    if found is not None:
        return found
    questionnaire = role.questionnaire or _no_questions(role)
    response = Response.objects.create(
        questionnaire=questionnaire, person=person, created_at=at, saved_at=at
    )
    return Application.objects.create(
        cycle=role.cycle, role=role, person=person, response=response, started_at=at
    )


def _no_questions(role: Role) -> Questionnaire:
    """A role that asks nothing gets an empty questionnaire when first somebody applies."""
    locked = Role.objects.select_for_update().get(pk=role.pk)
    if locked.questionnaire is None:
        locked.questionnaire = Questionnaire.objects.create(title=f"{role.cycle}: {role.name}")
        locked.save(update_fields=["questionnaire"])
    return locked.questionnaire


def _refuse_unless_editable(application: Application, at: datetime) -> None:
    if application.cycle.is_over(application.cycle.day(at)):
        raise ValidationError(
            _("This cycle is over, so its applications cannot change any more."), code="over"
        )
    if not application.is_editable(at):
        raise ValidationError(
            _("A decision about this application has been made, so it cannot change any more."),
            code="wrong_status",
        )


def _refuse_short_tenure(application: Application, role: Role, at: datetime) -> None:
    months = tenure.required_months(role.requirements.all())
    if not months or application.started_on is None:
        return
    first = days.months_later(application.started_on, months)
    if role.cycle.day(at) >= first:
        return
    text = _("You can apply from %(day)s, %(months)s months after you joined.")
    if tenure.is_out_of_reach(first, role.calls.all(), role.cycle.tzinfo):
        text = _(
            "You reach %(months)s months at the company on %(day)s, and the call has closed by "
            "then. What you wrote is kept; we can tell you when the next call opens."
        )
    words = {"day": date_format(first, "j F Y"), "months": months}
    raise ValidationError(text, code="tenure", params=words)


def _keep_attested(application: Application, attested: Sequence[Attested], *, at: datetime) -> None:
    """What a reviewer has verified stays verified."""
    for said in attested:
        Fulfilment.objects.update_or_create(
            application=application,
            requirement=said.requirement,
            defaults={
                "attested_at": at if said.is_said else None,
                "done_on": said.done_on,
                "proof_link": said.proof_link,
            },
        )


def _set_clock(person: User, application: Application) -> None:
    """Who never said where they are said it now: from here on mails and pages speak in their time."""
    is_unsaid = person.time_zone == DEFAULT_ZONE and "time_zone" not in person.said_by_themselves
    if is_unsaid and application.time_zone:
        person.time_zone = application.time_zone
        person.save(update_fields=["time_zone"])


def _hand_in(application: Application, *, at: datetime) -> None:
    application.submitted_at = at
    [move] = moves.move(
        [application],
        Status.SUBMITTED,
        by=application.person,
        at=at,
        submitted_at=at,
        is_late=application.was_late,
        told_at=None,
        shown_reason="",
        internal_reason="",
    )
    outbox.tell(
        application.person,
        "application_received",
        about=application,
        scope=application.cycle,
        occasion=key_of(move),
        at=at,
    )
    _set_clock(application.person, application)
    handed_in.send(Application, applications=[application], at=at)
