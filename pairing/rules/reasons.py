"""Why somebody has no partner, in words: for the organizer, and for the person themselves.

The person's words hold numbers and rules only. What another person said or an organizer decided
about two people (blocks, vetoes) never shows in them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pairing.engine.scoring.rules import rules
from pairing.models import Unpaired

_Reason = Unpaired.Reason


@dataclass(frozen=True)
class Told:
    """What the person reads: the reason, numbers with what they count, the smallest change."""

    reason: str
    counts: list[tuple[int, str]]
    change: str = ""


@dataclass(frozen=True)
class Seen:
    """What the organizer reads: a word, a sentence, and one thing to do about it."""

    chip: str
    sentence: str
    step: str = ""


def for_person(row: Unpaired | None, *, side: str) -> Told:
    """`row` is None for somebody whom the run did not know, such as the waiting list."""
    if row is None:
        return Told(_("No place was free for you when the pairs were made."), [])
    if side == "mentor":
        return _for_mentor(row)
    if row.reason == _Reason.RULES:
        return _for_refused(row.details)
    if row.reason == _Reason.AIM:
        return Told(_("The pairs were chosen for the best fit, and none was found for you."), [])
    return _for_short(row.details)


def _for_mentor(row: Unpaired) -> Told:
    if row.reason == _Reason.RULES:
        return Told(_("The rules of this program allowed no mentee for you this time."), [])
    return Told(_("There were more places than mentees this time."), [])


def _for_refused(details: Mapping[str, Any]) -> Told:
    words = _rules_in_words()
    counts = [
        (number, words[rule][0])
        for rule, number in sorted(details.get("rules", {}).items(), key=lambda item: -item[1])
        if rule in words
    ]
    if details.get("async_helps"):
        change = _in_writing()
    elif details.get("async_would_allow"):
        change = ngettext(
            "Working in writing, too: %(n)d mentor would have been possible then.",
            "Working in writing, too: %(n)d mentors would have been possible then.",
            details["async_would_allow"],
        ) % {"n": details["async_would_allow"]}
    else:
        only = {rule: n for rule, n in details.get("only_by", {}).items() if rule in words}
        change = words[max(only, key=only.__getitem__)][1] if only else _("One more mentor.")
    return Told(_("No mentor of this cycle could be paired with you by its rules."), counts, change)


def _for_short(details: Mapping[str, Any]) -> Told:
    allowed, mentors = details.get("allowed", 0), details.get("mentors", 0)
    counts = [
        (mentors, ngettext("mentor took part", "mentors took part", mentors)),
        (allowed, _("of them could have been paired with you; their places are taken")),
    ]
    reason = _("There were fewer places with mentors than mentees.")
    if details.get("late"):
        reason += " " + _("Everybody who applied in time came first.")
    return Told(reason, counts, _for_a_place(details))


def _for_a_place(details: Mapping[str, Any]) -> str:
    """The smallest change, one's own before others'; what the run has found to be true."""
    if details.get("async_helps"):
        return _in_writing()
    if details.get("in_time_helps"):
        return _("Applying before the call closes.")
    if details.get("place_helps"):
        return _("One more place with one of these mentors.")
    return _("More places with these mentors.")


def _in_writing() -> str:
    return _("Working in writing, too. You would have been paired then.")


def _rules_in_words() -> dict[str, tuple[str, str]]:
    """What a rule counts, and the change that would have helped.

    Managers, reports and earlier partners are not in it: each is one particular person, and to
    count them would say that this person applied.
    """
    return {
        "cross_division": (
            _("in your own division, and pairs cross divisions"),
            _("One more mentor outside your division."),
        ),
        "common_language": (
            _("without a language in common"),
            _("One more mentor who speaks one of your languages."),
        ),
        "time_zones": (
            _("with too few hours of the week in common"),
            _("One more mentor whose hours meet yours."),
        ),
    }


def for_organizer(row: Unpaired | None, *, side: str, is_late: bool) -> Seen:
    """Why this person stands in the list of people without a partner."""
    if row is None:
        step = _("Find a mentee") if side == "mentor" else _("See other mentors")
        return Seen(_("Free"), _("Came after the last run, or lost the partner since."), step)
    if row.reason == _Reason.MENTOR_ONLY:
        return Seen(
            _("Mentor only"),
            _("Applied for both roles, and places are short. Takes part as a mentor."),
        )
    if side == "mentor":
        return _mentor_seen(row)
    if row.reason == _Reason.RULES:
        return _refused_seen(row.details)
    if row.reason == _Reason.AIM:
        sentence = _("The aim of this run does better without a pair for them.")
        return Seen(_("Aim"), sentence, _("See what would help"))
    chip = _("Late") if is_late else _("No place left")
    allowed = row.details.get("allowed", 0)
    sentence = ngettext(
        "%(n)d mentor is allowed, and taken.",
        "%(n)d mentors are allowed, all are taken.",
        allowed,
    ) % {"n": allowed}
    if is_late:
        sentence += " " + _("People who applied in time came first.")
    return Seen(chip, sentence, _("See what would help"))


def _mentor_seen(row: Unpaired) -> Seen:
    if row.reason == _Reason.RULES:
        return Seen(_("Rules"), _("No mentee is allowed by the rules."), _("Find a mentee"))
    allowed = row.details.get("allowed", 0)
    words = ngettext("%(n)d mentee is allowed.", "%(n)d mentees are allowed.", allowed)
    sentence = _("More places than mentees.") + " " + words % {"n": allowed}
    return Seen(_("Room"), sentence, _("Find a mentee"))


def _refused_seen(details: Mapping[str, Any]) -> Seen:
    names = rule_names()
    rules = sorted(details.get("rules", {}).items(), key=lambda item: -item[1])
    said = ", ".join(f"{names.get(rule, rule)} {number}" for rule, number in rules)
    sentence = _("No mentor is allowed. Mentors each rule removes: %(rules)s.") % {"rules": said}
    if details.get("async_would_allow"):
        step = ngettext(
            "Ask about async: %(n)d mentor would be possible.",
            "Ask about async: %(n)d mentors would be possible.",
            details["async_would_allow"],
        ) % {"n": details["async_would_allow"]}
        return Seen(names.get("time_zones", ""), sentence, step)
    only = details.get("only_by", {})
    if not only:
        return Seen(_("Rules"), sentence, _("Pair by hand with a reason."))
    rule = max(only, key=only.__getitem__)
    step = _("Set “%(rule)s” aside by hand: %(n)d would be possible.") % {
        "rule": names.get(rule, rule),
        "n": only[rule],
    }
    return Seen(names.get(rule, rule), sentence, step)


def rule_names() -> dict[str, str]:
    """Everything that keeps two people apart, as pages call it."""
    return {rule.key: _(rule.label) for rule in rules()} | {"vetoed": _("Vetoed")}
