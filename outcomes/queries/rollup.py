"""What all cycles of several programs came to, with the definitions of each report.

Figures only, no names. A share of fewer than five is shown nowhere and is part of no total, so no
total gives it away by subtraction.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from applications.models import Participation
from outcomes.models import FrozenReport
from outcomes.queries.report.figures import Figures, settled_figures_of_each
from people.models import User
from programs.models import Cycle, Program, Role
from surveys.results import LEAST_FOR_NUMBERS


@dataclass(frozen=True)
class Line:
    """One cycle; before its pairs are published there are no figures of it."""

    cycle: Cycle
    figures: Figures | None
    is_over: bool
    frozen: FrozenReport | None = None  # whose figures these are


@dataclass(frozen=True)
class ProgramLines:
    program: Program
    lines: list[Line]
    together: Figures

    @property
    def trend(self) -> list[dict[str, float | None]]:
        return [{"held": line.figures.held} for line in self.lines if line.figures]


@dataclass(frozen=True)
class Returned:
    """People who took part in several cycles; None where they are too few to say how many."""

    several: int | None
    often: int | None  # in three or more
    became_mentors: int | None  # mentees who were mentors in a later cycle
    mentors_again: int | None  # in two cycles or more
    elsewhere: int | None  # in two programs or more


@dataclass(frozen=True)
class Rollup:
    programs: list[ProgramLines]
    together: Figures
    people: int  # different ones over all cycles
    returned: Returned

    @property
    def counted(self) -> list[Line]:
        """Cycles with figures."""
        return [line for one in self.programs for line in one.lines if line.figures]

    @property
    def timed(self) -> list[Line]:
        """Cycles whose hours may be shown, those with most for each pair first."""
        timed = [line for line in self.counted if _hours_per_pair(line)]
        return sorted(timed, key=_hours_per_pair, reverse=True)

    @property
    def most_hours(self) -> float:
        return max(map(_hours_per_pair, self.timed), default=0)


def _hours_per_pair(line: Line) -> float:
    return (line.figures and line.figures.hours_per_pair) or 0


def rollup_of(cycles: Iterable[Cycle], *, at: datetime) -> Rollup:
    """Cycles as `cycles_for` orders them; 13 queries with them for any number of them."""
    cycles = list(cycles)
    with_pairs = [cycle for cycle in cycles if cycle.pairs_published_at]
    figures, frozen = settled_figures_of_each(with_pairs, at=at)
    lines = [
        Line(one, figures.get(one.pk), one.is_over(one.day(at)), frozen.get(one.pk))
        for one in cycles
    ]
    people = _people(with_pairs)
    return Rollup(
        programs=[
            _program(program, list(group))
            for program, group in groupby(lines, key=lambda line: line.cycle.program)
        ],
        together=together(figures.values()),
        people=people.total(),
        returned=_returned(people, with_pairs),
    )


def cycles_for(user: User) -> list[Cycle]:
    """Every cycle for administrators, those of their own programs for organizers."""
    every = Cycle.objects.filter(program__is_independent=False)
    mine = every if user.is_staff else every.organized_by(user)
    ordered = mine.order_by("program__name", "program", "starts_on", "pk")
    return list(ordered.select_related("program"))


def _program(program: Program, lines: list[Line]) -> ProgramLines:
    return ProgramLines(program, lines, together(line.figures for line in lines if line.figures))


def together(every: Iterable[Figures]) -> Figures:
    """Each share over the cycles that show it themselves. People and departments of several cycles
    cannot be added: who took part twice would count twice."""
    found = list(every)
    completed = [one for one in found if one.completion is not None]
    attended = [one for one in found if one.attendance is not None]
    rated = [one for one in found if one.answer_rate is not None]
    timed = [one for one in found if one.hours is not None]
    answers = sum(one.overall_answered for one in found)
    points = sum((one.overall or 0) * one.overall_answered for one in found)
    return Figures(
        pairs=sum(one.pairs for one in found),
        timed_pairs=sum(one.pairs for one in timed),
        people=sum(one.people for one in attended),
        consistent=sum(one.consistent for one in completed),
        counted=sum(one.counted for one in completed),
        met=sum(one.met for one in completed),
        due=sum(one.due for one in completed),
        present=sum(one.present for one in attended),
        expected=sum(one.expected for one in attended),
        overall=round(points / answers, 1) if answers else None,
        overall_answered=answers,
        answered=sum(one.answered for one in rated),
        invited=sum(one.invited for one in rated),
        minutes=sum(one.minutes for one in timed),
        mentor_minutes=sum(one.mentor_minutes for one in timed),
    )


def _taking_part(cycles: list[Cycle]) -> QuerySet:
    return Participation.objects.filter(cycle__in=cycles).exclude(role__side=Role.Side.STAFF)


def _people(cycles: list[Cycle]) -> Counter[tuple[int, int, int]]:
    """How many people took part in so many cycles, were mentors in so many of them, and took part in
    so many programs."""
    rows = _taking_part(cycles).order_by().values("person")
    counted = rows.annotate(
        times=Count("cycle", distinct=True),
        as_mentor=Count("cycle", distinct=True, filter=Q(role__side=Role.Side.MENTOR)),
        programs=Count("cycle__program", distinct=True),
    )
    return Counter(counted.values_list("times", "as_mentor", "programs"))


def _returned(counted: Counter[tuple[int, int, int]], cycles: list[Cycle]) -> Returned:
    """Of two groups that make a third, neither is told where one of them is small."""

    def people(counts: Callable[[int, int, int], bool]) -> int:
        return sum(number for one, number in counted.items() if counts(*one))

    several = people(lambda times, _as_mentor, _programs: times > 1)
    often = people(lambda times, _as_mentor, _programs: times > 2)
    may_split = often >= LEAST_FOR_NUMBERS and several - often >= LEAST_FOR_NUMBERS
    before = _taking_part(cycles).filter(
        person=OuterRef("person"),
        role__side=Role.Side.MENTEE,
        cycle__starts_on__lt=OuterRef("cycle__starts_on"),
    )
    later = _taking_part(cycles).filter(Exists(before), role__side=Role.Side.MENTOR)
    return Returned(
        several=_enough(several),
        often=often if may_split else None,
        became_mentors=_enough(later.aggregate(people=Count("person", distinct=True))["people"]),
        mentors_again=_enough(people(lambda _times, as_mentor, _programs: as_mentor > 1)),
        elsewhere=_enough(people(lambda _times, _as_mentor, programs: programs > 1)),
    )


def _enough(people: int) -> int | None:
    return people if people >= LEAST_FOR_NUMBERS else None
