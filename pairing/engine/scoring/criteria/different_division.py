"""A view from elsewhere in the organization."""

from collections.abc import Sequence

from pairing.engine.scoring.criteria._base import Criterion, Setting
from pairing.engine.scoring.layers import Table, table
from pairing.engine.scoring.people import Person

SAME_DIVISION = 0.6


class DifferentDivision(Criterion):
    """Full points for another division, a part for another department, none for the same one."""

    name, label, order, default_points = "different_division", "Different division", 50, 10

    def layer(
        self, mentees: Sequence[Person], mentors: Sequence[Person], points: int, setting: Setting
    ) -> Table:
        return table(
            [(one.division, one.department) for one in mentees],
            [(one.division, one.department) for one in mentors],
            lambda mentee, mentor: round(points * _share(mentee, mentor)),
        )

    def sentence(self, mentee: Person, mentor: Person, setting: Setting) -> str:
        if mentee.division != mentor.division:
            return f"{mentor.division or 'Unknown'} and {mentee.division or 'unknown'}."
        if mentee.department != mentor.department:
            return f"Same division, {mentor.department} and {mentee.department}."
        return f"Both in {mentee.department or mentee.division or 'an unknown department'}."


def _share(mentee: tuple[str, str], mentor: tuple[str, str]) -> float:
    if mentee[0] != mentor[0]:
        return 1.0
    return SAME_DIVISION if mentee[1] != mentor[1] else 0.0
