"""`{% load reports %}`: what a report is drawn of.

{{ one.first|as_day|date:"j F" }}      days and moments of a report's plain values
{{ slot.starts_at|as_moment }}
{% trend doc.trend 95 %}               pairs that met, stretch by stretch, with the line of the goal
{% spark doc.compared "held" %}        one figure over cycles; nothing with fewer than two of them
{{ frozen.fingerprint|in_groups }}     a fingerprint in groups of four
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()

WIDTH, TOP, BOTTOM, LEFT, RIGHT = 664, 22, 150, 40, 560


@register.filter
def as_day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


@register.filter
def as_moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


@register.filter
def in_groups(fingerprint: str) -> str:
    """The first twelve signs, as people compare them."""
    return " ".join(fingerprint[start : start + 4] for start in range(0, 12, 4))


@register.filter
def days_on(day: date, number: int) -> date:
    """The day so many days later."""
    return day + timedelta(days=number)


@register.simple_tag
def trend(fortnights: Sequence[Mapping[str, Any]], goal: int) -> SafeString:
    """From the floor below the weakest share to 100 percent; the words under it hold the numbers."""
    shown = [one for one in fortnights if one["percent"] is not None]
    if not shown:
        return SafeString("")
    floor = max(min([goal, *(one["percent"] for one in shown)]) - 10, 0)

    def height(percent: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * (percent - floor) / (100 - floor)

    step = (RIGHT - LEFT) / max(len(shown) - 1, 1)
    points = [(LEFT + place * step, height(one["percent"]), one) for place, one in enumerate(shown)]
    marks = format_html_join("", "{}", ((_mark(x, y, one, goal),) for x, y, one in points))
    return format_html(
        '<svg class="trend" viewBox="0 0 {width} 196" role="img" aria-label="{said}">'
        '<line x1="0" x2="600" y1="150" y2="150" class="ax"/>'
        '<line x1="0" x2="600" y1="{y}" y2="{y}" class="gl"/>'
        '<text x="606" y="{below}" class="t2">{goal}</text>'
        '<polyline points="{line}"/>{marks}</svg>',
        width=WIDTH,
        said=_("Pairs that met: %(list)s. The goal is %(goal)s percent.")
        % {"list": ", ".join(_said(one) for one in shown), "goal": goal},
        y=f"{height(goal):.1f}",
        below=f"{height(goal) + 4:.1f}",
        goal=_("goal %(goal)s%%") % {"goal": goal},
        line=" ".join(f"{x:.1f},{y:.1f}" for x, y, _one in points),
        marks=marks,
    )


def _mark(x: float, y: float, one: Mapping[str, Any], goal: int) -> SafeString:
    is_low = one["percent"] < goal
    # A point below the goal has its words below it, where no line of the goal crosses them.
    words_at = y + 24 if is_low and y < BOTTOM - 30 else y - 12
    return format_html(
        '<circle cx="{x}" cy="{y}" r="6" class="{css}"/>'
        '<text x="{x}" y="{words}" text-anchor="middle" class="t1">{percent}%</text>'
        '<text x="{x}" y="172" text-anchor="middle" class="t2">{day}</text>'
        '<text x="{x}" y="189" text-anchor="middle" class="t2 t3">{share}</text>',
        x=f"{x:.1f}",
        y=f"{y:.1f}",
        css="lo" if is_low else "",
        words=f"{words_at:.1f}",
        percent=round(one["percent"]),
        day=date_format(date.fromisoformat(one["first"]), "j M"),
        share=_("%(met)s of %(pairs)s") % one,
    )


def _said(one: Mapping[str, Any]) -> str:
    day = date_format(date.fromisoformat(one["first"]), "j F")
    return _("%(percent)s percent from %(day)s") % {"percent": one["percent"], "day": day}


@register.simple_tag
def spark(rows: Sequence[Mapping[str, Any]], key: str) -> SafeString:
    values = [row[key] for row in rows]
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return SafeString("")
    low, span = min(known), (max(known) - min(known)) or 1
    step = 90 / (len(values) - 1)
    points = [
        (10 + place * step, 28 - 20 * (value - low) / span)
        for place, value in enumerate(values)
        if value is not None
    ]
    circles = format_html_join(
        "", '<circle cx="{}" cy="{}" r="3"/>', ((f"{x:.1f}", f"{y:.1f}") for x, y in points)
    )
    return format_html(
        '<svg class="spk" viewBox="0 0 110 36" aria-hidden="true"><polyline points="{}"/>{}</svg>',
        " ".join(f"{x:.1f},{y:.1f}" for x, y in points),
        circles,
    )
