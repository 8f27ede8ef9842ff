"""Why somebody has no partner, in words: for the organizer, and for the person themselves.

The person's words hold numbers and rules only. What another person said or an organizer decided
about two people (blocks, vetoes) never shows in them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pairing.engine.scoring.rules import rules
from pairing.models import Unpaired, Why

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
        "You applied for both roles. Places were short, so you were to take part as a mentor only."
    ),
    Why.VETOED: _MADE_NONE,
    Why.TAKEN_OFF: _MADE_NONE,
    Why.MOVED: _MADE_NONE,
    Why.MORE_PLACES: _MADE_NONE,
    Why.CHANGED: _MADE_NONE,
    Why.NO_RUN: _MADE_NONE,
    Why.PARTNER_LEFT: gettext_lazy(
        "Somebody who could have been your partner does not take part any more."
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
        gettext_lazy("Mentor only"),
        gettext_lazy("Applied for both roles, and places are short. Takes part as a mentor."),
    ),
    Why.VETOED: (
        gettext_lazy("Vetoed"),
        gettext_lazy("A veto keeps them from somebody the rules allow."),
    ),
    Why.TAKEN_OFF: (
        gettext_lazy("Taken off"),
        gettext_lazy("Their pair was taken off the board by hand."),
    ),
    Why.MOVED: (
        gettext_lazy("Free"),
        gettext_lazy("Their mentee was given to another mentor by hand."),
    ),
    Why.PARTNER_LEFT: (
        gettext_lazy("Partner left"),
        gettext_lazy("Their partner is not in pairing any more."),
    ),
    Why.MORE_PLACES: (
        gettext_lazy("Room"),
        gettext_lazy("Got another place after the last run."),
    ),
    Why.CHANGED: (
        gettext_lazy("Look again"),
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


def for_person(without: Without, *, side: str) -> ReasonForPerson:
    if without.why in _TOLD:
        return ReasonForPerson(str(_TOLD[without.why]))
    if without.why == Why.AIM:
        return ReasonForPerson(
            _("The pairs were chosen for the best fit, and none was found for you.")
        )
    if side == "mentor":
        return _for_mentor(without.why)
    if without.why == Why.RULES:
        return _for_refused(without.details)
    return _for_short(without.details)


def _for_mentor(why: Why) -> ReasonForPerson:
    if why == Why.RULES:
        return ReasonForPerson(_("The rules of this program allowed no mentee for you this time."))
    return ReasonForPerson(
        _("Every mentee who could have been paired with you has another mentor.")
    )


def _for_refused(details: Mapping[str, Any]) -> ReasonForPerson:
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
    return ReasonForPerson(
        _("No mentor of this cycle could be paired with you by its rules."), counts, change
    )


def _for_short(details: Mapping[str, Any]) -> ReasonForPerson:
    allowed, mentors = details.get("allowed", 0), details.get("mentors", 0)
    counts = [
        (mentors, ngettext("mentor took part", "mentors took part", mentors)),
        (allowed, _("of them could have been paired with you; their places are taken")),
    ]
    reason = _("All places with mentors who could be paired with you went to others.")
    if details.get("late"):
        reason += " " + _("Everybody who applied in time came first.")
    return ReasonForPerson(reason, counts, _for_a_place(details))


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


def for_organizer(without: Without, *, side: str, is_late: bool) -> ReasonForOrganizer:
    """Why this person stands in the list of people without a partner."""
    step = _("Find a mentee") if side == "mentor" else _("See other mentors")
    if without.why == Why.MENTOR_ONLY:
        step = ""
    if without.why in _SEEN:
        return ReasonForOrganizer(str(_SEEN[without.why][0]), str(_SEEN[without.why][1]), step)
    if without.why == Why.AIM:
        sentence = _("The aim of this run does better without a pair for them.")
        return ReasonForOrganizer(_("Aim"), sentence, _("See what would help"))
    if side == "mentor":
        return _mentor_seen(without)
    if without.why == Why.RULES:
        return _refused_seen(without.details)
    return _short_seen(without.details, is_late=is_late)


def _short_seen(details: Mapping[str, Any], *, is_late: bool) -> ReasonForOrganizer:
    chip = _("Late") if is_late else _("No place left")
    allowed = details.get("allowed", 0)
    sentence = ngettext(
        "%(n)d mentor is allowed, and taken.",
        "%(n)d mentors are allowed, all are taken.",
        allowed,
    ) % {"n": allowed}
    if is_late:
        sentence += " " + _("People who applied in time came first.")
    return ReasonForOrganizer(chip, sentence, _("See what would help"))


def _mentor_seen(without: Without) -> ReasonForOrganizer:
    if without.why == Why.RULES:
        return ReasonForOrganizer(
            _("Rules"), _("No mentee is allowed by the rules."), _("Find a mentee")
        )
    allowed = without.details.get("allowed", 0)
    sentence = ngettext(
        "%(n)d mentee is allowed, and has a mentor.",
        "%(n)d mentees are allowed, all have a mentor.",
        allowed,
    ) % {"n": allowed}
    return ReasonForOrganizer(_("Room"), sentence, _("Find a mentee"))


def _refused_seen(details: Mapping[str, Any]) -> ReasonForOrganizer:
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
        return ReasonForOrganizer(names.get("time_zones", ""), sentence, step)
    only = details.get("only_by", {})
    if not only:
        return ReasonForOrganizer(_("Rules"), sentence, _("Pair by hand with a reason."))
    rule = max(only, key=only.__getitem__)
    step = _("Set “%(rule)s” aside by hand: %(n)d would be possible.") % {
        "rule": names.get(rule, rule),
        "n": only[rule],
    }
    return ReasonForOrganizer(names.get(rule, rule), sentence, step)


def rule_names() -> dict[str, str]:
    """Everything that keeps two people apart, as pages call it."""
    return {rule.key: _(rule.label) for rule in rules()} | {"vetoed": _("Vetoed")}
