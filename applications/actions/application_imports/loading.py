"""Writing checked rows: all in one transaction, a constant number of statements per batch."""

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.actions import facts, moves
from applications.actions.application_imports import columns
from applications.actions.application_imports.columns import Mapping
from applications.actions.application_imports.rows import Beat, Reader, ReadRows, Row
from applications.models import Application
from applications.signals import handed_in
from notifications.actions import outbox
from people.actions import addresses, audit
from people.actions.imports import life
from people.actions.imports.rows import Problem
from people.models import User
from people.names import sort_key
from people.permissions import may_give_account, may_manage_people
from people.tables.records import Choices, Table
from programs.models import Cycle, Role
from surveys.actions import responses as answer_rows
from surveys.models import Questionnaire, Response

BATCH = 1000
Status = Application.Status


@dataclass
class Outcome:
    """What an import did, or would do."""

    read: ReadRows
    new: int = 0
    unchanged: int = 0
    invited: int = 0
    older: int = 0
    left_out: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def facts(self) -> dict:
        counts = {
            "new": self.new,
            "unchanged": self.unchanged,
            "invited": self.invited,
            "older": self.older,
        }
        problems = [problem.as_dict() for problem in self.problems]
        found = life.facts(counts, left_out=self.left_out, problems=problems)
        return {**found, "without_zone": self.read.without_zone, "zone": self.read.zone}


class StoppedError(ValidationError):
    """Rows are wrong and the person chose that this stops everything."""

    def __init__(self, outcome: Outcome):
        message = ngettext(
            "%(count)s row is wrong. Nothing is imported.",
            "%(count)s rows are wrong. Nothing is imported.",
            outcome.left_out,
        )
        super().__init__(message % {"count": outcome.left_out}, code="wrong_rows")
        self.outcome, self.facts = outcome, outcome.facts


def load(
    cycle: Cycle,
    table: Table,
    mapping: Mapping,
    choices: Choices | None = None,
    *,
    at: datetime,
    by: User | None,
    role: Role | None = None,
    leave_out: bool = False,
    is_dry_run: bool = False,
) -> Outcome:
    """Take over applications. People are found by address; unknown ones get an account and a mail.

    Somebody who has applied in that role already is left as they are, so the same file again
    changes nothing. With leave_out, wrong rows are listed and the others imported; else
    StoppedError.
    """
    read = read_rows(cycle, table, mapping, choices, role=role, at=at)
    if is_dry_run:
        return look(cycle, read, by=by)
    return save(cycle, read, by=by, at=at, leave_out=leave_out)


def read_rows(
    cycle: Cycle,
    table: Table,
    mapping: Mapping,
    choices: Choices | None = None,
    *,
    at: datetime,
    role: Role | None = None,
    beat: Beat = lambda done: None,
) -> ReadRows:
    """Every row, checked as the application form checks it; wrong ones say what is wrong."""
    questions = columns.questions_of(cycle)
    columns.check_mapping(mapping, table.columns, questions, has_role=role is not None)
    choices = choices or Choices()
    reader = Reader(cycle, table, mapping, choices, questions=questions, role=role, at=at)
    return reader.rows(beat)


def look(cycle: Cycle, read: ReadRows, *, by: User | None) -> Outcome:
    """What saving the rows would do. Changes nothing."""
    return _compare(cycle, read, by).outcome


def save(
    cycle: Cycle, read: ReadRows, *, by: User | None, at: datetime, leave_out: bool = False
) -> Outcome:
    """Save all rows that are right, in one transaction, or none."""
    with transaction.atomic():
        Cycle.objects.select_for_update().get(pk=cycle.pk)
        found = _compare(cycle, read, by)
        if found.outcome.left_out and not leave_out:
            raise StoppedError(found.outcome)
        try:
            _write(cycle, found, by=by, at=at)
        except IntegrityError as error:
            message = _("Somebody else is changing the same people right now. Try again.")
            raise ValidationError(message, code="changed_meanwhile") from error
    return found.outcome


@dataclass
class _Comparison:
    """The right rows beside what there is: whom we know, whom not, and who has not yet applied."""

    outcome: Outcome
    people: dict[str, User]
    unknown: dict[str, Row]
    fresh: list[Row]


