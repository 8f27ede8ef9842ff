"""What all cycles of several programs came to, with the definitions of each report.

Figures only, no names. A share of fewer than five is shown nowhere and is part of no total, so no
total gives it away by subtraction.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Count, Exists, OuterRef, QuerySet

from applications.models import Participation
from outcomes.queries.report.figures import Figures, figures_of_each
from people.models import User
from programs.models import Cycle, Program, Role
from surveys.results import LEAST_FOR_NUMBERS


@dataclass(frozen=True)
class Line:
    """One cycle; before its pairs are published there are no figures of it."""

    cycle: Cycle
    figures: Figures | None
    is_over: bool


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


def rollup_of(user: User, *, at: datetime) -> Rollup:
    """Every cycle for administrators, those of their own programs for organizers; 12 queries for any
    number of cycles."""
    cycles = list(_cycles_for(user))
    with_pairs = [cycle for cycle in cycles if cycle.pairs_published_at]
    figures = figures_of_each(with_pairs, at=at)
    programs = [
        _program(program, list(group), figures, at)
        for program, group in groupby(cycles, key=lambda cycle: cycle.program)
    ]
    times = _times(with_pairs)
    return Rollup(
        programs=programs,
        together=together(figures.values()),
        people=times.total(),
        returned=_returned(times, with_pairs),
    )


def _cycles_for(user: User) -> Iterable[Cycle]:
    every = Cycle.objects.filter(program__is_independent=False)
    mine = every if user.is_staff else every.organized_by(user)
    ordered = mine.order_by("program__name", "program", "starts_on", "pk")
    return ordered.select_related("program")


def _program(
    program: Program, cycles: list[Cycle], figures: dict[int, Figures], at: datetime
) -> ProgramLines:
    lines = [Line(one, figures.get(one.pk), one.is_over(one.day(at))) for one in cycles]
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
    )


def _taking_part(cycles: list[Cycle]) -> QuerySet:
    return Participation.objects.filter(cycle__in=cycles).exclude(role__side=Role.Side.STAFF)


def _times(cycles: list[Cycle]) -> Counter[int]:
    """How many people took part in how many cycles."""
    rows = _taking_part(cycles).order_by().values("person")
    return Counter(
        rows.annotate(times=Count("cycle", distinct=True)).values_list("times", flat=True)
    )


def _returned(times: Counter[int], cycles: list[Cycle]) -> Returned:
    """Of two groups that make a third, neither is told where one of them is small."""
    several = sum(people for number, people in times.items() if number > 1)
    often = sum(people for number, people in times.items() if number > 2)
    is_fine = several >= LEAST_FOR_NUMBERS
    may_split = often >= LEAST_FOR_NUMBERS and several - often >= LEAST_FOR_NUMBERS
    before = _taking_part(cycles).filter(
        person=OuterRef("person"),
        role__side=Role.Side.MENTEE,
        cycle__starts_on__lt=OuterRef("cycle__starts_on"),
    )
    later = _taking_part(cycles).filter(Exists(before), role__side=Role.Side.MENTOR)
    mentors = later.aggregate(people=Count("person", distinct=True))["people"]
    return Returned(
        several=several if is_fine else None,
        often=often if may_split else None,
        became_mentors=mentors if mentors >= LEAST_FOR_NUMBERS else None,
    )
