"""What every rule is and answers, and how strictly a cycle may take it."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Literal

from pairing.engine.scoring.layers import Listed, Table
from pairing.engine.scoring.people import Person
from pairing.engine.values.terms import BadInput

Mode = Literal["hard", "soft", "off"]
MODES: tuple[Mode, ...] = ("hard", "soft", "off")
MOST_POINTS = 100


@dataclass(frozen=True, slots=True)
class RuleChoice:
    """How a cycle takes a rule. hard: refuses the pair. soft: costs `points`. off: is not looked at.

    `number` is for rules that ask for one; None takes the rule's own.
    """

    mode: Mode = "hard"
    points: int = 10
    number: float | None = None

    def __post_init__(self) -> None:
        if self.mode not in MODES or not 0 <= self.points <= MOST_POINTS:
            raise BadInput(f"a rule is hard, soft or off with 0 to 100 points, not {self}")


HARD, OFF = RuleChoice("hard"), RuleChoice("off")


@dataclass(frozen=True, slots=True)
class Number:
    """A number that a rule asks for: what it counts (marked for translation), and its limits."""

    label: str
    usual: float
    least: int
    most: int


@dataclass(frozen=True)
class PairLists:
    """Pairs named one by one.

    `previous` and `blocked` hold two person ids in either order; `vetoes`, `locks` and `overrides`
    hold (mentee id, mentor id). An override allows a pair in spite of the rules and locks it.
    `votes` hold (mentee id, mentor id, points) that people add to a pair the rules allow.
    """

    previous: frozenset[tuple[str, str]] = frozenset()
    blocked: frozenset[tuple[str, str]] = frozenset()
    vetoes: tuple[tuple[str, str], ...] = ()
    locks: tuple[tuple[str, str], ...] = ()
    overrides: tuple[tuple[str, str], ...] = ()
    votes: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True)
class Circumstances:
    """What a rule looks at besides the people: the week whose clocks count, pairs named one by
    one, and the number the cycle chose for it (0 where the rule asks for none). `mentor` and
    `mentee` are what the cycle calls the two sides in sentences."""

    week: date
    lists: PairLists = field(default_factory=PairLists)
    number: float = 0
    mentor: str = "mentor"
    mentee: str = "mentee"


class Rule(ABC):
    """Keeps pairs apart, or makes them cost points.

    `key` names it wherever a choice is written down, `label` is what pages call it and `about` the
    sentence that says what it asks for (both marked for translation), `order` their sequence.
    `usual` is the choice of a new cycle. Where `is_optional` is False, the rule is always hard.
    """

    key: ClassVar[str]
    label: ClassVar[str]
    about: ClassVar[str]
    order: ClassVar[int]
    usual: ClassVar[RuleChoice] = HARD
    number: ClassVar[Number | None] = None
    is_optional: ClassVar[bool] = True

    @abstractmethod
    def layer(
        self, mentees: Sequence[Person], mentors: Sequence[Person], around: Circumstances
    ) -> Table | Listed:
        """1 for every pair the rule speaks against, 0 for all others."""

    @abstractmethod
    def sentence(self, mentee: Person, mentor: Person, around: Circumstances) -> str:
        """Why the rule speaks against these two, in one sentence."""
