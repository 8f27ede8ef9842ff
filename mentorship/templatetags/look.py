"""What pages are made of. `{% load look %}`, then:

{% icon "lock" %}                       a Lucide icon of static/vendor/icons.svg, hidden from screen readers;
{% icon "lock" label=_("Locked") %}     with a label where no word stands beside it
{% av person "mentor" "l" %}            initials; mentor is a rounded square, mentee a circle, "" is grey;
                                        sizes xs s (default) l xl. Hidden from screen readers: print the name too
{% person pair.mentor "mentor" sub=division href=address size="l" %}   avatar, name, second line
{% chip _("Late") "warn" "clock" %}     a state in words: "" ok warn bad info mentor mentee line
{% note "warn" "triangle-alert" title=_("Not saved.") %}text{% endnote %}    tones: "" ok warn bad plain
{% back address _("Find a mentor") %}   the way back above the heading of a page
{% save_button _("Save note") %}        the button of a form, “Save” without a label; says “Saving…” meanwhile
{% tight %} .. {% endtight %}           what hugs on the page, one thing a line in the template: line breaks and
                                        indentation within are left out, spaces within a line stay
{% nothing_yet _("No sessions yet") _("Log a session") address %}what fills it{% endnothing_yet %}
{% meter _("Sessions held") 91 95 detail=_("Two more pairs reach the goal.") %}   percent, goal; the tone
                                        follows from the distance; None says that there are no figures yet
{% braid 6 4 60 labels width=800 %}     a pair's sessions: points, held; labels is a list. `plain=True`: decoration
{% braidband 6 %}                       from edge to edge, program page only
{% fit bars %}                          bars: (label, share 0 to 1 or None), always in the same order
{% strand 82 bars locked=True flag=False %}   score and bars between two people of one pair
{% wins states %}                       fortnights of a pair: met, async, missed, not_met, skipped, open, now
{% localtime moment %}                  Mon 7 June, 14:30 in the person's zone. Second argument: datetime (default),
                                        full, date, time. `named=True` adds the zone; name it once per page
{{ person.email|address }}             breaks before the "@" where it has to
{% zone_name %}                         Vienna time
{% reader_zone %}                       the same, and for visitors what their browser says
{% dates first last %}                  20 May to 7 June 2021
<form {% swaps address "#row-" row.pk %}>     a form whose answer takes the place of one part; without JavaScript
                                        its page comes anew
{{ day|dated:"l, j F" }}                Monday, 7 June, and with its year when that is not this one
{{ part|percent_of:whole }}             91.4 as a number for `style="--v:{{ ... }}%"`

Forms: `{{ form|crispy }}` or `{{ form.name|as_crispy_field }}` inside your own `<form method="post">` with
{% csrf_token %}. On top of it {% include "partials/_errsum.html" with form=form %}. Groups of choices become
tiles; `attrs={"data-look": "seg"}` on the widget makes a row of short choices, "list" plain lines;
`attrs={"data-max": 3}` disables the rest after three and counts aloud. Optional fields say so by themselves.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.template.base import Parser, TextNode, Token
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship import drawings
from people.zones import zone_in_words

register = template.Library()

HIDDEN = SafeString('aria-hidden="true"')
NEAR = 5  # points below the goal that still count as near
LOW = 0.45  # share of a criterion below which its bar is amber
LOW_SCORE = 65

WINDOWS = {
    "met": ("", "check", gettext_lazy("met")),
    "async": ("a", "message-square-text", gettext_lazy("in writing")),
    "missed": ("x", "x", gettext_lazy("nothing logged")),
    "not_met": ("x", "minus", gettext_lazy("did not meet")),
    "skipped": ("s", "skip-forward", gettext_lazy("skipped by agreement")),
    "open": ("o", "", gettext_lazy("still ahead")),
    "now": ("n", "", gettext_lazy("this one")),
}
MOMENTS = {
    "datetime": "D j F, H:i",
    "full": "l j F Y, H:i",
    "date": "j F Y",
    "time": "H:i",
}


@register.simple_tag
def icon(name: str, css: str = "", label: str = "") -> SafeString:
    spoken = format_html('role="img" aria-label="{}"', label) if label else HIDDEN
    return format_html(
        '<svg class="{}" {}><use href="{}#i-{}"/></svg>',
        f"i {css}".strip(),
        spoken,
        static("vendor/icons.svg"),
        name,
    )


@register.simple_tag
def back(address: str, label: object) -> SafeString:
    return format_html(
        '<p class="back"><a href="{}">{} {}</a></p>', address, icon("arrow-left"), label
    )


@register.simple_tag
def swaps(address: str, *part: object) -> SafeString:
    return format_html(
        'method="post" action="{}" hx-post="{}" hx-target="{}" hx-swap="outerHTML" data-again',
        address,
        address,
        "".join(str(piece) for piece in part),
    )


@register.filter
def initials(name: str) -> str:
    """First letters of the first and the last word that begin with one, or a question mark."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalpha()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@register.simple_tag
