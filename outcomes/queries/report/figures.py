"""The figures that reports of cycles share: the comparison of a report, and what many cycles came to.

One function for each figure, the same one that the report of a single cycle asks. Shares of fewer
than five people or pairs are nobody's to read, and never part of a total.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Sum

from events.queries.events import EventAttendance, attendance_of_each
from outcomes.models import FrozenReport
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
    mentor_minutes: int = 0  # of these, what mentors spent
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
    def mentor_hours(self) -> int | None:
        return None if self.hours is None else round(self.mentor_minutes / 60)

    @property
    def other_hours(self) -> int | None:
        """Of mentees, and of those who take part in another role."""
        if self.hours is None or self.mentor_hours is None:
            return None
        return self.hours - self.mentor_hours

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
            mentor_minutes=in_sessions.get(cycle.pk, 0) // 2
            + event_minutes(attendances[cycle.pk], mentors_only=True),
            timed_pairs=of_cycle.pairs,
        )
    return found


def settled_figures_of_each(
    cycles: Iterable[Cycle], *, anew: Cycle | None = None, at: datetime
) -> tuple[dict[int, Figures], dict[int, FrozenReport]]:
    """As their final reports say, where one is frozen, so that the figures of a cycle that is over
    stay what they were; and these reports. One cycle may be counted anew. One query more."""
    cycles = list(cycles)
    newest = FrozenReport.objects.filter(cycle__in=cycles).exclude(cycle=anew)
    newest = newest.order_by("cycle_id", "-number")
    frozen = {one.cycle_id: one for one in newest.distinct("cycle_id")}
    figures = figures_of_each(cycles, at=at)
    settled = {
        number: as_frozen(found, frozen[number].document) if number in frozen else found
        for number, found in figures.items()
    }
    return settled, frozen


def as_frozen(live: Figures, document: Mapping[str, Any]) -> Figures:
    """What the document holds by itself; answers to surveys that have closed do not change."""
    taking_part, departments = document["participation"], document["departments"]
    completion = document.get("bi_weekly_completion", {})
    held, attended = document.get("sessions_held", {}), document.get("live_attendance", {})
    return replace(
        live,
        pairs=taking_part["pairs"],
        timed_pairs=taking_part["pairs"],
        people=taking_part["people"],
        departments=departments["all"],
        consistent=completion.get("consistent_pairs", 0),
        counted=completion.get("pairs", 0),
        met=held.get("met", 0),
        due=held.get("due", 0),
        present=attended.get("present", 0),
        expected=attended.get("expected", 0),
        minutes=60 * document.get("hours", 0),
    )


def session_minutes_of_each(cycles: Iterable[Cycle]) -> dict[int, int]:
    """Minutes that both people of all pairs spent in live sessions, by the number of the cycle."""
    live = MentoringSession.objects.held().filter(
        pair__cycle__in=list(cycles), form=MentoringSession.Form.LIVE
    )
    rows = live.order_by().values_list("pair__cycle").annotate(minutes=Sum("minutes"))
    return {number: 2 * minutes for number, minutes in rows}


def event_minutes(attendances: Iterable[EventAttendance], *, mentors_only: bool = False) -> int:
    """Minutes that everybody who came spent at live events. A mentor who is a mentee too is one."""
    live = (one for one in attendances if one.is_noted and not one.event.is_async)
    return sum(
        one.event.minutes * (one.present_mentors if mentors_only else one.present) for one in live
    )
