"""The public page of a cycle: what is on it for everybody, kept for a minute; and what is one's own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.core.cache import cache
from django.db.models import Count, Q, QuerySet
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import User
from programs.models import (
    Call,
    Cycle,
    FaqEntry,
    Milestone,
    PairingRule,
    Program,
    Requirement,
    Role,
)
from programs.queries.calls import choose, roles_applied_for
from programs.rules import days
from surveys.models import Question

KEPT_SECONDS = 60
CROSS_DIVISION = "cross_division"  # pairing's name for the rule
_ONE_MINUTE = timedelta(minutes=1)
_CADENCES = {
    7: gettext_lazy("every week"),
    14: gettext_lazy("every other week"),
    28: gettext_lazy("every four weeks"),
}


# What the page shows of apps further up, each added by its app when it starts.
_find_events: list[Callable[[Cycle], Iterable[Any]]] = []
_find_applications: list[Callable[[Cycle, User], Iterable[Any]]] = []


def add_events(find: Callable[[Cycle], Iterable[Any]]) -> None:
    """Rows with slots, as the page lists them."""
    _find_events.append(find)


def add_applications(find: Callable[[Cycle, User], Iterable[Any]]) -> None:
    """A person's own rows of a cycle, at most one for each role."""
    _find_applications.append(find)


def _events(cycle: Cycle) -> list[Any]:
    return [event for find in _find_events for event in find(cycle)]


def _own_applications(cycle: Cycle, user: User) -> dict[int, Any]:
    return {row.role_id: row for find in _find_applications for row in find(cycle, user)}


@dataclass(frozen=True)
class Counts:
    people: int
    pairs: int
    departments: int


@dataclass(frozen=True)
class Page:
    """Everything of a cycle that all readers share, whatever the time. Fit for the cache."""

    cycle: Cycle
    roles: list[Role]
    requirements: dict[int, list[Requirement]]
    calls: list[Call]
    milestones: list[Milestone]
    events: list[Any]
    faq: list[FaqEntry]
    counts: Counts
    is_across_divisions: bool
    is_async: bool
    earlier: list[Cycle]


@dataclass(frozen=True)
class Listed:
    """A program on the list: its latest cycle, the one to look at, and those before it."""

    cycle: Cycle
    earlier: list[Cycle]
    open_calls: list[Call]
    next_call: Call | None

    @property
    def next_opens_on(self) -> date | None:
        return self.cycle.day(self.next_call.opens_at) if self.next_call else None

    @property
    def program(self) -> Program:
        return self.cycle.program


@dataclass(frozen=True)
class Door:
    """Where to apply for a role: its call, what state it is in, and what this person has done."""

    role: Role
    cycle: Cycle
    call: Call | None
    state: str
    application: Any | None
    at: datetime

    @property
    def leads_to_form(self) -> bool:
        """Whether applying in time is what this person can do here now."""
        is_sent = self.application and self.application.status != "draft"
        return self.state == Call.State.OPEN and not is_sent

    @property
    def last_moment(self) -> datetime | None:
        """The last whole minute of the call: 23:59 of its last day."""
        return self.call.closes_at - _ONE_MINUTE if self.call and self.call.closes_at else None

    @property
    def last_day_words(self) -> str:
        return self._in_words(self.last_moment)

    @property
    def last_late_day_words(self) -> str:
        late = self.call.late_until if self.call else None
        return self._in_words(late - _ONE_MINUTE if late else None)

    @property
    def opens_words(self) -> str:
        return self._in_words(self.call.opens_at if self.call else None)

    @property
    def days_left(self) -> int:
        if self.call is None or self.call.closes_at is None:
            return 0
        return days.left(self.call.closes_at, self.at, self.cycle.tzinfo)

    def _in_words(self, moment: datetime | None) -> str:
        """Weekday, day and time in the cycle's own zone."""
        if moment is None:
            return ""
        return formats.date_format(moment.astimezone(self.cycle.tzinfo), "D j F Y, H:i")


def page(cycle: Cycle) -> Page:
    """From the cache, or from seven queries. `forget` it when something of the cycle changes."""
    found = cache.get_or_set(_key(cycle), lambda: read(cycle), KEPT_SECONDS)
    return cast("Page", found)


def forget(cycle: Cycle) -> None:
    cache.delete(_key(cycle))


