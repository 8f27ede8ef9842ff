"""How two people fit, in words and as a drawing. `{% load mentors %}`

{% for icon, fact in card.fit|facts %}    short sentences for a card; what is not known is left out
{% two_weeks profile %}               the two weeks laid over each other, on the reader's clock
{{ span|span_in_words }}              Tue 11–13
"""

from dataclasses import dataclass
from math import ceil, floor
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from directory.queries.profile import Profile
from directory.rules.fit import Fit
from directory.rules.hours import Span
from surveys.values import DAYS
from surveys.week import DAY_NAMES

register = template.Library()

FIRST_HOUR, LAST_HOUR = 8, 18  # drawn at least
_SMALL = (
    "",
    gettext_lazy("One"),
    gettext_lazy("Two"),
    gettext_lazy("Three"),
    gettext_lazy("Four"),
)


@dataclass(frozen=True)
class Bar:
    """A stretch of a day, in percent of the hours drawn."""

    top: str
    length: str
    words: str


@dataclass(frozen=True)
class Column:
    name: str
    theirs: list[Bar]
    mine: list[Bar]
    both: list[Bar]


@register.filter
def facts(fit: Fit) -> list[tuple[str, str]]:
    """Each with its icon: a tick is what the two share, a dash what they do not."""
    about_time = "check" if fit.hours else "clock" if fit.hours is None else "minus"
    found = [
        ("check", shared_topics(fit)),
        (about_time, shared_hours(fit)),
        ("check", levels_ahead(fit)),
    ]
    return [(icon, words) for icon, words in found if words]


@register.filter
def facts_for_mentor(fit: Fit) -> list[tuple[str, str, str]]:
    """The same seen from the mentor's side, with the topics themselves: icon, its look, and words."""
    found = []
    if fit.topics:
        said = ngettext("Shared topic: %(topics)s", "Shared topics: %(topics)s", len(fit.topics))
        found.append(("check", "good", said % {"topics": ", ".join(fit.topics)}))
    if fit.hours is not None:
        icon, look = ("check", "good") if fit.hours else ("minus", "")
        found.append((icon, look, shared_hours(fit)))
    return found


@register.filter
def shared_topics(fit: Fit) -> str:
    number = len(fit.topics)
    if not number:
        return ""
    if fit.wanted == 1:
        return _("Shares your topic")
    return _("Shares %(n)s of your %(all)s topics") % {"n": number, "all": fit.wanted}


@register.filter
def shared_hours(fit: Fit) -> str:
    if fit.hours is None:
        return clocks_apart(fit)
    if not fit.hours:
        return _("No shared hours")
    number = ceil(fit.hours)
    said = ngettext("%(n)s shared hour a week", "%(n)s shared hours a week", number)
    return said % {"n": f"{fit.hours:g}"}


@register.filter
def clocks_apart(fit: Fit) -> str:
    """Between the two clocks, where at least one has not told when they have time."""
    if not fit.ahead:
        return _("Your time zone")
    hours = f"{abs(fit.ahead):g}"
    number = ceil(abs(fit.ahead))
    if fit.ahead > 0:
        return ngettext("%(n)s hour ahead of you", "%(n)s hours ahead of you", number) % {
            "n": hours
        }
    return ngettext("%(n)s hour behind you", "%(n)s hours behind you", number) % {"n": hours}


@register.filter
def levels_ahead(fit: Fit) -> str:
    if fit.levels is None or fit.levels < 1:
        return ""
    number = _SMALL[fit.levels] if fit.levels < len(_SMALL) else fit.levels
    return ngettext("%(n)s level ahead", "%(n)s levels ahead", fit.levels) % {"n": number}


@register.filter
def span_in_words(span: Span) -> str:
    return f"{_day_name(span.day)} {_hours(span)}"


@register.inclusion_tag("directory/_weeks.html")
def two_weeks(profile: Profile) -> dict[str, Any]:
    spans = [span for day in profile.week for span in (*day.theirs, *day.mine)]
    first = min([FIRST_HOUR, *(floor(span.first) for span in spans)])
    last = max([LAST_HOUR, *(ceil(span.last) for span in spans)])
    step = 2 if last - first <= 12 else 4
    return {
        "mentor": profile.mentor,
        "zone": profile.seeker.zone,
        "has_mine": bool(profile.seeker.slots),
        "columns": [_column(day, first, last) for day in profile.week],
        "hours": [
            (hour, _percent(hour - first, last - first)) for hour in range(first, last + 1, step)
        ],
        "said": _said(profile),
        "has_shared": bool(profile.shared_spans),
        "line": _percent(step, last - first),
    }


def _said(profile: Profile) -> str:
    """The drawing in one sentence, for those who do not see it."""
    shared = ", ".join(map(span_in_words, profile.shared_spans))
    if shared:
        return _("Shared hours: %(hours)s") % {"hours": shared}
    theirs = ", ".join(span_in_words(span) for day in profile.week for span in day.theirs)
    return _("Their hours in your time zone: %(hours)s") % {"hours": theirs}


def _column(day: Any, first: int, last: int) -> Column:
    three = (
        [
            Bar(
                _percent(span.first - first, last - first),
                _percent(span.last - span.first, last - first),
                _hours(span),
            )
            for span in spans
        ]
        for spans in (day.theirs, day.mine, day.both)
    )
    return Column(_day_name(day.number), *three)


def _percent(part: float, whole: float) -> str:
    """For a style: a point in every language."""
    return f"{100 * part / whole:.2f}%"


def _hours(span: Span) -> str:
    return f"{_hour(span.first)}–{_hour(span.last)}"


def _hour(hour: float) -> str:
    return f"{int(hour)}" if hour == int(hour) else f"{int(hour)}:30"


def _day_name(day: int) -> str:
    return str(DAY_NAMES[DAYS[day]][0])
