"""What reviewers read of one application, and what stands beside it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, OuterRef, QuerySet, When
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from applications.models import Application, ApplicationMove, Delegation
from applications.permissions import judgeable, may_read_fact
from applications.queries import blind
from applications.queries.checks import (
    Check,
    checks_of,
    known_fulfilments,
)
from applications.queries.table.filters import handed_in, in_both_roles
from people.facts import FACTS, in_words
from people.models import User
from programs.models import Cycle, Requirement, Staff
from programs.permissions import ORGANIZER, conflicts_of, may_read_answer
from surveys.models import Question
from surveys.queries import ShownAnswer, answers_of

Status = Application.Status


def readable(cycle: Cycle, viewer: User, roles: set[str]) -> QuerySet[Application]:
    """The applications this person may open: organizers and administrators all that were handed
    in, committee members those delegated to them, without people they have a conflict with."""
    given = handed_in(cycle, viewer)
    if ORGANIZER in roles or viewer.is_staff:
        return given
    return judgeable(given, viewer, roles=roles)


def with_details(applications: QuerySet[Application], cycle: Cycle, viewer: User) -> Any:
    """The same with what a page about one of them reads beside it."""
    applications = applications.prefetch_related(
        known_fulfilments(), "role__requirements", "role__criteria"
    )
    return applications.select_related("role", "person", "manager", "response").annotate(
        in_both_roles=in_both_roles(cycle),
        has_conflict=Case(When(conflicts_of(viewer), then=True), default=False),
        given_moves=_given_moves(),
        given_earlier=_given_earlier(cycle),
    )


def opened(applications: QuerySet[Application], cycle: Cycle, viewer: User, number: int) -> Any:
    """One of them for its page, without who it is where the review is blind; None: not there."""
    application = with_details(applications, cycle, viewer).filter(pk=number).first()
    if application is None:
        return None
    application.cycle = cycle
    return blind.hide(application, cycle)


def checks_for(application: Any, cycle: Cycle) -> list[Check]:
    requirements = application.role.requirements.all()
    checks = checks_of(
        application,
        [one for one in requirements if one.kind != Requirement.Kind.PERFORMANCE],
        application.known_fulfilments,
        cycle=cycle,
        in_both_roles=application.in_both_roles,
    )
    return [_without_proof(check) for check in checks] if application.is_blind else checks


def _without_proof(check: Check) -> Check:
    """A certificate's address often has the name in it."""
    if check.fulfilment is not None:
        check.fulfilment.proof_link = ""
    return replace(check, reached_on=None)


def asks_about_performance(application: Any) -> bool:
    kinds = {requirement.kind for requirement in application.role.requirements.all()}
    return Requirement.Kind.PERFORMANCE in kinds


@dataclass(frozen=True)
class Fact:
    """A line of the copy made on submitting."""

    label: str
    value: str
    is_attested: bool


def facts_of(application: Application, *, for_organizers: bool) -> list[Fact]:
    """What is known of the person; manager, start date and e-mail are not for the committee."""
    facts = [
        Fact(str(fact.label), words, fact.name in application.attested_facts)
        for fact in FACTS
        if fact.name != "job_title"  # which stands beside the name
        if may_read_fact(fact.name, for_organizers=for_organizers)
        if (words := in_words(getattr(application, fact.name)))
    ]
    if for_organizers and application.person.email:
        facts.append(Fact(str(_("E-mail")), application.person.email, is_attested=False))
    return facts


@dataclass(frozen=True)
class Section:
    """Answers under one heading; a question whose answers are not for this reader has None."""

    title: str
    answers: list[tuple[Question, ShownAnswer | None]]


def sections_of(application: Any, *, for_organizers: bool) -> list[Section]:
    """The answers, by section. What only organizers may read is not handed on to others."""
    sections: dict[str, Section] = {}
    for given in answers_of([application.response])[application.response.pk]:
        question = given.question
        answer = blind.masked(given, application.hidden_words)
        is_open = may_read_answer(question, for_organizers=for_organizers)
        section = sections.setdefault(question.section, Section(question.section, []))
        section.answers.append((question, answer if is_open else None))
    return list(sections.values())


@dataclass(frozen=True)
class Move:
    """A line of the history."""

    status: str
    at: datetime
    by: str


def _given_moves() -> ArraySubquery:
    moves = ApplicationMove.objects.filter(application=OuterRef("pk")).order_by("-pk")
    move = JSONObject(status="to_status", at="at", by="by__name", by_id="by_id")
    return ArraySubquery(moves.values(one=move))


def moves_of(application: Any) -> list[Move]:
    """Newest first. In a blind review what the applicant did has nobody's name."""
    return [
        Move(
            str(Status(one["status"]).label),
            datetime.fromisoformat(one["at"]),
            "" if application.is_blind else one["by"] or "",
        )
        for one in application.given_moves
    ]


@dataclass(frozen=True)
class Earlier:
    """What the same person sent to another cycle of the program."""

    cycle: str
    role: str
    status: str


def _given_earlier(cycle: Cycle) -> ArraySubquery:
    others = Application.objects.submitted().filter(
        person=OuterRef("person"), cycle__program=cycle.program_id
    )
    others = others.exclude(cycle=cycle).order_by("-pk")
    earlier = JSONObject(cycle="cycle__name", role="role__name", status="status")
    return ArraySubquery(others.values(one=earlier)[:5])


def earlier_applications(application: Any) -> list[Earlier]:
    """Newest first; none in a blind review."""
    if application.is_blind:
        return []
    return [
        Earlier(one["cycle"], one["role"], str(Status(one["status"]).label))
        for one in application.given_earlier
    ]


def committee_for(application: Application, cycle: Cycle) -> QuerySet[Staff]:
    """The committee, each with whether the application is delegated to them."""
    delegated = Delegation.objects.filter(application=application, member=OuterRef("person"))
    members = Staff.objects.filter(program=cycle.program_id, role=Staff.Role.COMMITTEE)
    return (
        members.select_related("person")
        .annotate(is_delegated=Exists(delegated))
        .order_by("person__sort_name")
    )


@dataclass(frozen=True)
class Neighbours:
    """Where an application stands in a list, and who comes before and after it."""

    place: int
    count: int
    previous: int | None
    next: int | None


def neighbours(applications: QuerySet[Application], number: int) -> Neighbours | None:
    """None when the list, as filtered, does not have the application."""
    numbers = list(applications.values_list("pk", flat=True))
    if number not in numbers:
        return None
    place = numbers.index(number)
    return Neighbours(
        place=place + 1,
        count=len(numbers),
        previous=numbers[place - 1] if place else None,
        next=numbers[place + 1] if place + 1 < len(numbers) else None,
    )
