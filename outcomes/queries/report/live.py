"""The figures of a cycle as they are now."""

from dataclasses import dataclass
from datetime import datetime

from events.queries.events import EventAttendance, attendance_of
from outcomes.queries.attendance import LiveAttendance, live_attendance
from outcomes.queries.departments import Participants, participants_of
from outcomes.queries.funnel import Stage, application_counts, stages
from outcomes.queries.meetings import Meetings, meetings_of
from outcomes.queries.report.figures import (
    Figures,
    event_minutes,
    session_minutes_of_each,
    settled_figures_of_each,
)
from outcomes.queries.report.trend import Fortnight, fortnights_of
from outcomes.queries.targets import AgainstTargets
from people.models import User
from programs.models import Cycle
from programs.queries.changes import Change, changes_of
from programs.queries.feedback import SurveyAverages, feedback_of
from programs.queries.quotes import for_report

EARLIER = 2  # cycles of the program to compare with


@dataclass(frozen=True)
class Report(AgainstTargets):
    """Everything the report says. What has no data is None or empty, and is not shown."""

    cycle: Cycle
    at: datetime
    meetings: Meetings
    attendances: list[EventAttendance]
    live: LiveAttendance
    participants: Participants
    stages: list[Stage]
    feedback: list[SurveyAverages]
    trend: list[Fortnight]
    compared: list[tuple[Cycle, Figures]]  # earlier cycles, then this one; empty without earlier
    minutes: int
    quotes: list[str]  # the keys of those that may be shown

    @property
    def noted(self) -> list[EventAttendance]:
        """Events with attendance, live or in writing."""
        return [one for one in self.attendances if one.is_noted]

    @property
    def changes(self) -> dict[str, list[Change]]:
        return changes_of(self.feedback)

    @property
    def has_figures(self) -> bool:
        has_answers = any(one.averages or one.shares for one in self.feedback)
        return bool(self.meetings.pairs or self.noted or has_answers)


def report_of(cycle: Cycle, viewer: User | None = None, *, at: datetime) -> Report:
    """A constant number of queries for each survey, event and pair however many there are.

    Decisions that a viewer may not know of yet count as open; without a viewer all count.
    """
    meetings = meetings_of(cycle, at=at)
    attendances = attendance_of(cycle)
    in_sessions = session_minutes_of_each([cycle]).get(cycle.pk, 0)
    return Report(
        cycle=cycle,
        at=at,
        meetings=meetings,
        attendances=attendances,
        live=live_attendance(attendances),
        participants=participants_of(cycle),
        stages=stages(application_counts(cycle, viewer), meetings),
        feedback=feedback_of(cycle, at=at),
        trend=fortnights_of(cycle, meetings, at=at),
        compared=_compared(cycle, at),
        minutes=in_sessions + event_minutes(attendances),
        quotes=for_report(cycle),
    )


def _compared(cycle: Cycle, at: datetime) -> list[tuple[Cycle, Figures]]:
    """The last cycles of the program that had pairs before this one, the oldest first, and this one."""
    if cycle.starts_on is None:
        return []
    before = cycle.program.cycles.filter(
        starts_on__lt=cycle.starts_on, pairs_published_at__isnull=False
    )
    earlier = list(before.order_by("-starts_on", "-pk")[:EARLIER])
    if not earlier:
        return []
    every = [*reversed(earlier), cycle]
    figures, _frozen = settled_figures_of_each(every, anew=cycle, at=at)
    return [(one, figures[one.pk]) for one in every]
