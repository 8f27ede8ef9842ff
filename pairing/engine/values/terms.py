"""What the engine's input is made of: pairs, wishes, limits, and the one error about them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

FORBIDDEN = -1
HIGHEST_SCORE = 10**9
LOWEST_PRIORITY, HIGHEST_PRIORITY = 1, 9
Pair = tuple[str, str]


class BadInput(ValueError):  # noqa: N818 - reads as a sentence where it is raised and caught
    """The input cannot be a pairing problem; the message is one line that says where."""


@dataclass(frozen=True)
class Preferences:
    """Ranked wishes, best first, by id. Someone not listed orders the other side by score."""

    mentees: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    mentors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def expect(condition: bool, message: str) -> None:
    """Raise BadInput with one line unless the condition holds."""
    if not condition:
        raise BadInput(message.replace("\n", " "))


def smallest_type(highest: int) -> type[np.signedinteger]:
    """The narrowest signed integer type that holds -1..highest: scores are read often."""
    for kind in (np.int8, np.int16, np.int32):
        if highest <= np.iinfo(kind).max:
            return kind
    return np.int64
