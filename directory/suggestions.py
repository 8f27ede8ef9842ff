"""Who chooses a mentor for one person: whatever knows how, registered at start-up.

The pairing engine stands beside the directory, and the two know nothing of each other; the project,
which knows both, brings them together (`mentorship.suggesting`).
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from directory.rules.fit import Candidate, Seeker

# The numbers of at most so many mentors, best first, for one person in the week of that moment.
Choose = Callable[[Seeker, Sequence[Candidate], int, datetime], list[int]]

_chooser: list[Choose] = []


def use(chooser: Choose) -> None:
    _chooser[:] = [chooser]


def choose(seeker: Seeker, mentors: Sequence[Candidate], most: int, at: datetime) -> list[int]:
    """Nobody where nobody is free; who asks needs a chooser, which every site has."""
    return _chooser[0](seeker, mentors, most, at) if mentors else []
