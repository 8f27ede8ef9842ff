"""Focus areas both chose."""

from collections.abc import Iterable, Sequence

import numpy as np

from pairing.engine.scoring.criteria._base import Criterion, Setting
from pairing.engine.scoring.layers import Lists, Shares, spread
from pairing.engine.scoring.people import Person
from pairing.engine.scoring.words import gettext_noop

MOST_AREAS = 6


class FocusAreas(Criterion):
    """Each area the mentee chose carries its share; a mentor who chose it brings that share."""

    key, order, weight = "focus_areas", 10, 30
    label = gettext_noop("Focus areas")
    about = gettext_noop("Focus areas both chose.")
    mentee_facts = mentor_facts = ("focus",)

    def layer(
        self, mentees: Sequence[Person], mentors: Sequence[Person], points: int, setting: Setting
    ) -> Shares:
        number: dict[str, int] = {}
        areas = [_numbered(_areas(mentee), number) for mentee in mentees]
        held = [_numbered(dict.fromkeys(mentor.focus), number) for mentor in mentors]
        parts = [spread(points, [1.0] * chosen) for chosen in range(MOST_AREAS + 1)]
        worth = [part for chosen in areas for part in parts[len(chosen)]]
        return Shares(Lists.of(areas), np.array(worth, dtype=np.int64), Lists.of(held), len(number))

    def sentence(self, mentee: Person, mentor: Person, setting: Setting) -> str:
        shared = [area for area in _areas(mentee) if area in mentor.focus]
        if not shared:
            return "No focus area in common."
        return f"In common: {', '.join(shared)}."


def _areas(mentee: Person) -> list[str]:
    return list(dict.fromkeys(mentee.focus))[:MOST_AREAS]


def _numbered(areas: Iterable[str], number: dict[str, int]) -> list[int]:
    return [number.setdefault(area, len(number)) for area in areas]
