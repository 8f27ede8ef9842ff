"""What every criterion is and answers."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from pairing.engine.scoring.layers import Layer
from pairing.engine.scoring.people import Person

MOST_WEIGHT = 100


@dataclass(frozen=True)
class Setting:
    """What a cycle says to all criteria: the week whose clocks count, and what it calls the two
    sides in sentences."""

    week: date
    mentor: str = "mentor"
    mentee: str = "mentee"


class Criterion(ABC):
    """`points` is what a perfect pair earns; a pair earns whole points from 0 to that.

    `key` names it wherever a weight is written down, `label` is what pages call it and `about` the
    sentence that says what it rewards (both marked for translation), `order` their sequence.
    `weight` is that of a new cycle, 0 to MOST_WEIGHT; at 0 it is off until somebody gives it one.
    `mentee_facts` and `mentor_facts` name the fields of `Person` that it reads: where nobody can
    say them, it cannot tell one pair from another.
    """

    key: ClassVar[str]
    label: ClassVar[str]
    about: ClassVar[str]
    order: ClassVar[int]
    weight: ClassVar[int]
    mentee_facts: ClassVar[tuple[str, ...]]
    mentor_facts: ClassVar[tuple[str, ...]]

    @abstractmethod
    def layer(
        self, mentees: Sequence[Person], mentors: Sequence[Person], points: int, setting: Setting
    ) -> Layer:
        """The points of all pairs at once."""

    @abstractmethod
    def sentence(self, mentee: Person, mentor: Person, setting: Setting) -> str:
        """The fact behind one pair's points, in one sentence."""
