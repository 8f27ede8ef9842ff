"""What the dates of a cycle ask of organizers and put into people's mailboxes.

Hours are an estimate from four numbers that stand below; the page names them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from applications.models import Interest
from events.models import Event, Training
from pairing.runs.cohort import Entries
from pairing.runs.rehearsal.pairs import Found
from pairs.rules import windows
from programs.models import Call, Cycle, CycleSurvey, Staff
from programs.queries.settings import plan_of
from programs.rules import linter

READING_MINUTES = 10  # for one review
PAIR_MINUTES = 2  # to look at a pair before it is published
SITTING_MINUTES = 30  # of an event, beside its own length
MOST_READINGS_A_DAY = 10  # of one reviewer, before reviewing is a burden
DAY_BEGINS, DAY_ENDS = 7, 22  # on a person's own clock, hours at which an event may start
_WEEK = timedelta(days=7)
_SATURDAY = 5
_MONTH_DAYS = 365.25 / 12


@dataclass(frozen=True)
class Planned:
    """The rows of a cycle's plan: six queries, whatever it holds."""

    cycle: Cycle
    calls: list[Call]
    events: list[Event]
    trainings: list[Training]
    surveys: list[CycleSurvey]
    plan: linter.Plan
    reviewers: int
    interested: int

    @property
    def told_on(self) -> date | None:
        """When people hear about their pairs, as far as it is planned."""
        return self.plan.pairs_on or self.plan.starts_on

    @property
    def reading_days(self) -> list[date]:
        """Working days between the last call and the day on which pairs are announced."""
        first, told = self.plan.last_close, self.told_on
        if first is None or told is None:
            return []
        every = (first + timedelta(days=n) for n in range(1, (told - first).days))
        return [day for day in every if day.weekday() < _SATURDAY]


def planned(cycle: Cycle, *, at: datetime) -> Planned:
    milestones = list(cycle.milestones.all())
    calls = list(cycle.calls.select_related("role").exclude(role__side="staff"))
    surveys = list(cycle.cycle_surveys.select_related("survey"))
    readers = Staff.objects.filter(
        program=cycle.program_id,
        role__in=[Staff.Role.ORGANIZER, Staff.Role.COMMITTEE],
        person__is_active=True,
    )
    return Planned(
        cycle=cycle,
        calls=calls,
        events=list(cycle.events.prefetch_related("slots")),
        trainings=list(cycle.trainings.all()),
        surveys=surveys,
        plan=plan_of(cycle, calls=calls, milestones=milestones, surveys=surveys, at=at),
        reviewers=readers.values("person").distinct().count(),
        interested=Interest.objects.confirmed().filter(program=cycle.program_id).count(),
    )


def fixed(plan: Planned) -> Found:
    """The dates in plain values, to be kept and compared."""
    return {
        "starts_on": _iso(plan.cycle.starts_on),
        "ends_on": _iso(plan.cycle.ends_on),
        "told_on": _iso(plan.told_on),
        "calls": [[_iso(one.opens), _iso(one.closes)] for one in plan.plan.calls],
        "cadence": plan.cycle.cadence_days,
        "minutes": plan.cycle.session_minutes,
        "events": sorted(_iso(_first_day(plan, one)) or "" for one in plan.events),
    }


def spots(plan: Planned, entries: Entries) -> list[Found]:
    applications = len(entries.mentees) + len(entries.mentors)
    found = [*_reading(plan, applications), *_night(plan, entries)]
    clashes = [one for one in linter.look(plan.plan) if one.level == linter.WARN]
    return found + [{"kind": "date", "title": one.title, "text": one.text} for one in clashes]


def _reading(plan: Planned, applications: int) -> Iterator[Found]:
    working, readings = len(plan.reading_days), applications * plan.cycle.reviews_wanted
    if not plan.reviewers or not working or not readings:
        return
    a_day = readings / plan.reviewers / working
    if a_day > MOST_READINGS_A_DAY:
        yield {
            "kind": "reading",
            "days": working,
            "readings": readings,
            "reviewers": plan.reviewers,
            "a_day": round(a_day),
        }


def _night(plan: Planned, entries: Entries) -> Iterator[Found]:
    """Events of which no sitting starts by day for somebody."""
    zones = {one.person_id: one.zone for one in (*entries.mentees, *entries.mentors)}
    people = Counter(zones.values())
    for event in plan.events:
        starts = [slot.starts_at for slot in event.slots.all()]
        if event.is_async or not starts:
            continue
        late = {zone: n for zone, n in people.items() if not _any_by_day(starts, zone)}
        if late:
            count = sum(late.values())
            yield {"kind": "night", "event": event.title, "people": count, "of": people.total()}