def av(person: Any, role: str = "", size: str = "") -> SafeString:
    css = " ".join(part for part in ("av", role, size) if part)
    return format_html('<span class="{}" aria-hidden="true">{}</span>', css, initials(str(person)))


@register.inclusion_tag("partials/_person.html")
def person(
    person: Any, role: str = "", sub: str = "", size: str = "", href: str = ""
) -> dict[str, Any]:
    return {"person": person, "role": role, "sub": sub, "size": size, "href": href}


@register.simple_tag
def chip(text: str, tone: str = "", icon_name: str = "") -> SafeString:
    css = f"chip {tone}".strip()
    if not icon_name:
        return format_html('<span class="{}">{}</span>', css, text)
    return format_html('<span class="{}">{} {}</span>', css, icon(icon_name), text)


@register.simple_block_tag
def note(content: str, tone: str = "", icon_name: str = "info", title: str = "") -> SafeString:
    head = format_html("<b>{}</b> ", title) if title else ""
    css = f"note {tone}".strip()
    return format_html('<div class="{}">{}<p>{}{}</p></div>', css, icon(icon_name), head, content)


class _Tight(template.Node):
    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        return self.nodelist.render(context)


@register.tag
def tight(parser: Parser, token: Token) -> _Tight:
    nodelist = parser.parse(("endtight",))
    parser.delete_first_token()
    in_tag = False

    def shorten(match: re.Match[str]) -> str:
        """Attributes on lines of their own stay apart; what stands between tags moves together."""
        nonlocal in_tag
        if match[0] in "<>":
            in_tag = match[0] == "<"
            return match[0]
        return " " if in_tag else ""

    for text in nodelist.get_nodes_by_type(TextNode):
        text.s = re.sub(r"[<>]|\s*\n\s*", shorten, text.s)  # type: ignore[attr-defined]  # text nodes only
    return _Tight(nodelist)


@register.simple_block_tag
def nothing_yet(content: str, title: str, action: str = "", href: str = "") -> SafeString:
    words = {"title": title, "text": SafeString(content.strip()), "action": action, "href": href}
    return render_to_string("partials/_nothing_yet.html", words)


@register.simple_tag
def save_button(label: str = "", css: str = "btn-primary") -> SafeString:
    return format_html(
        '<button class="btn {}" type="submit" data-busy="{}">{}</button>',
        css,
        _("Saving…"),
        label or _("Save"),
    )


def _tone(value: float | None, goal: float | None) -> str:
    if value is None or goal is None or value >= goal:
        return ""
    return "near" if goal - value <= NEAR else "warn"


@register.inclusion_tag("partials/_meter.html")
def meter(
    label: str, value: float | None, goal: float | None = None, detail: str = "", tone: str = ""
) -> dict[str, Any]:
    words = {"label": label, "value": value, "goal": goal}
    if value is None:
        said = _("%(label)s: no figures yet") % words
    elif goal is None:
        said = _("%(label)s: %(value)s percent") % words
    else:
        said = _("%(label)s: %(value)s percent, goal %(goal)s percent") % words
    width = min(max(value or 0, 0), 100)
    return {
        **words,
        "detail": detail,
        "tone": tone or _tone(value, goal),
        "width": formats.localize(width, use_l10n=False),
        "said": said,
    }


@register.simple_tag
def braid(
    points: int,
    done: int = 0,
    height: int = 64,
    labels: Sequence[str | date] = (),
    width: int = 640,
    plain: bool = False,
) -> SafeString:
    """Days below the points are written short: “7 Jul”."""
    words = [
        formats.date_format(label, "j M") if isinstance(label, date) else label
        for label in labels or ()
    ]
    return drawings.braid(points, done, height=height, width=width, labels=words, plain=plain)


@register.simple_tag
def braidband(points: int = 6) -> SafeString:
    return drawings.braidband(points)


@register.simple_tag
def fit(bars: Iterable[tuple[str, float | None]]) -> SafeString:
    bars = list(bars)
    said = ", ".join(
        f"{label} –" if share is None else f"{label} {round(100 * share)}%" for label, share in bars
    )
    drawn = format_html_join(
        "",
        '<i class="{}" style="--v:{}"></i>',
        (("low" if (share or 0) < LOW else "", f"{share or 0:.2f}") for _label, share in bars),
    )
    return format_html('<span class="fit" role="img" aria-label="{}">{}</span>', said, drawn)


