"""Focus areas both chose."""

from collections.abc import Sequence

from pairing.engine.scoring.criteria._base import Criterion, Setting
from pairing.engine.scoring.layers import Shares, spread
from pairing.engine.scoring.people import Person

MOST_AREAS = 6


class FocusAreas(Criterion):
    """Each area the mentee chose carries its share; a mentor who chose it brings that share."""

    name, label, order, default_points = "focus_areas", "Focus areas", 10, 30

    def layer(
        self, mentees: Sequence[Person], mentors: Sequence[Person], points: int, setting: Setting
    ) -> Shares:
        given = []
        for mentee in mentees:
            areas = _areas(mentee)
            given.append(list(zip(areas, spread(points, [1.0] * len(areas)), strict=True)))
        return Shares(given, [frozenset(mentor.focus) for mentor in mentors])

    def sentence(self, mentee: Person, mentor: Person, setting: Setting) -> str:
        shared = [area for area in _areas(mentee) if area in mentor.focus]
        if not shared:
            return "No focus area in common."
        return f"In common: {', '.join(shared)}."


def _areas(mentee: Person) -> list[str]:
    return list(dict.fromkeys(mentee.focus))[:MOST_AREAS]
