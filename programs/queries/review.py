"""What reviewers read: one application with everything beside it, and the confirmer's list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, When
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from people.models import User
from programs.models import (
    Application,
    ApplicationMove,
    Cycle,
    Delegation,
    PerformanceCheck,
    Requirement,
    Staff,
)
from programs.permissions import COMMITTEE, ORGANIZER, conflicts_of
from programs.queries.application_filters import handed_in, in_both_roles
from programs.queries.checks import (
    Check,
    checks_of,
    fulfilments_in,
    given_fulfilments,
    requirements_of,
)
from surveys.models import Question
from surveys.queries import ShownAnswer, answers_of

Status = Application.Status
Answer = PerformanceCheck.Answer


def readable(cycle: Cycle, viewer: User, roles: set[str]) -> QuerySet[Application]:
    """The applications this person may open: organizers and administrators all that were handed
    in, committee members those delegated to them, without people they have a conflict with."""
    given = handed_in(cycle, viewer)
    if ORGANIZER in roles or viewer.is_staff:
        return given
    if COMMITTEE not in roles:
        return given.none()
    mine = Delegation.objects.filter(member=viewer, application=OuterRef("pk"))
    return given.filter(Exists(mine)).exclude(conflicts_of(viewer))


def with_details(applications: QuerySet[Application], cycle: Cycle, viewer: User) -> Any:
    """The same with what a page about one of them reads beside it, in one query."""
    return applications.select_related("role", "person", "manager", "response").annotate(
        in_both_roles=in_both_roles(cycle),
        has_conflict=Case(When(conflicts_of(viewer), then=True), default=False),
        given_fulfilments=given_fulfilments(),
    )


def checks_for(application: Any, cycle: Cycle) -> list[Check]:
    return checks_of(
        application,
        requirements_of(cycle).filter(role=application.role_id),
        fulfilments_in(application.given_fulfilments),
        cycle=cycle,
        in_both_roles=application.in_both_roles,
    )


@dataclass(frozen=True)
class Fact:
    """A line of the copy made on submitting."""

    label: str
    value: object
    is_attested: bool


_FACTS = [
    ("department", _("Department"), False),
    ("division", _("Division"), False),
    ("level", _("Level"), False),
    ("location", _("Location"), False),
    ("time_zone", _("Time zone"), False),
    ("languages", _("Languages"), False),
    ("manager", _("Manager"), True),
    ("started_on", _("Start date"), True),
]


def facts_of(application: Application, *, for_organizers: bool) -> list[Fact]:
    """What is known of the person; manager, start date and e-mail are not for the committee."""
    facts = [
        Fact(str(label), _shown(getattr(application, name)), name in application.attested_facts)
        for name, label, is_private in _FACTS
        if for_organizers or not is_private
    ]
    if for_organizers:
        facts.append(Fact(str(_("E-mail")), application.person.email, is_attested=False))
    return [fact for fact in facts if fact.value not in (None, "")]


def _shown(value: object) -> object:
    if isinstance(value, list):
        return ", ".join(value)
    return date_format(value, "j F Y") if isinstance(value, date) else value


@dataclass(frozen=True)
class Section:
    """Answers under one heading; a question whose answers are not for this reader has None."""

    title: str
    answers: list[tuple[Question, ShownAnswer | None]]


def sections_of(application: Application, *, for_organizers: bool) -> list[Section]:
    """The answers, by section. What only organizers may read is not handed on to others."""
    sections: dict[str, Section] = {}
    for answer in answers_of([application.response])[application.response.pk]:
        question = answer.question
        is_open = for_organizers or question.readers != Question.Readers.ORGANIZERS
        section = sections.setdefault(question.section, Section(question.section, []))
        section.answers.append((question, answer if is_open else None))
    return list(sections.values())


def moves_of(application: Application) -> QuerySet[ApplicationMove]:
    return application.moves.select_related("by").order_by("-pk")


def earlier_applications(application: Application) -> QuerySet[Application]:
    """What the same person sent to other cycles of the program, newest first, as they know it."""
    others = Application.objects.submitted().filter(
        person=application.person_id, cycle__program=application.cycle.program_id
    )
    return others.exclude(cycle=application.cycle_id).select_related("cycle", "role")[:5]


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


# ---- The confirmer's question


def asks_performance(cycle: Cycle) -> Q:
    """A condition on applications: their role asks for the confirmation."""
    asking = Requirement.objects.filter(
        kind=Requirement.Kind.PERFORMANCE, role__cycle=cycle, role=OuterRef("role")
    )
    return Q(Exists(asking))


def to_confirm(cycle: Cycle, confirmer: User) -> Any:
    """Whom the confirmer answers for, with `answer`: nobody they have a conflict with."""
    waiting = Application.objects.submitted().filter(asks_performance(cycle), cycle=cycle)
    return (
        waiting.exclude(status=Status.LEFT)
        .exclude(conflicts_of(confirmer))
        .select_related("manager", "role")
        .only("name", "job_title", "started_on", "manager__name", "role__side")
        .annotate(answer=F("performance_check__answer"))
        .order_by("sort_name", "pk")
    )


@dataclass(frozen=True)
class Confirmation:
    """What organizers may know of the confirmer's answer."""

    application: Application
    state: str

    CONFIRMED, NOT_CONFIRMED, OPEN = "confirmed", "not_confirmed", "open"


def _state(answer: str | None) -> str:
    known: dict[str | None, str] = {
        Answer.YES: Confirmation.CONFIRMED,
        Answer.NO: Confirmation.NOT_CONFIRMED,
    }
    return known.get(answer, Confirmation.OPEN)


def confirmations(asked: Iterable[Any]) -> list[Confirmation]:
    """What organizers may know about applications found by `to_confirm`."""
    return [Confirmation(application, _state(application.answer)) for application in asked]


# ---- What is left to do


def next_undecided(cycle: Cycle, reviewer: User) -> Application | None:
    """The first application, by name, that waits for a decision this person may take."""
    waiting = Application.objects.awaiting_decision().filter(cycle=cycle)
    return waiting.exclude(conflicts_of(reviewer)).order_by("sort_name", "pk").first()


def delegated_to(cycle: Cycle, member: User) -> QuerySet[Application]:
    """A committee member's own list, by name."""
    mine = handed_in(cycle, member).filter(delegations__member=member)
    return mine.exclude(conflicts_of(member)).select_related("role").order_by("sort_name", "pk")


@dataclass(frozen=True)
class Progress:
    """Where the review of a cycle stands, in numbers."""

    applied: int
    undecided: int
    eligible: int
    waitlisted: int
    not_eligible: int
    untold: int

    @property
    def decided(self) -> int:
        return self.applied - self.undecided

    @property
    def percent(self) -> int:
        return 100 * self.decided // self.applied if self.applied else 0


def progress(cycle: Cycle) -> Progress:
    """One query."""
    given = Application.objects.submitted().filter(cycle=cycle)
    not_eligible = Q(status=Status.NOT_ELIGIBLE)
    counts = given.aggregate(
        applied=Count("pk"),
        undecided=Count("pk", filter=Q(status=Status.SUBMITTED)),
        eligible=Count("pk", filter=Q(status=Status.ELIGIBLE)),
        waitlisted=Count("pk", filter=Q(status=Status.WAITLISTED)),
        not_eligible=Count("pk", filter=not_eligible),
        untold=Count("pk", filter=not_eligible & Q(told_at__isnull=True)),
    )
    return Progress(**counts)
