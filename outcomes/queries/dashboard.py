"""What the overview of a cycle shows, with the same number of queries for any cycle."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import time_format
from django.utils.translation import gettext as _

from events.queries.events import EventAttendance, attendance_of
from outcomes.queries.arrivals import Arrivals, arrivals_of
from outcomes.queries.attendance import LiveAttendance, live_attendance
from outcomes.queries.attention import (
    Item,
    attention,
    late_trainings,
    open_work,
    taken_of,
)
from outcomes.queries.forecast import Forecast, forecast_of
from outcomes.queries.funnel import Stage, application_counts, stages
from outcomes.queries.meetings import Meetings, PairLine, meetings_of, pair_lines
from outcomes.queries.setting_up import Step, steps
from outcomes.queries.targets import AgainstTargets
from pairs.rules.windows import Window
from people.models import User
from programs.models import Call, Cycle, CycleSurvey
from programs.queries.settings import plan_of
from programs.rules import days, linter, timeline

COMING = 4
MOST_SHOWN = 64  # pairs in the strip, the weakest first
MOST_NAMED = 5  # of these, by name
MOST_URGENT = 2  # of a cycle, where many cycles stand on one page


@dataclass(frozen=True)
class Coming:
    """Something ahead: a line of the timeline or a sitting of an event."""

    day: date
    title: str
    detail: str


@dataclass(frozen=True)
class Dashboard(AgainstTargets):
    cycle: Cycle
    today: date
    strip: list[timeline.Entry]
    items: list[Item]
    stages: list[Stage]
    meetings: Meetings
    live: LiveAttendance
    findings: list[linter.Finding]
    coming: list[Coming]
    drafts: int
    setting_up: list[Step]
    forecast: Forecast | None
    arrivals: Arrivals | None
    worst: list[PairLine]

    @property
    def now(self) -> timeline.Entry | None:
        """The line of the timeline that has today."""
        return next((entry for entry in self.strip if entry.has_today), None)

    @property
    def begun(self) -> list[Window]:
        """Fortnights that have begun."""
        return [one for one in self.meetings.windows if one.first <= self.today]

    @property
    def at_risk(self) -> list[PairLine]:
        """The weakest of those that have missed a fortnight."""
        return [line for line in self.worst if line.is_consistent is False][:MOST_NAMED]

    @property
    def most_urgent(self) -> list[Item]:
        return self.items[:MOST_URGENT]

    @property
    def steps_left(self) -> int:
        return sum(not step.is_done for step in self.setting_up)


def dashboard_of(
    cycle: Cycle, viewer: User, *, roles: set[str], at: datetime, is_whole: bool = True
) -> Dashboard:
    """Not whole: without what is drawn, for one line among many."""
    counts = application_counts(cycle, viewer)
    meetings = meetings_of(cycle, at=at)
    attendances = attendance_of(cycle)
    calls = list(cycle.calls.select_related("role"))
    milestones = list(cycle.milestones.all())
    surveys = list(cycle.cycle_surveys.select_related("survey"))
    today = cycle.day(at)
    strip = timeline.entries(
        cycle, calls=calls, milestones=milestones, today=today, only_public=False
    )
    plan = plan_of(cycle, calls=calls, milestones=milestones, surveys=surveys, at=at)
    is_past = cycle.is_over(today) and cycle.published_at
    findings = [] if is_past else linter.look(plan)
    warnings = [one for one in findings if one.level == linter.WARN]
    return Dashboard(
        cycle=cycle,
        today=today,
        strip=strip,
        items=attention(
            cycle,
            counts=counts,
            work=open_work(cycle, viewer, roles=roles),
            meetings=meetings,
            attendances=attendances,
            calls=calls,
            trainings=late_trainings(cycle, today),
            taken=taken_of(cycle, today),
            at=at,
        ),
        stages=stages(counts, meetings),
        meetings=meetings,
        live=live_attendance(attendances),
        findings=warnings,
        coming=_coming(cycle, strip, attendances, surveys, calls, today),
        drafts=counts.drafts,
        forecast=forecast_of(cycle, meetings, at=at) if is_whole else None,
        arrivals=arrivals_of(cycle, calls, at=at) if is_whole else None,
        worst=pair_lines(cycle, at=at, limit=MOST_SHOWN) if is_whole and meetings.counted else [],
        setting_up=steps(cycle, attendances=attendances, findings=warnings),
    )


def _coming(
    cycle: Cycle,
    strip: list[timeline.Entry],
    attendances: list[EventAttendance],
    surveys: list[CycleSurvey],
    calls: list[Call],
    today: date,
) -> list[Coming]:
    ahead = [
        Coming(entry.first, entry.title, entry.when)
        for entry in strip
        if entry.first and entry.first >= today
    ]
    ahead += [
        Coming(cycle.day(slot.starts_at), one.event.title, _time(slot.starts_at, cycle))
        for one in attendances
        for slot in one.slots
        if cycle.day(slot.starts_at) >= today
    ]
    ahead += [
        Coming(cycle.day(row.survey.opens_at), row.survey.title, row.get_kind_display())
        for row in surveys
        if cycle.day(row.survey.opens_at) >= today
    ]
    ahead += [
        Coming(
            days.last_day(call.closes_at, cycle.tzinfo),
            _("Call for %(role)s closes") % {"role": call.role.name_of_several},
            _time(call.last_minute, cycle),
        )
        for call in calls
        if call.closes_at and days.last_day(call.closes_at, cycle.tzinfo) >= today
    ]
    return sorted(ahead, key=lambda one: one.day)[:COMING]


def _time(moment: datetime, cycle: Cycle) -> str:
    """Two sittings of one event on one day differ by their hour."""
    return time_format(moment.astimezone(cycle.tzinfo), "H:i")
