"""The report as plain values: what the page shows, the files hold, and freezing keeps.

Figures without data are left out. No name of a person stands in it but what organizers wrote down
about a room, which `public` takes out. Of quotes it holds keys alone: their words are looked up
when the report is shown, so that what somebody takes back is gone from frozen ones and shares too.
"""

from typing import Any

from events.queries.events import EventAttendance
from outcomes.queries.report import claims
from outcomes.queries.report.definitions import definitions
from outcomes.queries.report.figures import Figures
from outcomes.queries.report.live import Report
from outcomes.queries.report.trend import Fortnight
from outcomes.queries.shares import percent
from programs.models import CycleSurvey
from programs.queries.changes import change_as_values
from programs.queries.feedback import SurveyAverages

Document = dict[str, Any]


def as_data(report: Report) -> Document:
    cycle = report.cycle
    data: Document = {
        "cycle": f"{cycle.program.slug}/{cycle.slug}",
        "about": {
            "program": str(cycle.program),
            "cycle": cycle.name,
            "zone": cycle.zone,
            "first_day": cycle.starts_on.isoformat() if cycle.starts_on else None,
            "last_day": cycle.ends_on.isoformat() if cycle.ends_on else None,
            "cadence_days": cycle.cadence_days,
            "called": cycle.called.words,
            "is_over": cycle.is_over(cycle.day(report.at)),
        },
        "at": report.at.isoformat(),
        "goals": {"meetings": cycle.meeting_target, "attendance": cycle.attendance_target},
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
        **{name: value for name, value in _with_data(report).items() if value},
    }
    data["claims"] = claims.of(data)
    data["definitions"] = definitions(data)
    return data


def _with_data(report: Report) -> Document:
    """The parts that are there only once something is behind them."""
    feedback = [_survey(one) for one in report.feedback if one.averages]
    return {
        "bi_weekly_completion": report.completion is not None and _completion(report),
        "sessions_held": report.meetings.held is not None
        and {
            "percent": report.meetings.held,
            "met": report.meetings.all_met,
            "due": report.meetings.all_due,
        },
        "fortnights": report.completion is not None and _fortnights(report),
        "live_attendance": report.live.percent is not None and _live(report),
        "trend": [_fortnight(one) for one in report.trend],
        "events": [_event(one) for one in report.noted],
        "changes": {
            group: [change_as_values(one) for one in changes]
            for group, changes in report.changes.items()
        },
        "feedback": feedback,
        "outcomes": [shares for one in report.feedback for shares in _shares(one)],
        "quotes": [{"quote": key} for key in report.quotes],
        "silent_surveys": [_silent(one) for one in report.feedback if one.hidden],
        "by_department": [
            {"name": one.name, "mentors": one.mentors, "mentees": one.mentees}
            for one in report.participants.departments
        ],
        "hours": round(report.minutes / 60),
        "compared": [_compared(str(cycle.name), found) for cycle, found in report.compared],
    }


def _completion(report: Report) -> Document:
    return {
        "percent": report.completion,
        "consistent_pairs": report.meetings.consistent,
        "pairs": report.meetings.counted,
        "complete_windows": len(report.meetings.complete),
        "windows": len(report.meetings.windows),
        "target": report.cycle.meeting_target,
        "reached": report.pairs_missing == 0,
    }


def _fortnights(report: Report) -> Document:
    """Of all pairs together; how many late logs would reach the target, None where they cannot."""
    return {
        "complete": report.meetings.all_due,
        "met": report.meetings.all_met,
        "not_logged": report.meetings.unlogged,
        "said_not_met": report.meetings.said_not_met,
        "skipped_by_agreement": report.meetings.skipped,
        "sessions_to_target": report.sessions_missing,
    }


def _live(report: Report) -> Document:
    return {
        "percent": report.live.percent,
        "present": report.live.present,
        "expected": report.live.expected,
        "target": report.cycle.attendance_target,
        "reached": report.people_missing == 0,
    }


def _fortnight(one: Fortnight) -> Document:
    return {
        "first": one.first.isoformat(),
        "last": one.last.isoformat(),
        "met": one.met,
        "pairs": one.due,
        "percent": one.percent,
    }


def _event(one: EventAttendance) -> Document:
    return {
        "number": one.event.pk,
        "title": one.event.title,
        "is_in_writing": one.event.is_async,
        "present": one.present,
        "expected": one.expected,
        "percent": percent(one.present, one.expected),
        "slots": [
            {"starts_at": slot.starts_at.isoformat(), "present": count, "room": slot.room.strip()}
            for slot, count in one.by_slot
        ],
        "in_writing": one.in_writing,
    }


def _survey(one: SurveyAverages) -> Document:
    return {
        "survey": one.planned.survey.title,
        "invited": one.rate.invited,
        "answered": one.rate.answered,
        "percent": one.rate.percent,
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


def _shares(one: SurveyAverages) -> list[Document]:
    """What came of it, in the judgement of those who took part: asked at the end."""
    if one.planned.kind != CycleSurvey.Kind.END:
        return []
    return [
        {
            "question": shares.text,
            "answered": shares.answered,
            "bars": [
                {"label": str(bar.label), "count": bar.count, "percent": bar.percent}
                for bar in shares.bars
            ],
        }
        for shares in one.shares
    ]


def _silent(one: SurveyAverages) -> Document:
    return {
        "survey": one.planned.survey.title,
        "why": one.hidden,
        "invited": one.rate.invited,
        "answered": one.rate.answered,
    }


def _compared(name: str, found: Figures) -> Document:
    return {
        "cycle": name,
        "pairs": found.pairs,
        "departments": found.departments,
        "held": found.held,
        "completion": found.completion,
        "attendance": found.attendance,
        "overall": found.overall,
        "answer_rate": found.answer_rate,
        "hours": found.hours,
    }