def _any_by_day(starts: Iterable[datetime], zone: str) -> bool:
    clock = ZoneInfo(zone)
    return any(DAY_BEGINS <= moment.astimezone(clock).hour < DAY_ENDS for moment in starts)


def messages(plan: Planned, figures: Found) -> list[Found]:
    """What goes out by itself, by day. `is_most`: at most so many, since it depends on what people do."""
    pairs, mentors = figures["pairs"], figures["paired_mentors"]
    taking_part = pairs + mentors
    found = [*_of_calls(plan, figures), *_of_pairs(plan, figures)]
    for training in plan.trainings:
        if training.due_on and training.remind_days:
            day = training.due_on - timedelta(days=training.remind_days)
            found.append(_message(day, "training_reminder", taking_part, training.title, most=True))
    for event in plan.events:
        if first := _first_day(plan, event):
            before = first - timedelta(days=1)
            found.append(_message(before, "event_reminder", taking_part, event.title, most=True))
    asked = {"mentees": pairs, "mentors": mentors, "both": taking_part}
    for row in plan.surveys:
        day = plan.cycle.day(row.survey.opens_at)
        found.append(_message(day, "survey_opened", asked[row.audience], row.survey.title))
    return sorted(found, key=lambda one: one["day"])


def _of_calls(plan: Planned, figures: Found) -> Iterator[Found]:
    by_side = {"mentor": figures["mentors"], "mentee": figures["mentees"]}
    for call, window in zip(plan.calls, plan.plan.calls, strict=True):
        if window.opens is None:
            continue
        if plan.interested and call.announced_at is None:
            yield _message(window.opens, "call_opened", plan.interested, window.name)
        count = by_side[call.role.side]
        yield _message(
            window.opens, "application_received", count, window.name, until=window.closes
        )


def _of_pairs(plan: Planned, figures: Found) -> Iterator[Found]:
    cycle, both = plan.cycle, 2 * figures["pairs"]
    if plan.told_on:
        yield _message(plan.told_on, "pairs_published", figures["people"])
    every = windows.windows(cycle.starts_on, cycle.ends_on, cycle.cadence_days)
    if every and both:
        first, last = (one.last - timedelta(days=2) for one in (every[0], every[-1]))
        count = both * len(every)
        yield _message(first, "session_due", count, until=last, most=True)
    if cycle.ends_on and both:
        yield _message(cycle.ends_on + timedelta(days=1), "pair_completed", both)


def _message(
    day: date,
    kind: str,
    count: int,
    about: str = "",
    *,
    until: date | None = None,
    most: bool = False,
) -> Found:
    return {
        "day": day.isoformat(),
        "until": _iso(until),
        "kind": kind,
        "count": count,
        "about": about,
        "is_most": most,
    }


def hours(plan: Planned, figures: Found) -> Found:
    """Minutes: of a mentee and of a mentor in a month, of all organizers together by week."""
    cycle = plan.cycle
    a_month = cycle.session_minutes * _MONTH_DAYS / cycle.cadence_days
    mentors = figures["paired_mentors"]
    by_week: Counter[date] = Counter()
    for day, minutes in _work(plan, figures):
        by_week[day - timedelta(days=day.weekday())] += minutes
    return {
        "mentee": round(a_month),
        "mentor": round(a_month * figures["pairs"] / mentors) if mentors else 0,
        "organizers": by_week.total(),
        "weeks": [[day.isoformat(), by_week[day]] for day in _mondays(by_week)],
    }


def _work(plan: Planned, figures: Found) -> Iterator[tuple[date, int]]:
    """What organizers and reviewers do on which day, in minutes."""
    applications = figures["mentees"] + figures["mentors"]
    reading = applications * plan.cycle.reviews_wanted * READING_MINUTES
    working = plan.reading_days
    for day in working:
        yield day, round(reading / len(working))
    if plan.told_on:
        yield plan.told_on - timedelta(days=1), figures["pairs"] * PAIR_MINUTES
    for event in plan.events:
        for slot in event.slots.all():
            yield plan.cycle.day(slot.starts_at), event.minutes + SITTING_MINUTES


def _mondays(by_week: Counter[date]) -> Iterator[date]:
    """Every Monday from the first to the last with work, those without any among them."""
    if not by_week:
        return
    day = min(by_week)
    while day <= max(by_week):
        yield day
        day += _WEEK


def _first_day(plan: Planned, event: Event) -> date | None:
    starts = [slot.starts_at for slot in event.slots.all()]
    return plan.cycle.day(min(starts)) if starts else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
