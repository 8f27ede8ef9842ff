"""A view from elsewhere in the organization."""

from collections.abc import Sequence

from pairing.engine.scoring.criteria._base import Criterion, Setting
from pairing.engine.scoring.layers import Table, table
from pairing.engine.scoring.people import Person
from pairing.engine.scoring.words import gettext_noop

SAME_DIVISION = 0.6


class DifferentDivision(Criterion):
    """Full points for another division, a part for another department, none for the same one."""

    key, order, weight = "different_division", 50, 0
    label = gettext_noop("Different division")
    about = gettext_noop("A view from elsewhere in the organization.")
    mentee_facts = mentor_facts = ("division", "department")

    def layer(
        self, mentees: Sequence[Person], mentors: Sequence[Person], points: int, setting: Setting
    ) -> Table:
        return table(
            [(mentee.division, mentee.department) for mentee in mentees],
            [(mentor.division, mentor.department) for mentor in mentors],
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
