"""The figures that reports of cycles share: the comparison of a report, and what many cycles came to.

One function for each figure, the same one that the report of a single cycle asks. Shares of fewer
than five people or pairs are nobody's to read, and never part of a total.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from events.queries.events import EventAttendance, attendance_of_each
from outcomes.queries.attendance import live_attendance
from outcomes.queries.departments import participants_of_each
from outcomes.queries.meetings import meetings_of_each
from outcomes.queries.shares import percent
from pairs.models import MentoringSession
from programs.models import Cycle
from programs.queries.feedback import end_rates_of_each, overall_of_each
from surveys.results import LEAST_FOR_NUMBERS


@dataclass(frozen=True)
class Figures:
    """What one cycle came to, or several together."""

    pairs: int = 0
    people: int = 0
    departments: int = 0
    consistent: int = 0
    counted: int = 0
    met: int = 0
    due: int = 0
    present: int = 0
    expected: int = 0
    overall: float | None = None
    overall_answered: int = 0
    answered: int = 0
    invited: int = 0
    minutes: int = 0  # of everybody in live sessions and at live events
    timed_pairs: int = 0  # that these minutes are shared out among

    @property
    def completion(self) -> float | None:
        return _share(self.consistent, self.counted, self.counted)

    @property
    def held(self) -> float | None:
        return _share(self.met, self.due, self.counted)

    @property
    def attendance(self) -> float | None:
        return _share(self.present, self.expected, self.people)

    @property
    def answer_rate(self) -> float | None:
        return _share(self.answered, self.invited, self.invited)

    @property
    def hours(self) -> int | None:
        return (
            round(self.minutes / 60)
            if self.minutes and self.timed_pairs >= LEAST_FOR_NUMBERS
            else None
        )

    @property
    def hours_per_pair(self) -> float | None:
        if self.hours is None:
            return None
        return round(self.minutes / 60 / self.timed_pairs, 1)


def _share(part: int, whole: int, group: int) -> float | None:
    return percent(part, whole) if group >= LEAST_FOR_NUMBERS else None


def figures_of_each(cycles: Iterable[Cycle], *, at: datetime) -> dict[int, Figures]:
    """By the number of the cycle; nine queries for any number of cycles."""
    cycles = list(cycles)
    meetings = meetings_of_each(cycles, at=at)
    attendances = attendance_of_each(cycles)
    participants = participants_of_each(cycles)
    overall = overall_of_each(cycles, at=at)
    rates = end_rates_of_each(cycles, at=at)
    in_sessions = session_minutes_of_each(cycles)
    found = {}
    for cycle in cycles:
        of_cycle, live = meetings[cycle.pk], live_attendance(attendances[cycle.pk])
        said, rate = overall.get(cycle.pk), rates.get(cycle.pk)
        minutes = in_sessions.get(cycle.pk, 0) + event_minutes(attendances[cycle.pk])
        found[cycle.pk] = Figures(
            pairs=of_cycle.pairs,
            people=participants[cycle.pk].people,
            departments=len(participants[cycle.pk].departments),
            consistent=of_cycle.consistent,
            counted=of_cycle.counted,
            met=of_cycle.all_met,
            due=of_cycle.all_due,
            present=live.present,
            expected=live.expected,
            overall=said.mean if said else None,
            overall_answered=said.answered if said else 0,
            answered=rate.answered if rate else 0,
            invited=rate.invited if rate else 0,
            minutes=minutes,
            timed_pairs=of_cycle.pairs,
        )
    return found


def session_minutes_of_each(cycles: Iterable[Cycle]) -> dict[int, int]:
    """Minutes that both people of all pairs spent in live sessions, by the number of the cycle."""
    live = MentoringSession.objects.held().filter(
        pair__cycle__in=list(cycles), form=MentoringSession.Form.LIVE
    )
    rows = live.order_by().values_list("pair__cycle").annotate(minutes=Sum("minutes"))
    return {number: 2 * minutes for number, minutes in rows}


def event_minutes(attendances: Iterable[EventAttendance]) -> int:
    """Minutes that everybody who came spent at live events."""
    live = (one for one in attendances if one.is_noted and not one.event.is_async)
    return sum(one.event.minutes * one.present for one in live)
