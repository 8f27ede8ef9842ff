"""Why somebody has no partner, in words: for the organizer, and for the person themselves.

The person's words hold numbers and rules only. What another person said or an organizer decided
about two people (blocks, vetoes) never shows in them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pairing.engine.scoring.rules import rules
from pairing.models import Unpaired, Why
from programs.models.called import Called

VETOED = "vetoed"  # among the rules that `details` counts


@dataclass(frozen=True)
class Without:
    """Why one person has no partner, with the counts of the run where a run says it."""

    why: Why
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ReasonForPerson:
    """What the person reads: the reason, numbers with what they count, the smallest change."""

    reason: str
    counts: list[tuple[int, str]] = field(default_factory=list)
    change: str = ""


@dataclass(frozen=True)
class ReasonForOrganizer:
    """What the organizer reads: a word, a sentence, and one thing to do about it."""

    chip: str
    sentence: str
    step: str = ""


_MADE_NONE = gettext_lazy("The organizers made no pair with you in the end.")
# What needs no counts, in the person's words.
_TOLD = {
    Why.MENTOR_ONLY: gettext_lazy(
        "You applied for both roles. Places were short, so you were to take part as %(mentor)s only."
    ),
    Why.VETOED: _MADE_NONE,
    Why.TAKEN_OFF: _MADE_NONE,
    Why.MOVED: _MADE_NONE,
    Why.MORE_PLACES: _MADE_NONE,
    Why.CHANGED: _MADE_NONE,
    Why.NO_RUN: _MADE_NONE,
    Why.PARTNER_LEFT: gettext_lazy(
        "Somebody who could have been your partner no longer takes part."
    ),
    Why.CAME_LATER: gettext_lazy("The pairs were made before your application was decided."),
    Why.WAITLISTED: gettext_lazy(
        "You were on the waiting list, and were not taken from it before pairs were published."
    ),
    Why.PAIR_ENDED: gettext_lazy("Your pair has ended."),
    Why.REPAIRED: gettext_lazy("Your pair ended because some pairs had to change."),
}
# The same for the organizer: a word, and a sentence.
_SEEN = {
    Why.MENTOR_ONLY: (
        gettext_lazy("%(mentor)s only"),
        gettext_lazy("Applied for both roles, and places are short. Takes part as %(mentor)s."),
    ),
    Why.VETOED: (
        gettext_lazy("Vetoed"),
        gettext_lazy("A veto rules out somebody the rules allow."),
    ),
    Why.TAKEN_OFF: (
        gettext_lazy("Taken off"),
        gettext_lazy("Their pair was taken off the board by hand."),
    ),
    Why.MOVED: (
        gettext_lazy("Free"),
        gettext_lazy("Their %(mentee)s was given to another %(mentor)s by hand."),
    ),
    Why.PARTNER_LEFT: (
        gettext_lazy("Partner left"),
        gettext_lazy("Their partner is not in pairing any more."),
    ),
    Why.MORE_PLACES: (
        gettext_lazy("Free place"),
        gettext_lazy("Got another place after the last run."),
    ),
    Why.CHANGED: (
        gettext_lazy("Run again"),
        gettext_lazy("Somebody became free after the last run. Another run might pair them."),
    ),
    Why.CAME_LATER: (gettext_lazy("New"), gettext_lazy("Was decided after the last run.")),
    Why.NO_RUN: (gettext_lazy("Free"), gettext_lazy("No run has looked for a partner yet.")),
    Why.WAITLISTED: (gettext_lazy("Waiting list"), gettext_lazy("Is on the waiting list.")),
    Why.PAIR_ENDED: (gettext_lazy("Pair ended"), gettext_lazy("Their pair has ended.")),
    Why.REPAIRED: (
        gettext_lazy("Repair"),
        gettext_lazy("A repair gave their partner to somebody else."),
    ),
}


def of_run(row: Unpaired) -> Without:
    """What a run said. Where nobody is allowed only because of a veto, the veto is the reason."""
    details = row.details
    by_veto = details.get("only_by", {}).get(VETOED) or details.get(VETOED)
    if row.reason == Why.RULES and by_veto:
        return Without(Why.VETOED, details)
    return Without(Why(row.reason), details)


def for_person(without: Without, *, side: str, called: Called) -> ReasonForPerson:
    if without.why in _TOLD:
        return ReasonForPerson(str(_TOLD[without.why]) % called.words)
    if without.why == Why.AIM:
        return ReasonForPerson(
            _("The pairs were chosen for the best fit, and none was found for you.")
        )
    if side == "mentor":
        return _for_mentor(without.why, called)
    if without.why == Why.RULES:
        return _for_refused(without.details, called)
    return _for_short(without.details, called)


def _for_mentor(why: Why, called: Called) -> ReasonForPerson:
    if why == Why.RULES:
        sentence = _("The rules of this program allowed no %(mentee)s for you this time.")
    else:
        sentence = _("Every %(mentee)s who could have been paired with you has another %(mentor)s.")
    return ReasonForPerson(sentence % called.words)


def _for_refused(details: Mapping[str, Any], called: Called) -> ReasonForPerson:
    words = _rules_in_words(called)
    counts = [
        (number, words[rule][0])
        for rule, number in sorted(details.get("rules", {}).items(), key=lambda item: -item[1])
        if rule in words
    ]
    if details.get("async_helps"):
        change = _in_writing()
    elif details.get("async_would_allow"):
        change = ngettext(
            "Working in writing, too: then %(n)d %(mentor)s would have been possible.",
            "Working in writing, too: then %(n)d %(mentors)s would have been possible.",
            details["async_would_allow"],
        ) % {"n": details["async_would_allow"], **called.words}
    else:
        only = {rule: n for rule, n in details.get("only_by", {}).items() if rule in words}
        one_more = _("One more %(mentor)s.") % called.words
        change = words[max(only, key=only.__getitem__)][1] if only else one_more
    reason = _("No %(mentor)s of this cycle could be paired with you by its rules.")
    return ReasonForPerson(reason % called.words, counts, change)


def _for_short(details: Mapping[str, Any], called: Called) -> ReasonForPerson:
    allowed, mentors = details.get("allowed", 0), details.get("mentors", 0)
    took_part = ngettext("%(mentor)s took part", "%(mentors)s took part", mentors)
    counts = [
        (mentors, took_part % called.words),
        (allowed, _("of them could have been paired with you; their places are taken")),
    ]
    reason = _("All places with %(mentors)s who could be paired with you went to others.")
    reason %= called.words
    if details.get("late"):
        reason += " " + _("Everyone who applied in time came first.")
    return ReasonForPerson(reason, counts, _for_a_place(details, called))


def _for_a_place(details: Mapping[str, Any], called: Called) -> str:
    """The smallest change, one's own before others'; what the run has found to be true."""
    if details.get("async_helps"):
        return _in_writing()
    if details.get("in_time_helps"):
        return _("Applying before the call closes.")
    if details.get("place_helps"):
        return _("One more place with one of these %(mentors)s.") % called.words
    return _("More places with these %(mentors)s.") % called.words


def _in_writing() -> str:
    return _("Working in writing, too. You would have been paired then.")


def _rules_in_words(called: Called) -> dict[str, tuple[str, str]]:
    """What a rule counts, and the change that would have helped.

    Managers, reports and earlier partners are not in it: each is one particular person, and to
    count them would say that this person applied.
    """
    return {
        "cross_division": (
            _("in your own division, and pairs cross divisions"),
            _("One more %(mentor)s outside your division.") % called.words,
        ),
        "common_language": (
            _("without a language in common"),
            _("One more %(mentor)s who speaks one of your languages.") % called.words,
        ),
        "time_zones": (
            _("with too few hours of the week in common"),
            _("One more %(mentor)s whose hours overlap with yours.") % called.words,
        ),
    }


def for_organizer(
    without: Without, *, side: str, is_late: bool, called: Called
) -> ReasonForOrganizer:
    """Why this person stands in the list of people without a partner."""
    step = _("See other %(mentees)s") if side == "mentor" else _("See other %(mentors)s")
    step %= called.words
    if without.why == Why.MENTOR_ONLY:
        step = ""
    if without.why in _SEEN:
        chip, sentence = (str(one) % called.words for one in _SEEN[without.why])
        return ReasonForOrganizer(capfirst(chip), sentence, step)
    if without.why == Why.AIM:
        sentence = _("The aim of this run scores better without a pair for them.")
        return ReasonForOrganizer(_("Aim"), sentence, _("See what would help"))
    if side == "mentor":
        return _mentor_seen(without, step, called)
    if without.why == Why.RULES:
        return _refused_seen(without.details, called)
    return _short_seen(without.details, called, is_late=is_late)


def _short_seen(details: Mapping[str, Any], called: Called, *, is_late: bool) -> ReasonForOrganizer:
    chip = _("Late") if is_late else _("No place left")
    allowed = details.get("allowed", 0)
    sentence = ngettext(
        "%(n)d %(mentor)s fits the rules and is full.",
        "%(n)d %(mentors)s fit the rules; all of them are full.",
        allowed,
    ) % {"n": allowed, **called.words}
    if is_late:
        sentence += " " + _("People who applied in time came first.")
    return ReasonForOrganizer(chip, sentence, _("See what would help"))


def _mentor_seen(without: Without, step: str, called: Called) -> ReasonForOrganizer:
    if without.why == Why.RULES:
        sentence = _("No %(mentee)s is allowed by the rules.") % called.words
        return ReasonForOrganizer(_("Rules"), sentence, step)
    allowed = without.details.get("allowed", 0)
    sentence = ngettext(
        "%(n)d %(mentee)s fits the rules and has a partner.",
        "%(n)d %(mentees)s fit the rules; all of them have a partner.",
        allowed,
    ) % {"n": allowed, **called.words}
    return ReasonForOrganizer(_("Free place"), sentence, step)


def _refused_seen(details: Mapping[str, Any], called: Called) -> ReasonForOrganizer:
    names = rule_names()
    rules = sorted(details.get("rules", {}).items(), key=lambda item: -item[1])
    said = ", ".join(f"{names.get(rule, rule)} {number}" for rule, number in rules)
    sentence = _("No %(mentor)s fits the rules. How many each rule removes: %(rules)s.")
    sentence %= {"rules": said, **called.words}
    if details.get("async_would_allow"):
        step = ngettext(
            "Ask about async: %(n)d %(mentor)s would be possible.",
            "Ask about async: %(n)d %(mentors)s would be possible.",
            details["async_would_allow"],
        ) % {"n": details["async_would_allow"], **called.words}
        return ReasonForOrganizer(names.get("time_zones", ""), sentence, step)
    only = details.get("only_by", {})
    if not only:
        return ReasonForOrganizer(_("Rules"), sentence, _("Pair by hand with a reason."))
    rule = max(only, key=only.__getitem__)
    step = _("Make an exception to “%(rule)s” by hand: %(n)d would be possible.") % {
        "rule": names.get(rule, rule),
        "n": only[rule],
    }
    return ReasonForOrganizer(names.get(rule, rule), sentence, step)


def rule_names() -> dict[str, str]:
    """Everything that keeps two people apart, as pages call it."""
    return {rule.key: _(rule.label) for rule in rules()} | {"vetoed": _("Vetoed")}