def _compare(cycle: Cycle, read: ReadRows, by: User | None) -> _Comparison:
    named = {row.email for row in read.rows if row.is_right}
    people = {person.email: person for person in User.objects.filter(email__in=named)}
    strangers = [
        _stranger_problem(row, read)
        for row in read.rows
        if row.is_right and row.email not in people and not may_give_account(by, row.email)
    ]
    strangers += [
        _guest_problem(row, read)
        for row in read.rows
        if row.is_right and row.email in people and people[row.email].is_guest
    ]
    refused = {problem.line for problem in strangers}
    good = [row for row in read.rows if row.is_right and row.line not in refused]
    applied = set(
        Application.objects.filter(cycle=cycle)
        .exclude(status=Status.DRAFT)
        .values_list("role", "person__email")
    )
    fresh = [row for row in good if (row.role.pk, row.email) not in applied]
    unknown = {row.email: row for row in good if row.email not in people}
    older = sum(bool(row.newer_line) for row in read.rows)
    problems = [problem for row in read.rows for problem in row.problems] + strangers
    outcome = Outcome(
        new=len(fresh),
        unchanged=len(good) - len(fresh),
        invited=len(unknown),
        older=older,
        left_out=len(read.rows) - len(good) - older,
        problems=sorted(problems, key=lambda problem: problem.line),
        read=read,
    )
    return _Comparison(outcome, people, unknown, fresh)


def _guest_problem(row: Row, read: ReadRows) -> Problem:
    message = _("“%(email)s” is a guest from outside, and programs are for people who work here.")
    return Problem(row.line, read.email_column, message % {"email": row.email})


def _stranger_problem(row: Row, read: ReadRows) -> Problem:
    """An account is a right that an organizer cannot give to whoever stands in a file."""
    domains = ", ".join(settings.SIGNUP_DOMAINS)
    if domains:
        message = _(
            "Nobody here has the address “%(email)s”, and only people at %(domains)s can be "
            "added this way. Ask an administrator to add them first."
        )
    else:
        message = _(
            "Nobody here has the address “%(email)s”. Ask an administrator to add them first."
        )
    words = {"email": row.email, "domains": domains}
    return Problem(row.line, read.email_column, message % words)


def _write(cycle: Cycle, found: _Comparison, *, by: User | None, at: datetime) -> None:
    people = found.people | _invite(cycle, found.unknown, by, at)
    drafts = Application.objects.filter(cycle=cycle, status=Status.DRAFT)
    _take_drafts_away(drafts, found.fresh, people)
    _insert(cycle, found.fresh, people, by=by, at=at)
    if found.fresh:
        audit.note("applications_imported", cycle, by=by, at=at)


def _invite(
    cycle: Cycle, unknown: dict[str, Row], by: User | None, at: datetime
) -> dict[str, User]:
    """Accounts without a password: the first sign-in is one code by mail. Only the organization's
    own word verifies an address; that of an organizer's file is proved by that code."""
    people = []
    for email, row in unknown.items():
        person = User(email=email, name=row.name or email.split("@")[0], created_at=at)
        person.sort_name = sort_key(person.name)
        person.set_unusable_password()
        people.append(person)
    User.objects.bulk_create(people, batch_size=BATCH)
    addresses.give(people, are_verified=by is None or may_manage_people(by))
    outbox.tell_many(people, "application_taken_over", about=cycle, scope=cycle, at=at)
    return {person.email: person for person in people}


def _take_drafts_away(
    drafts: QuerySet[Application], rows: list[Row], people: dict[str, User]
) -> None:
    """What comes from the file takes the place of a draft nobody handed in."""
    wanted = {(row.role.pk, people[row.email].pk) for row in rows}
    gone = [draft.pk for draft in drafts if (draft.role_id, draft.person_id) in wanted]
    Application.objects.filter(pk__in=gone).delete()


def _insert(
    cycle: Cycle, rows: list[Row], people: dict[str, User], *, by: User | None, at: datetime
) -> None:
    roles = list({id(row.role): row.role for row in rows}.values())
    prefetch_related_objects(roles, "calls")
    questionnaires = {
        role.pk: role.questionnaire or Questionnaire.objects.create(title=role.name)
        for role in set(roles)
    }
    responses = [
        Response(
            questionnaire=questionnaires[row.role.pk],
            person=people[row.email],
            saved_at=at,
            submitted_at=row.submitted_at or at,
        )
        for row in rows
    ]
    Response.objects.bulk_create(responses, batch_size=BATCH)
    applications = [
        _application(cycle, row, people[row.email], response, at)
        for row, response in zip(rows, responses, strict=True)
    ]
    Application.objects.bulk_create(applications, batch_size=BATCH)
    answer_rows.insert(
        (response.pk, question, value)
        for row, response in zip(rows, responses, strict=True)
        for question, values in row.values.items()
        for value in values
    )
    moves.move(applications, Status.SUBMITTED, by=by, at=at)
    handed_in.send(Application, applications=applications, at=at)


def _application(
    cycle: Cycle, row: Row, person: User, response: Response, at: datetime
) -> Application:
    """A file without times says nothing about who was late; such rows count from their import."""
    moment = row.submitted_at or at
    application = Application(
        cycle=cycle,
        role=row.role,
        person=person,
        response=response,
        started_at=moment,
        submitted_at=moment,
        is_time_known=row.submitted_at is not None,
        capacity=row.capacity or row.role.capacity,
    )
    application.is_late = application.was_late
    facts.copy(application, person, row.facts)
    return application
