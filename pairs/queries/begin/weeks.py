"""The usual weeks of two people laid over each other, on the clock of the one who looks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import ceil, floor
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from pairs.models import Pair
from pairs.rules.sessions.shared_hours import HALF_HOUR, Week
from people.models import User
from surveys.models import Answer, Question
from surveys.week import DAY_NAMES, half_hours

_A_DAY = 48
_A_WEEK = 7 * _A_DAY
_FIRST, _LAST = 8, 18  # hours that are drawn in any case
_WEEKDAYS = 5


@dataclass(frozen=True)
class Bar:
    """A stretch of a day: where it begins and how long it is, in percent of what is drawn."""

    top: str
    length: str
    words: str


@dataclass(frozen=True)
class Column:
    name: str
    theirs: list[Bar]
    mine: list[Bar]
    both: list[Bar]


@dataclass(frozen=True)
class Laid:
    """Both weeks as a drawing; without the partner's own hours where they are not to be read."""

    columns: list[Column]
    hours: list[tuple[int, str]]
    total: float
    said: str
    shows_theirs: bool
    shows_mine: bool

    @property
    def for_plural(self) -> int:
        """Only exactly one hour is one."""
        return 1 if self.total == 1 else 2


def laid(pair: Pair, user: User, monday: date) -> Laid | None:
    """Nothing unless the partner gave the hours of a usual week when applying; alone they are drawn
    where they are to be read. One query."""
    rows = Answer.objects.filter(
        response__application__participation__in=pair.everybody,
        question__pairing_use=Question.Use.AVAILABILITY,
    ).values_list("response__person", "slots", "question__readers")
    given = {person: (half_hours(slots or ()), readers) for person, slots, readers in rows}
    partner = pair.partner_of(user).person
    if partner.pk not in given:
        return None
    theirs = _moved(Week(partner.time_zone, given[partner.pk][0]), user.time_zone, monday)
    shows_theirs = given[partner.pk][1] == Question.Readers.PAIR
    if user.pk not in given:
        return _drawn(None, theirs, frozenset(), shows_theirs) if shows_theirs else None
    mine = given[user.pk][0]
    return _drawn(mine, theirs if shows_theirs else frozenset(), mine & theirs, shows_theirs)


def _moved(week: Week, zone: str, monday: date) -> frozenset[int]:
    """The half hours of this very week as they are on another clock."""
    start = datetime.combine(monday, datetime.min.time(), ZoneInfo(zone))
    moments = ((n, (start + n * HALF_HOUR).astimezone(UTC)) for n in range(_A_WEEK))
    return frozenset(n for n, moment in moments if week.suits(moment, 30))


def _drawn(
    mine: frozenset[int] | None, theirs: frozenset[int], both: frozenset[int], shows_theirs: bool
) -> Laid:
    """`mine` is None where this person gave no hours."""
    shows_mine, mine = mine is not None, mine or frozenset()
    known = mine | theirs
    inside = [n % _A_DAY / 2 for n in known]
    first = min([_FIRST, *map(floor, inside)])
    last = max([_LAST, *(ceil(hour + 0.5) for hour in inside)])
    days = max([_WEEKDAYS - 1, *(n // _A_DAY for n in known)]) + 1
    names = list(DAY_NAMES.values())

    def bars(hours: Iterable[int], day: int) -> list[Bar]:
        runs = _runs(n % _A_DAY for n in sorted(hours) if n // _A_DAY == day)
        return [
            Bar(_percent(a - first, last - first), _percent(b - a, last - first), _words(a, b))
            for a, b in runs
        ]

    columns = [
        Column(str(names[day][0]), bars(theirs, day), bars(mine, day), bars(both, day))
        for day in range(days)
    ]
    if shows_mine:
        shared = _listed((column.name, column.both) for column in columns)
        said = _("Shared hours: %(hours)s") % {"hours": shared} if shared else _("No shared hours")
    else:
        alone = _listed((column.name, column.theirs) for column in columns)
        said = _("Their hours in your time zone: %(hours)s") % {"hours": alone}
    marks = [(hour, _percent(hour - first, last - first)) for hour in range(first, last + 1, 2)]
    return Laid(columns, marks, len(both) / 2, said, shows_theirs, shows_mine)


def _listed(days: Iterable[tuple[str, list[Bar]]]) -> str:
    return ", ".join(f"{name} {bar.words}" for name, bars in days for bar in bars)


def _runs(halves: Iterable[int]) -> list[tuple[float, float]]:
    """Half hours in a row as stretches of hours."""
    found: list[list[int]] = []
    for half in halves:
        if found and half == found[-1][1]:
            found[-1][1] = half + 1
        else:
            found.append([half, half + 1])
    return [(begins / 2, ends / 2) for begins, ends in found]


def _percent(part: float, whole: float) -> str:
    """For a style: a point in every language."""
    return f"{100 * part / whole:.2f}%"


def _words(begins: float, ends: float) -> str:
    return f"{_hour(begins)}–{_hour(ends)}"


def _hour(hour: float) -> str:
    return f"{int(hour)}" if hour == int(hour) else f"{int(hour)}:30"
