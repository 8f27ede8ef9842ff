"""What every criterion answers."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from pairing.engine.scoring.layers import Layer
from pairing.engine.scoring.people import Person


@dataclass(frozen=True)
class Setting:
    """What a cycle says to all criteria: the week whose clocks count."""

    week: date


class Criterion(ABC):
    """`points` is what a perfect pair earns; a pair earns whole points from 0 to that.

    `name` is the key of the weight, `label` what pages show, `order` their sequence and
    `default_points` the weight of a new cycle (0: off until somebody gives it a weight).
    """

    name: ClassVar[str]
    label: ClassVar[str]
    order: ClassVar[int]
    default_points: ClassVar[int]

    @abstractmethod
    def layer(
        self, mentees: Sequence[Person], mentors: Sequence[Person], points: int, setting: Setting
    ) -> Layer:
        """The points of all pairs at once."""

    @abstractmethod
    def sentence(self, mentee: Person, mentor: Person, setting: Setting) -> str:
        """The fact behind one pair's points, in one sentence."""