def _key(cycle: Cycle) -> str:
    return f"public-page:{cycle.pk}"


def read(cycle: Cycle) -> Page:
    """The page as it is saved now."""
    roles = list(roles_applied_for(cycle))
    requirements: dict[int, list[Requirement]] = {role.pk: [] for role in roles}
    for requirement in Requirement.objects.filter(role__in=roles):
        requirements[requirement.role_id].append(requirement)
    return Page(
        cycle=cycle,
        roles=roles,
        requirements=requirements,
        calls=list(cycle.calls.filter(role__in=roles).select_related("role")),
        milestones=list(cycle.milestones.filter(is_public=True)),
        events=_events(cycle),
        faq=list(cycle.faq.all()),
        counts=_counts(cycle),
        is_across_divisions=cycle.pairing_rules.filter(
            name=CROSS_DIVISION, strength=PairingRule.Strength.HARD
        ).exists(),
        is_async=Question.objects.asked()
        .filter(questionnaire__role__cycle=cycle, pairing_use=Question.Use.ASYNC)
        .exists(),
        earlier=list(_earlier(cycle)),
    )


def _counts(cycle: Cycle) -> Counts:
    found = cycle.participations.filter(left_at=None).aggregate(
        people=Count("person", distinct=True),
        pairs=Count("pk", filter=Q(role__side=Role.Side.MENTEE)),
        departments=Count("department", distinct=True, filter=~Q(department="")),
    )
    return Counts(**found)


def _earlier(cycle: Cycle) -> QuerySet[Cycle]:
    """Published cycles of the program that began before this one, the latest first."""
    others = cycle.program.cycles.filter(published_at__isnull=False).exclude(pk=cycle.pk)
    return others.filter(starts_on__lt=cycle.starts_on) if cycle.starts_on else others.none()


def doors(found: Page, user: User, *, at: datetime) -> list[Door]:
    """One per role, with this person's own application; open doors first."""
    mine = _own_applications(found.cycle, user) if user.is_authenticated else {}
    order: list[str] = [Call.State.OPEN, Call.State.LATE, Call.State.NOT_YET]
    made = [_door(role, found, mine.get(role.pk), at) for role in found.roles]
    return sorted(made, key=lambda d: order.index(d.state) if d.state in order else len(order))


def _door(role: Role, found: Page, mine: Any | None, at: datetime) -> Door:
    call = choose((call for call in found.calls if call.role_id == role.pk), at)
    state = call.state(at) if call else Call.State.UNDECIDED
    return Door(role, found.cycle, call, state, mine, at)


def cadence_in_words(cycle: Cycle) -> str:
    usual = _CADENCES.get(cycle.cadence_days)
    return str(usual) if usual else _("every %(days)s days") % {"days": cycle.cadence_days}


def listed(user: User) -> QuerySet[Cycle]:
    """Cycles for the list of programs: published, not put away, the latest first."""
    return (
        Cycle.objects.visible_to(user)
        .filter(published_at__isnull=False, archived_at=None, program__archived_at=None)
        .exclude(program__is_independent=True)
        .select_related("program")
        .prefetch_related("calls__role")
    )


def by_program(cycles: Iterable[Cycle], *, at: datetime) -> list[Listed]:
    """One entry per program; programs that take applications come first, then by name."""
    groups: dict[int, list[Cycle]] = {}
    for cycle in cycles:
        groups.setdefault(cycle.program_id, []).append(cycle)
    found = [_listed(group, at) for group in groups.values()]
    return sorted(found, key=lambda one: (not one.open_calls, one.program.name.lower()))


def _listed(cycles: list[Cycle], at: datetime) -> Listed:
    """A cycle that takes applications is the one to look at, else the latest."""
    first = next((c for c in cycles if _open_calls(c, at)), cycles[0])
    waiting = [call for call in first.calls.all() if call.state(at) == Call.State.NOT_YET]
    return Listed(
        cycle=first,
        earlier=[cycle for cycle in cycles if cycle != first],
        open_calls=_open_calls(first, at),
        next_call=min(waiting, key=lambda call: call.opens_at or at, default=None),
    )


def _open_calls(cycle: Cycle, at: datetime) -> list[Call]:
    return [call for call in cycle.calls.all() if call.takes_applications(at)]
