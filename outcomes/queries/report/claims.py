"""The sentences a report opens its parts with, worked out of its own figures."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outcomes.queries.report.called import called_of
from outcomes.queries.shares import missing

TELLING = 0.3  # a smaller change of a mean on a scale is nothing to open a report with


def of(data: dict[str, Any]) -> dict[str, Any]:
    """`titles` and `lead` of the whole report, each sentence with the part it speaks of, so that who
    reads only some parts reads no word about the others; and a heading for each part."""
    best = _best(data)
    found = {
        "titles": list(_titles(data, best)),
        "lead": list(_lead(data)),
        "change": best,
        "changes": _about_changes(data),
        "trend": _about_the_trend(data),
        "events": _about_events(data),
        "compared": _about_earlier(data),
    }
    return {name: words for name, words in found.items() if words}


def _sentence(part: str, words: str) -> dict[str, str]:
    return {"part": part, "words": words}


def _best(data: dict[str, Any]) -> dict[str, Any] | None:
    """The largest rise of all groups, with the group."""
    every = [
        {**change, "group": group}
        for group, changes in data.get("changes", {}).items()
        for change in changes
    ]
    best = max(every, key=lambda change: change["change"], default=None)
    return best if best and best["change"] >= TELLING else None


def _titles(data: dict[str, Any], best: dict[str, Any] | None) -> Iterator[dict[str, str]]:
    """The most telling first. Numbers stand as they are, so that a sentence is as true as they are."""
    if best:
        words = {"said": best["question"].rstrip(". "), "was": best["before"], "is": best["after"]}
        words["people"] = called_of(data).words.get(best["group"])
        text = (
            _("“%(said)s”: %(people)s went from %(was)s to %(is)s")
            if words["people"]
            else _("“%(said)s”: from %(was)s to %(is)s")
        )
        yield _sentence("changes", text % words)
    if met := data.get("bi_weekly_completion"):
        words = {"done": met["consistent_pairs"], "all": met["pairs"], "stretch": _stretch(data)}
        text = (
            _("%(done)s of %(all)s pairs met in the first %(stretch)s")
            if met["complete_windows"] == 1
            else _("%(done)s of %(all)s pairs met in every %(stretch)s")
        )
        yield _sentence("bi_weekly_completion", text % words)
    if live := data.get("live_attendance"):
        yield _sentence("live_attendance", _("%(percent)s%% came to the live events") % live)


def _stretch(data: dict[str, Any]) -> str:
    days = data["about"]["cadence_days"]
    return _("fortnight") if days == 14 else _("stretch of %(days)s days") % {"days": days}


def _stretches(data: dict[str, Any]) -> str:
    days = data["about"]["cadence_days"]
    return _("fortnights") if days == 14 else _("stretches of %(days)s days") % {"days": days}


def _lead(data: dict[str, Any]) -> Iterator[dict[str, str]]:
    taking_part = data["participation"]
    if taking_part["pairs"]:
        words = {"people": taking_part["people"], "departments": data["departments"]["all"]}
        pairs = ngettext("%d pair", "%d pairs", taking_part["pairs"]) % taking_part["pairs"]
        text = (
            _("%(people)s people in %(pairs)s, from %(departments)s departments.")
            if words["departments"] > 1
            else _("%(people)s people in %(pairs)s.")
        )
        yield _sentence("participation", text % {**words, "pairs": pairs})
    if met := data.get("bi_weekly_completion"):
        yield _sentence("bi_weekly_completion", _about_the_goal(met, _stretch(data)))
    if live := data.get("live_attendance"):
        text = _("%(percent)s%% of those expected came to the live events; the goal is %(goal)s%%.")
        words = {"percent": live["percent"], "goal": live["target"]}
        yield _sentence("live_attendance", text % words)


def _about_the_goal(met: dict[str, Any], stretch: str) -> str:
    short = missing(met["consistent_pairs"], met["pairs"], met["target"])
    words = {"percent": met["percent"], "goal": met["target"], "n": short, "stretch": stretch}
    if not short:
        text = _("%(percent)s%% of the pairs met in every %(stretch)s; the goal is %(goal)s%%.")
        return text % words
    text = ngettext(
        "%(percent)s%% of the pairs met in every %(stretch)s, %(n)s pair short of the goal of "
        "%(goal)s%%.",
        "%(percent)s%% of the pairs met in every %(stretch)s, %(n)s pairs short of the goal of "
        "%(goal)s%%.",
        short,
    )
    return text % words


def _about_changes(data: dict[str, Any]) -> str:
    changes = [change for group in data.get("changes", {}).values() for change in group]
    if not changes:
        return ""
    rose = sum(change["change"] > 0 for change in changes)
    if rose == len(changes):
        return _("Every statement rose")
    return _("%(rose)s of %(all)s statements rose") % {"rose": rose, "all": len(changes)}


def _about_the_trend(data: dict[str, Any]) -> str:
    shown = [one for one in data.get("trend", []) if one["percent"] is not None]
    if not shown:
        return ""
    goal, words = data["goals"]["meetings"], {"stretch": _stretch(data)}
    if all(one["percent"] >= goal for one in shown):
        return _("Every %(stretch)s reached the goal") % words
    weakest = min(shown, key=lambda one: one["percent"])
    equal = [one for one in shown if one["percent"] == weakest["percent"]]
    if len(equal) > 1:
        return _about_a_tie(data, len(equal), len(shown), weakest["percent"])
    if weakest is shown[-1] and len(shown) > 1:
        return _("The last %(stretch)s was the weakest") % words
    words["day"] = date_format(date.fromisoformat(weakest["first"]), "j F")
    return _("The %(stretch)s from %(day)s was the weakest") % words


def _about_a_tie(data: dict[str, Any], equal: int, shown: int, percent: float) -> str:
    """No single stretch was the weakest: how many were, without a day."""
    words = {"n": equal, "all": shown, "percent": percent, "stretch": _stretch(data)}
    if equal == shown:
        return _("Every %(stretch)s was at %(percent)s%%") % words
    words["stretches"] = _stretches(data)
    return _("%(n)s of %(all)s %(stretches)s were the weakest, at %(percent)s%%") % words


def _about_events(data: dict[str, Any]) -> str:
    if live := data.get("live_attendance"):
        return _("%(present)s of %(expected)s expected came to the live events") % live
    return _("Who took part in the events") if data.get("events") else ""


def _about_earlier(data: dict[str, Any]) -> str:
    if not data.get("compared"):
        return ""
    *_before, last, now = data["compared"]
    if last["completion"] is None or now["completion"] is None:
        return _("Compared with earlier cycles")
    words = {"cycle": last["cycle"], "stretch": _stretch(data)}
    if now["completion"] > last["completion"]:
        return _("More pairs met in every %(stretch)s than in %(cycle)s") % words
    if now["completion"] < last["completion"]:
        return _("Fewer pairs met in every %(stretch)s than in %(cycle)s") % words
    return _("As many pairs met in every %(stretch)s as in %(cycle)s") % words
