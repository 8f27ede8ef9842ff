"""The report for people who do not know those who took part: no names, no small groups.

What organizers wrote about rooms, and how applications fared, stay with them. A group of fewer than
five people is left out, and so is what would give it away by subtraction.
"""

from collections.abc import Iterable
from typing import Any

from surveys.results import LEAST_FOR_NUMBERS

Document = dict[str, Any]

# The parts somebody may choose to show, with what belongs to each.
PARTS: dict[str, tuple[str, ...]] = {
    "figures": (
        "participation",
        "bi_weekly_completion",
        "sessions_held",
        "fortnights",
        "live_attendance",
        "hours",
    ),
    "changes": ("changes",),
    "trend": ("trend",),
    "events": ("events",),
    "outcomes": ("outcomes",),
    "quotes": ("quotes",),
    "feedback": ("feedback",),
    "compared": ("compared",),
    "departments": ("departments", "by_department", "small_departments"),
}
_ALWAYS = ("cycle", "about", "at", "goals")


def for_everybody(document: Document, parts: Iterable[str] = tuple(PARTS)) -> Document:
    """The chosen parts of a report, without what could point at a person."""
    keys = {*_ALWAYS, *(key for part in parts for key in PARTS[part])}
    found = {key: value for key, value in _careful(document).items() if key in keys}
    sentences = document["claims"]
    found["claims"] = {
        **{
            name: [one for one in sentences.get(name, []) if one["part"] in found]
            for name in ("titles", "lead")
        },
        **{name: words for name, words in sentences.items() if name in found},
    }
    if "changes" in found and "change" in sentences:
        found["claims"]["change"] = sentences["change"]
    found["definitions"] = [one for one in document["definitions"] if found.get(one["of"])]
    return found


def parts_of(document: Document) -> list[str]:
    """Those that have something to show to everybody."""
    careful = _careful(document)
    return [part for part, keys in PARTS.items() if any(careful.get(key) for key in keys)]


def _careful(document: Document) -> Document:
    found = {key: value for key, value in document.items() if key != "funnel"}
    taking_part = document["participation"]
    if taking_part["pairs"] < LEAST_FOR_NUMBERS:
        _drop(found, "bi_weekly_completion", "sessions_held", "fortnights", "trend", "hours")
    if taking_part["people"] < LEAST_FOR_NUMBERS:
        _drop(found, "live_attendance")
    if "events" in found:
        found["events"] = [
            _event(one) for one in document["events"] if one["expected"] >= LEAST_FOR_NUMBERS
        ]
    found["departments"] = {"all": document["departments"]["all"]}
    shown, hidden = _departments(document.get("by_department", []))
    return {**found, "by_department": shown, "small_departments": hidden}


def _drop(found: Document, *names: str) -> None:
    for name in names:
        found.pop(name, None)


def _event(one: Document) -> Document:
    """Its sessions only if all of them had enough people: one too small could be worked out."""
    counts = [*(slot["present"] for slot in one["slots"]), one["in_writing"]]
    is_fine = all(count == 0 or count >= LEAST_FOR_NUMBERS for count in counts)
    slots = [{key: slot[key] for key in ("starts_at", "present")} for slot in one["slots"]]
    kept = {key: value for key, value in one.items() if key != "number"}
    return {**kept, "slots": slots if is_fine else [], "in_writing": one["in_writing"] * is_fine}


def _departments(every: list[Document]) -> tuple[list[Document], int]:
    """Those to list, the largest first, and how many are not. If the ones left out are together
    fewer than five people, the smallest of the others joins them."""
    totals = [{**one, "total": one["mentors"] + one["mentees"]} for one in every]
    shown = [one for one in totals if one["total"] >= LEAST_FOR_NUMBERS]
    left_out = sum(one["total"] for one in totals) - sum(one["total"] for one in shown)
    if 0 < left_out < LEAST_FOR_NUMBERS:
        shown = shown[:-1]
    return [_department(one) for one in shown], len(totals) - len(shown)


def _department(one: Document) -> Document:
    """By side only where neither of them is small."""
    is_fine = all(
        count == 0 or count >= LEAST_FOR_NUMBERS for count in (one["mentors"], one["mentees"])
    )
    sides = {side: one[side] if is_fine else None for side in ("mentors", "mentees")}
    return {"name": one["name"], "total": one["total"], **sides}