@register.simple_tag
def strand(
    score: float, bars: Iterable[tuple[str, float | None]], locked: bool = False, flag: bool = False
) -> SafeString:
    """The middle of a row of two people: solid when locked, amber score when low, triangle when flagged."""
    warning = icon("triangle-alert", label=_("A rule to check")) if flag else ""
    mark = format_html('<span class="bd-flag">{}</span>', warning) if flag else ""
    return format_html(
        '<div class="bd-fit{}"><span class="in"><span class="bd-score{}">{}</span>{}</span>{}</div>',
        " is-locked" if locked else "",
        " low" if score < LOW_SCORE else "",
        round(score),
        fit(bars),
        mark,
    )


@register.simple_tag
def wins(states: Sequence[str]) -> SafeString:
    marks = format_html_join(
        "",
        '<i class="{}">{}</i>',
        (
            (WINDOWS[state][0], icon(WINDOWS[state][1]) if WINDOWS[state][1] else "")
            for state in states
        ),
    )
    said = ", ".join(str(WINDOWS[state][2]) for state in states)
    return format_html('<span class="wins" role="img" aria-label="{}">{}</span>', said, marks)


@register.simple_tag
def localtime(moment: datetime | None, style: str = "datetime", named: bool = False) -> SafeString:
    if moment is None:
        return SafeString("")
    utc = moment.astimezone(UTC)
    shown = formats.date_format(timezone.localtime(moment), MOMENTS[style])
    zone = format_html(" ({})", reader_zone()) if named else ""
    return format_html(
        '<time data-local="{}" datetime="{}">{}</time>{}',
        style,
        utc.strftime("%Y-%m-%dT%H:%M:%SZ"),
        shown,
        zone,
    )


@register.filter
def address(email: str) -> SafeString:
    """Where there is no room for a whole address, it breaks before the "@" and not within a name."""
    name, at, domain = email.rpartition("@")
    return format_html("{}<wbr>{}{}", name, at, domain)


@register.simple_tag
def zone_name() -> str:
    return zone_in_words(timezone.get_current_timezone_name())


@register.simple_tag
def reader_zone() -> SafeString:
    """The zone of the times on the page; for visitors the browser puts its own into the words."""
    words = _("%(place)s time") % {"place": "{place}"}
    return format_html('<span class="zone" data-tz="{}">{}</span>', words, zone_name())


@register.simple_tag
def dates(first: date, last: date | None = None) -> str:
    """A span of days in words, naming the year once and the month once where they agree."""
    if last is None or last == first:
        return formats.date_format(first, "j F Y")
    start = "j F Y" if first.year != last.year else "j F" if first.month != last.month else "j"
    return _("%(first)s to %(last)s") % {
        "first": formats.date_format(first, start),
        "last": formats.date_format(last, "j F Y"),
    }


@register.filter
def dated(day: date, form: str = "j F") -> str:
    """A day in words; one of another year says which."""
    is_this_year = day.year == timezone.localdate().year
    return formats.date_format(day, form if is_this_year else f"{form} Y")


@register.filter
def percent_of(part: float, whole: float) -> str:
    """Share in percent with a decimal point, whatever the language: made for custom properties."""
    return f"{100 * part / whole:.1f}" if whole else "0"


BROWSERS = ("Edg", "OPR", "Firefox", "Chrome", "Safari")
SYSTEMS = ("iPhone", "iPad", "Android", "Windows", "Mac OS", "CrOS", "Linux")
PLAIN_NAMES = {"Edg": "Edge", "OPR": "Opera", "Mac OS": "macOS", "CrOS": "ChromeOS"}


@register.filter
def device(user_agent: str) -> str:
    """Browser and system of a user agent, in words; more is not reliable."""
    browser = next((name for name in BROWSERS if name in user_agent), None)
    system = next((name for name in SYSTEMS if name in user_agent), None)
    if not browser or not system:
        return _("Unknown device")
    names = {
        "browser": PLAIN_NAMES.get(browser, browser),
        "system": PLAIN_NAMES.get(system, system),
    }
    return _("%(browser)s on %(system)s") % names


@register.filter
def widget_attr(field: BoundField, name: str) -> str:
    """An attribute of the field's widget, such as data-look or data-max of a group of choices."""
    return field.field.widget.attrs.get(name, "")
