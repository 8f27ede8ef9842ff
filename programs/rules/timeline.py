"""A cycle's dates as people read them: calls and milestones in one order, each as exact as it is known."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from people.models.columns import known
from programs.models import Call, Cycle, Milestone, Role
from programs.rules import days

DONE, NOW, AHEAD = "done", "now", "ahead"
_WEEK = timedelta(days=6)
Precision = Milestone.Precision


@dataclass(frozen=True)
class Entry:
    """One line. `first` and `last` span all days it may fall on; both None: nobody knows yet."""

    title: str
    when: str
    short: str
    first: date | None
    last: date | None
    description: str = ""
    link: str = ""
    link_label: str = ""
    is_public: bool = True
    is_optional: bool = False
    is_exact: bool = True
    role: Role | None = None
    state: str = AHEAD
    has_today: bool = False
    progress: int = 0

    @property
    def begins(self) -> date:
        """Of a line that has a date."""
        return known(self.first)

    @property
    def ends(self) -> date:
        return self.last or self.begins


def span_in_words(first: date, last: date, *, year: bool = True) -> str:
    """20 May to 7 June 2021; 7 and 8 July 2021 for two days in a row."""
    full = "j F Y" if year else "j F"
    if first == last:
        return formats.date_format(first, full)
    start = full if first.year != last.year else "j F" if first.month != last.month else "j"
    joined = _("%(first)s and %(last)s") if (last - first).days == 1 else _("%(first)s to %(last)s")
    return joined % {
        "first": formats.date_format(first, start),
        "last": formats.date_format(last, full),
    }


def entries(
    cycle: Cycle,
    *,
    calls: Iterable[Call],
    milestones: Iterable[Milestone],
    today: date,
    only_public: bool = True,
) -> list[Entry]:
    """The timeline in order of time; the line that has today also says how far it has come."""
    lines = [of_call(call, cycle) for call in calls]
    lines += [_as_it_came(m, cycle) for m in milestones if m.is_public or not only_public]
    lines.sort(key=lambda line: (line.first is None, line.first or today, line.last or today))
    return _with_today(lines, today)


def of_call(call: Call, cycle: Cycle) -> Entry:
    zone = cycle.tzinfo
    title = _("Call for %(role)s") % {"role": call.role.name_of_several}
    opens = days.first_day(call.opens_at, zone) if call.opens_at else None
    closes = days.last_day(call.closes_at, zone) if call.closes_at else None
    if opens is None or closes is None:
        when = _("To be decided")
        return Entry(title, when, when, opens, opens, role=call.role, is_exact=False)
    return Entry(title, *_both(span_in_words, opens, closes), opens, closes, role=call.role)


def _as_it_came(milestone: Milestone, cycle: Cycle) -> Entry:
    """The line of a milestone; once pairs are told, that one has the day on which they were."""
    line = of_milestone(milestone)
    if milestone.kind != Milestone.Kind.PAIRS_ANNOUNCED or cycle.pairs_published_at is None:
        return line
    told_on = cycle.day(cycle.pairs_published_at)
    if line.first and line.last and line.first <= told_on <= line.last:
        return line
    when, short = _both(span_in_words, told_on, told_on)
    return replace(line, when=when, short=short, first=told_on, last=told_on, is_exact=True)


def of_milestone(milestone: Milestone) -> Entry:
    first, last = _first_and_last(milestone)
    return Entry(
        milestone.title,
        *_both(_milestone_in_words, milestone),
        first=first,
        last=last,
        description=milestone.description,
        link=milestone.link,
        link_label=milestone.link_label or milestone.link,
        is_public=milestone.is_public,
        is_optional=milestone.is_optional,
        is_exact=milestone.precision in {Precision.DAY, Precision.SPAN},
    )


def _both(words: Callable[..., str], *given: Any) -> tuple[str, str]:
    """With the year, and without it for where space is short."""
    return words(*given), words(*given, year=False)


def _milestone_in_words(milestone: Milestone, *, year: bool = True) -> str:
    first = milestone.starts_on
    if first is None:
        return _("To be decided")
    day = span_in_words(first, first, year=year)
    if milestone.precision == Precision.SPAN:
        return span_in_words(first, milestone.ends_on or first, year=year)
    if milestone.precision == Precision.WEEK:
        return _("Week of %s") % day
    if milestone.precision == Precision.MONTH:
        return formats.date_format(first, "F Y" if year else "F")
    return (
        _("To be decided, around %s") % day if milestone.precision == Precision.UNDECIDED else day
    )


def _first_and_last(milestone: Milestone) -> tuple[date | None, date | None]:
    """All days the milestone may fall on."""
    first = milestone.starts_on
    if first is None:
        return None, None
    if milestone.precision == Precision.WEEK:
        return first, first + _WEEK
    if milestone.precision == Precision.MONTH:
        begin = first.replace(day=1)
        return begin, (begin + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first, milestone.ends_on or first


def _with_today(lines: list[Entry], today: date) -> list[Entry]:
    dated = [line for line in lines if line.first is not None]
    begun = [line for line in dated if line.begins <= today]
    current = begun[-1] if begun else None
    following = next((line.begins for line in dated if line.begins > today), None)
    return [_placed(line, today, is_current=line is current, following=following) for line in lines]


def _placed(line: Entry, today: date, *, is_current: bool, following: date | None) -> Entry:
    if line.first is None or line.first > today:
        state = AHEAD
    else:
        state = NOW if line.last is None or today <= line.last else DONE
    if not is_current:
        return replace(line, state=state)
    length = ((following or line.last or today) - line.begins).days or 1
    share = 100 * (today - line.begins).days // length
    return replace(line, state=state, has_today=True, progress=min(max(share, 2), 96))


@dataclass(frozen=True)
class Bar:
    """A line of the drawing: where it starts and how wide it is, in percent of the whole."""

    title: str
    css: str
    start: str
    width: str


@dataclass(frozen=True)
class Month:
    name: str
    share: int


@dataclass(frozen=True)
class Bars:
    months: list[Month]
    lines: list[Bar]


def bars(lines: list[Entry]) -> Bars | None:
    """The timeline as bars over months; None while no date is known."""
    dated = [line for line in lines if line.first is not None]
    if not dated:
        return None
    begin = min(line.begins for line in dated).replace(day=1)
    end = max(line.ends for line in dated)
    months = [Month(formats.date_format(first, "M"), share) for first, share in _months(begin, end)]
    length = sum(month.share for month in months)
    return Bars(months, [_bar(line, begin, length) for line in dated])


def _months(begin: date, end: date) -> Iterator[tuple[date, int]]:
    first = begin
    while first <= end:
        following = (first + timedelta(days=31)).replace(day=1)
        yield first, (following - first).days
        first = following


def _bar(line: Entry, begin: date, length: int) -> Bar:
    start = 100 * (line.begins - begin).days / length
    width = 100 * (line.ends - line.begins).days / length
    css = {"mentor": "m", "mentee": "e"}.get(line.role.side if line.role else "", "s")
    classes = [css, "" if line.is_exact else "tbd", "rt" if start > 55 else ""]
    return Bar(line.title, " ".join(filter(None, classes)), f"{start:.1f}", f"{width:.1f}")
