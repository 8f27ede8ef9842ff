"""What may keep two people apart. One module per rule; this package finds them by itself.

To add one, write a module here with one subclass of `Rule`, and its test. Nothing else changes:
refusals, settings, the board, the program file and the tests that walk all rules pick it up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Literal

from pairing.engine.scoring.criteria import Setting
from pairing.engine.scoring.layers import Listed, Table
from pairing.engine.scoring.people import Person
from pairing.engine.scoring.rules._base import (
    HARD,
    MODES,
    MOST_POINTS,
    OFF,
    Circumstances,
    Mode,
    Number,
    PairLists,
    Rule,
    RuleChoice,
)
from pairing.engine.values.terms import BadInput

__all__ = [
    "HARD",
    "MODES",
    "MOST_POINTS",
    "OFF",
    "AppliedRule",
    "Circumstances",
    "Mode",
    "Number",
    "PairLists",
    "Rule",
    "RuleChoice",
    "Rules",
    "applied",
    "rules",
]


@cache
def rules() -> tuple[Rule, ...]:
    """One of each, in the order in which pages show them; those that are always hard come first."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    kinds = (kind() for kind in Rule.__subclasses__())
    return tuple(sorted(kinds, key=lambda rule: (rule.is_optional, rule.order)))


@dataclass(frozen=True)
class Rules:
    """A cycle's choices, by key of the rule; a rule that is left out is taken as usual.

    `late_last`: late applicants are served after everyone in time. `shortage`: what becomes of
    people in both roles when mentors are short (D2). Raises BadInput for a key that is no rule's,
    or that of one which is always hard.
    """

    choices: Mapping[str, RuleChoice] = field(default_factory=dict)
    late_last: bool = True
    shortage: Literal["all", "as few as possible", "off"] = "all"

    def __post_init__(self) -> None:
        optional = [rule.key for rule in rules() if rule.is_optional]
        for key in self.choices:
            if key not in optional:
                raise BadInput(f"unknown rule {key!r}; known are {', '.join(optional)}")

    def choice(self, rule: Rule) -> RuleChoice:
        return self.choices.get(rule.key, rule.usual) if rule.is_optional else HARD


@dataclass(frozen=True)
class AppliedRule:
    """A rule at work in a cohort: `layer` is 1 where it speaks against a pair."""

    rule: Rule
    choice: RuleChoice
    around: Circumstances = field(repr=False)
    layer: Table | Listed = field(repr=False)

    @property
    def key(self) -> str:
        return self.rule.key

    @property
    def label(self) -> str:
        return self.rule.label

    @property
    def is_optional(self) -> bool:
        return self.rule.is_optional

    @property
    def is_hard(self) -> bool:
        return self.choice.mode == "hard"

    def sentence(self, mentee: Person, mentor: Person) -> str:
        return self.rule.sentence(mentee, mentor, self.around)


def applied(
    mentees: Sequence[Person],
    mentors: Sequence[Person],
    chosen: Rules,
    lists: PairLists,
    setting: Setting,
) -> list[AppliedRule]:
    """Every rule that is not off."""
    at_work = []
    for rule in rules():
        choice = chosen.choice(rule)
        if choice.mode != "off":
            number = _number(rule, choice)
            around = Circumstances(setting.week, lists, number, setting.mentor, setting.mentee)
            at_work.append(AppliedRule(rule, choice, around, rule.layer(mentees, mentors, around)))
    return at_work


def _number(rule: Rule, choice: RuleChoice) -> float:
    if rule.number is None:
        return 0
    return rule.number.usual if choice.number is None else choice.number
