"""Which of the engine's criteria and rules a cycle can choose, and what they are called.

The engine knows more criteria than people can be asked about: one whose facts nobody can enter would
count and tell no pair from another, so it is not offered anywhere.
"""

from collections.abc import Iterable
from functools import cache

from django.utils.translation import gettext

from pairing.engine.scoring.criteria import Criterion, criteria
from pairing.engine.scoring.rules import Rule, rules
from programs.models import Role
from surveys.models import Question

_Use = Question.Use
_SIDES = (Role.Side.MENTEE, Role.Side.MENTOR)
# The fact of the engine that a question fills, by what pairing reads its answers as.
ASKED = {
    _Use.FOCUS: "focus",
    _Use.GOAL_TEXT: "text",
    _Use.LANGUAGES: "languages",
    _Use.ASYNC: "wants_async",
    _Use.AVAILABILITY: "hours",
    _Use.EXPERIENCE: "experience",
    _Use.CAREER_TRACK: "career_track",
}
_ON_THE_APPLICATION = frozenset({"division", "department", "level", "zone", "started_on"})
# What is known unasked. A mentor manages if somebody reports to them.
KNOWN = {
    Role.Side.MENTEE: _ON_THE_APPLICATION,
    Role.Side.MENTOR: _ON_THE_APPLICATION | {"career_track"},
}


@cache
def offered_criteria() -> tuple[Criterion, ...]:
    """Those whose facts an application can fill, on both sides."""
    return tuple(
        one
        for one in criteria()
        if all(set(facts_of(one, side)) <= KNOWN[side] | set(ASKED.values()) for side in _SIDES)
    )


def offered_rules() -> tuple[Rule, ...]:
    """Those that a cycle may soften or switch off."""
    return tuple(rule for rule in rules() if rule.is_optional)


def usual_weights() -> dict[str, int]:
    """How much each criterion counts where nobody has said anything."""
    return {one.key: one.weight for one in offered_criteria()}


def facts_of(criterion: Criterion, side: str) -> Iterable[str]:
    return criterion.mentee_facts if side == Role.Side.MENTEE else criterion.mentor_facts


def uses_asked_for(criterion: Criterion, side: str) -> list[str]:
    """What this side has to be asked for the criterion to tell its people apart; empty where some
    of its facts are known unasked."""
    facts = set(facts_of(criterion, side))
    if facts & KNOWN[Role.Side(side)]:
        return []
    return [use for use, fact in ASKED.items() if fact in facts]


def rule_label(key: str) -> str:
    """What pages call a rule; the key itself for one that is no longer there."""
    return next((gettext(rule.label) for rule in rules() if rule.key == key), key)


def criterion_choices() -> list[tuple[str, str]]:
    return [(one.key, gettext(one.label)) for one in offered_criteria()]


def rule_choices() -> list[tuple[str, str]]:
    return [(rule.key, gettext(rule.label)) for rule in offered_rules()]
