"""The figures of a cycle, live: what the report page, its file and the command show."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from events.queries.events import EventAttendance, attendance_of
from outcomes.queries.attendance import LiveAttendance, live_attendance
from outcomes.queries.departments import Participants, participants_of
from outcomes.queries.feedback import SurveyAverages, feedback_of
from outcomes.queries.funnel import Stage, application_counts, stages
from outcomes.queries.meetings import Meetings, meetings_of
from outcomes.queries.shares import missing, percent
from people.models import User
from programs.models import Cycle


@dataclass(frozen=True)
class Report:
    """Everything the report says. What has no data is None or empty, and is not shown."""

    cycle: Cycle
    at: datetime
    meetings: Meetings
    attendances: list[EventAttendance]
    live: LiveAttendance
    participants: Participants
    stages: list[Stage]
    feedback: list[SurveyAverages]

    @property
    def completion(self) -> float | None:
        return self.meetings.completion

    @property
    def pairs_missing(self) -> int:
        meetings = self.meetings
        return missing(meetings.consistent, meetings.counted, self.cycle.meeting_target)

    @property
    def sessions_missing(self) -> int | None:
        return self.meetings.sessions_to(self.cycle.meeting_target)

    @property
    def people_missing(self) -> int:
        return missing(self.live.present, self.live.expected, self.cycle.attendance_target)

    @property
    def noted(self) -> list[EventAttendance]:
        """Events with attendance, live or in writing."""
        return [one for one in self.attendances if one.is_noted]

    @property
    def shown_feedback(self) -> list[SurveyAverages]:
        return [one for one in self.feedback if one.averages]

    @property
    def has_figures(self) -> bool:
        return bool(self.meetings.pairs or self.noted or self.shown_feedback)


def report_of(cycle: Cycle, viewer: User | None = None, *, at: datetime) -> Report:
    """A constant number of queries for each survey, event and pair however many there are.

    Decisions that a viewer may not know of yet count as open; without a viewer all count.
    """
    meetings = meetings_of(cycle, at=at)
    attendances = attendance_of(cycle)
    return Report(
        cycle=cycle,
        at=at,
        meetings=meetings,
        attendances=attendances,
        live=live_attendance(attendances),
        participants=participants_of(cycle),
        stages=stages(application_counts(cycle, viewer), meetings),
        feedback=feedback_of(cycle, at=at),
    )


def as_data(report: Report) -> dict[str, Any]:
    """The report as plain values; figures without data are left out."""
    cycle = report.cycle
    data: dict[str, Any] = {
        "cycle": f"{cycle.program.slug}/{cycle.slug}",
        "at": report.at.isoformat(),
        "funnel": {
            stage.key: {"mentors": stage.mentors, "mentees": stage.mentees}
            for stage in report.stages
        },
        "participation": {
            "pairs": report.meetings.pairs,
            "ended_early": report.meetings.ended,
            "people": report.participants.people,
        },
        "departments": {
            "all": len(report.participants.departments),
            "mentors": report.participants.of_side("mentor"),
            "mentees": report.participants.of_side("mentee"),
        },
    }
    if report.completion is not None:
        data["bi_weekly_completion"] = _completion(report)
        data["fortnights"] = _fortnights(report)
    if report.live.percent is not None:
        data["live_attendance"] = _live(report)
    if report.noted:
        data["events"] = [_event(one) for one in report.noted]
    if report.shown_feedback:
        data["feedback"] = [_survey(one) for one in report.shown_feedback]
    return data


def _completion(report: Report) -> dict[str, Any]:
    return {
        "percent": report.completion,
        "consistent_pairs": report.meetings.consistent,
        "pairs": report.meetings.counted,
        "complete_windows": len(report.meetings.complete),
        "windows": len(report.meetings.windows),
        "target": report.cycle.meeting_target,
        "reached": report.pairs_missing == 0,
    }


def _fortnights(report: Report) -> dict[str, Any]:
    """Of all pairs together; how many late logs would reach the target, None where they cannot."""
    return {
        "complete": report.meetings.all_due,
        "met": report.meetings.all_met,
        "not_logged": report.meetings.unlogged,
        "said_not_met": report.meetings.said_not_met,
        "skipped_by_agreement": report.meetings.skipped,
        "sessions_to_target": report.sessions_missing,
    }


def _live(report: Report) -> dict[str, Any]:
    return {
        "percent": report.live.percent,
        "present": report.live.present,
        "expected": report.live.expected,
        "target": report.cycle.attendance_target,
        "reached": report.people_missing == 0,
    }


def _event(one: EventAttendance) -> dict[str, Any]:
    return {
        "title": one.event.title,
        "present": one.present,
        "expected": one.expected,
        "percent": percent(one.present, one.expected),
        "slots": [
            {"starts_at": slot.starts_at.isoformat(), "present": count}
            for slot, count in one.by_slot
        ],
    }


def _survey(one: SurveyAverages) -> dict[str, Any]:
    return {
        "survey": one.planned.survey.title,
        "invited": one.rate.invited,
        "answered": one.rate.answered,
        "averages": [
            {
                "question": average.text,
                "of": average.high,
                "everybody": average.everybody,
                **{
                    side: value
                    for side, value in (
                        ("mentors", average.mentors),
                        ("mentees", average.mentees),
                    )
                    if value is not None
                },
            }
            for average in one.averages
        ],
    }
