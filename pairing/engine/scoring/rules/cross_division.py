"""Mentors from elsewhere in the organization."""

from collections.abc import Sequence

from pairing.engine.scoring.layers import Table, table
from pairing.engine.scoring.people import Person
from pairing.engine.scoring.rules._base import Circumstances, Rule
from pairing.engine.scoring.words import gettext_noop


class CrossDivision(Rule):
    key, order = "cross_division", 40
    label = gettext_noop("Same division")
    about = gettext_noop("Mentor and mentee in different divisions.")

    def layer(
        self, mentees: Sequence[Person], mentors: Sequence[Person], around: Circumstances
    ) -> Table:
        return table(
            [mentee.division for mentee in mentees],
            [mentor.division for mentor in mentors],
            lambda division, other: int(division == other != ""),
        )

    def sentence(self, mentee: Person, mentor: Person, around: Circumstances) -> str:
        return f"Both are in the division {mentee.division}."
