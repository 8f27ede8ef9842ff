"""What a reader would ask about a goal: a date that is none, a measure that measures nothing.

Words, no understanding: it reads English, only asks, and never stops anybody.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from pairs.models import Goal

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec"
_LONG_MONTHS = "january|february|march|april|june|july|august|september|october|november|december"
_DAY = re.compile(
    rf"\d{{4}}-\d\d|\d{{1,2}}[./]\d{{1,2}}|\b20\d\d\b|\bq[1-4]\b"
    rf"|\b({_LONG_MONTHS})\b|\b({_MONTHS})\.?\s+\d|\d(st|nd|rd|th)?\s+(of\s+)?({_MONTHS})\b"
    rf"|\bweek\s+\d{{1,2}}\b|\b(end|close|last day|celebration)\b.*\b(program|programme|cycle|mentorship)\b",
    re.IGNORECASE,
)
_NO_DAY = re.compile(
    r"\b(next|this|coming)\s+(week|month|quarter|year)\b|\bsoon\b|\bsome\s?day\b|\basap\b|\blater\b"
    r"|\beventually\b|\bas soon as possible\b|\bin the (near )?future\b|\bover time\b|\bongoing\b"
    r"|\bwhen (i|we) (have|can|get)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d|\b(one|two|three|four|five|six|seven|eight|nine|ten|dozen|once|twice|every|each|all|half|none"
    r"|first|second|third)\b",
    re.IGNORECASE,
)
_NO_MEASURE = re.compile(
    r"\b(better|more|less|improved?|improving|faster|well|good|great|nicely|a lot|comfortable"
    r"|confiden(t|ce)|feel(s|ing)?|somehow|hopefully)\b",
    re.IGNORECASE,
)
_OTHERS_DECIDE = re.compile(
    r"\b(get|be|being|getting) promoted\b|\bpromotion\b|\bget(ting)? (a )?raise\b|\bmanager (decides|agrees)\b"
    r"|\bdepends on\b|\bif (they|my (manager|boss|team))\b|\bhope(fully)?\b",
    re.IGNORECASE,
)
_NO_OUTCOME = re.compile(
    r"\b(something|things|stuff|various|etc|and so on|things like that|improve myself|grow)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Question:
    """What somebody could ask about one answer."""

    cell: str
    text: str | Promise


def ask(goal: Goal, today: date) -> list[Question]:
    """What to ask about the answers that are there; what is left open shows by itself."""
    if goal.is_finished:
        return []
    return list(_about_tool(goal) if goal.kind == Goal.Kind.TOOL else _about_six(goal, today))


def _about_six(goal: Goal, today: date) -> Iterator[Question]:
    if said := _about_time(goal.time_bound, today):
        yield Question("time_bound", said)
    if word := _vague(goal.specific, _NO_OUTCOME):
        words = {"words": word}
        yield Question("specific", _("“%(words)s”: what exactly will be there?") % words)
    if word := _vague(goal.measurable, _NO_MEASURE):
        words = {"words": word}
        yield Question(
            "measurable",
            _("“%(words)s” is no measure. How many, how often, or who will say so?") % words,
        )
    if word := _vague(f"{goal.certain} {goal.specific}".strip(), _OTHERS_DECIDE, unless=None):
        words = {"words": word}
        yield Question(
            "certain", _("“%(words)s”: others decide about that. Which part is yours?") % words
        )


def _about_time(text: str, today: date) -> str:
    if not text:
        return ""
    if _DAY.search(text):
        year = _gone(text, today)
        return _("%(year)s is over. By which day now?") % {"year": year} if year else ""
    if found := _NO_DAY.search(text):
        return _("“%(words)s” is no date. By which day?") % {"words": found[0]}
    return _("There is no date in this. By which day?")


def _about_tool(goal: Goal) -> Iterator[Question]:
    if found := _vague(goal.proof, _NO_MEASURE):
        words = {"words": found}
        yield Question("proof", _("“%(words)s” shows nothing yet. What will others see?") % words)


def _vague(text: str, pattern: re.Pattern[str], unless: re.Pattern[str] | None = _NUMBER) -> str:
    """The vague word in a text that says nothing countable."""
    if not text or (unless and unless.search(text)):
        return ""
    found = pattern.search(text)
    return found[0] if found else ""


def _gone(text: str, today: date) -> str:
    """A year that is over, when no other is named."""
    years = re.findall(r"\b(20\d\d)\b", text)
    return max(years) if years and int(max(years)) < today.year else ""
