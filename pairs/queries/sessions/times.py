"""Times worth proposing for a next session, the usual one and hours that suit both, and how long one
of them can be kept."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import ngettext

from pairs.models import MentoringSession, Pair
from pairs.rules.extending import last_day
from pairs.rules.sessions import series
from pairs.rules.sessions.shared_hours import Week, suiting
from people.models import User
from surveys.models import Answer, Question
from surveys.week import half_hours

_State = MentoringSession.State
PROPOSED = 4  # so many at most, the usual one among them
WITHOUT_AN_END = 6  # so many sessions are offered to a pair that has no last day
_SOONEST = timedelta(hours=2)


@dataclass(frozen=True)
class Kept:
    """A time in the rhythm of the pair: how many weeks apart, how often, and the last one."""

    weeks: int
    times: int
    last: datetime
    form_key: UUID = field(default_factory=uuid4, compare=False)

    @property
    def words(self) -> str:
        """“Every other week, 5 times until 13 December”, on the clock of who reads it."""
        said = ngettext(
            "%(rhythm)s, %(n)s time until %(day)s",
            "%(rhythm)s, %(n)s times until %(day)s",
            self.times,
        )
        day = date_format(localtime(self.last), "j F")
        return said % {"rhythm": series.RHYTHMS[self.weeks], "n": self.times, "day": day}


@dataclass(frozen=True)
class ProposedTime:
    at: datetime
    is_usual: bool = False
    kept: Kept | None = None  # None where it cannot be
    form_key: UUID = field(default_factory=uuid4)  # of its one-tap form: sent twice, it plans once


def usual(
    pair: Pair, sessions: Iterable[MentoringSession], person: User, at: datetime
) -> ProposedTime | None:
    """As the latest session with a time, on this person's wall, in steps of the pair's rhythm; None
    without such a session or such a rhythm, or once the pair's last day comes first."""
    sessions, weeks = list(sessions), series.weeks_of(pair)
    planned = [
        one.planned_at
        for one in sessions
        if one.planned_at and one.state in {_State.PLANNED, _State.HELD} and not one.is_coffee_chat
    ]
    if not planned or not weeks or pair.state != Pair.State.ACTIVE:
        return None
    local = max(planned).astimezone(ZoneInfo(person.time_zone))
    step = timedelta(weeks=weeks)
    rounds = max(1, -(-(at + _SOONEST - local) // step))
    found = (local + rounds * step).astimezone(UTC)
    if not _is_in_time(pair, found):
        return None
    return ProposedTime(found, True, kept(pair, sessions, person, at, first=found))


def proposed(
    pair: Pair,
    sessions: Iterable[MentoringSession],
    person: User,
    at: datetime,
    *,
    is_coffee: bool = False,
) -> list[ProposedTime]:
    """The usual time first; then hours both gave as free in a usual week, where nothing is planned
    yet. For a session that counts: within one rhythm from tomorrow on, or from the pair's first
    day. For a coffee chat: before that day. One query."""
    sessions = list(sessions)
    usual_time = None if is_coffee else usual(pair, sessions, person, at)
    found = [usual_time] if usual_time and not _is_before(pair, usual_time.at) else []
    weeks = _weeks(pair, person)
    if pair.state != Pair.State.ACTIVE or len(weeks) < 2:
        return found
    tomorrow = at.astimezone(ZoneInfo(person.time_zone)).date() + timedelta(days=1)
    first = tomorrow if is_coffee else max(tomorrow, pair.starts_on)
    days = {_day(one, person) for one in _taken(sessions)} | {_day(one.at, person) for one in found}
    for moment in suiting(weeks, first, max(pair.cycle.cadence_days, 7), pair.session_minutes):
        if len(found) == PROPOSED:
            break
        if _day(moment, person) in days or _is_before(pair, moment) != is_coffee:
            continue
        if _is_in_time(pair, moment):
            may_be_kept = None if is_coffee else kept(pair, sessions, person, at, first=moment)
            found.append(ProposedTime(moment, kept=may_be_kept))
    return found


def kept(
    pair: Pair,
    sessions: Iterable[MentoringSession],
    person: User,
    at: datetime,
    *,
    first: datetime,
    minutes: int = 0,
) -> Kept | None:
    """From a first session on, in the pair's rhythm, at the same hour on this person's wall: up to the
    pair's last day, or to where another session stands in the way. `minutes` are the pair's own
    unless they say otherwise."""
    weeks = series.weeks_of(pair)
    if not weeks or pair.state != Pair.State.ACTIVE or first <= at:
        return None
    times = WITHOUT_AN_END if last_day(pair) is None else series.MOST
    planned = [one for one in sessions if one.planned_at and one.state == _State.PLANNED]
    fitting: list[datetime] = []
    for moment in series.moments(first, person.time_zone, weeks=weeks, times=times):
        is_free = not any(
            _overlaps(one, moment, minutes or pair.session_minutes) for one in planned
        )
        if not is_free or moment > at + series.FURTHEST or not _is_in_time(pair, moment):
            break
        fitting.append(moment)
    return Kept(weeks, len(fitting), fitting[-1]) if len(fitting) >= series.FEWEST else None


@dataclass(frozen=True)
class TimeToTick:
    at: datetime
    is_ticked: bool

    @property
    def value(self) -> str:
        return self.at.isoformat()


def to_tick(found: Iterable[ProposedTime], ticked: Iterable[datetime]) -> list[TimeToTick]:
    """What can be proposed to the partner, with what was ticked before something was refused."""
    ticked = set(ticked)
    return [TimeToTick(at, at in ticked) for at in sorted({one.at for one in found} | ticked)]


def are_apart(one: User, other: User, at: datetime) -> bool:
    """Whether their clocks show another time at that moment."""
    clocks = {at.astimezone(ZoneInfo(person.time_zone)).utcoffset() for person in (one, other)}
    return len(clocks) > 1


def _taken(sessions: Iterable[MentoringSession]) -> list[datetime]:
    return [one.planned_at for one in sessions if one.planned_at and one.state == _State.PLANNED]


def _overlaps(planned: MentoringSession, moment: datetime, minutes: int) -> bool:
    """A session at this very moment is none in the way: it becomes part of the series."""
    begins = planned.planned_at
    if begins is None or begins == moment:
        return False
    ends = begins + timedelta(minutes=planned.minutes)
    return begins < moment + timedelta(minutes=minutes) and moment < ends


def _day(moment: datetime, person: User) -> date:
    return moment.astimezone(ZoneInfo(person.time_zone)).date()


def _is_before(pair: Pair, moment: datetime) -> bool:
    """Before the pair's first day: then it is a coffee chat, and counts nowhere."""
    return moment.astimezone(pair.cycle.tzinfo).date() < pair.starts_on


def _is_in_time(pair: Pair, moment: datetime) -> bool:
    last = last_day(pair)
    return last is None or moment.astimezone(pair.cycle.tzinfo).date() <= last


def _weeks(pair: Pair, person: User) -> list[Week]:
    """The usual week of each who gave one when applying, this person's first."""
    members = {one.pk: one.person for one in pair.everybody}
    rows = Answer.objects.filter(
        response__application__participation__in=members,
        question__pairing_use=Question.Use.AVAILABILITY,
    ).values_list("response__application__participation", "slots")
    given = {number: half_hours(slots or ()) for number, slots in rows}
    mine_first = sorted(given, key=lambda number: members[number].pk != person.pk)
    return [Week(members[number].time_zone, given[number]) for number in mine_first]
