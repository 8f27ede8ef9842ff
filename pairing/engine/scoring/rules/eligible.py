"""Only who is eligible takes part."""

from collections.abc import Sequence

from pairing.engine.scoring.layers import Table, table
from pairing.engine.scoring.people import Person
from pairing.engine.scoring.rules._base import Circumstances, Rule
from pairing.engine.scoring.words import gettext_noop


class Eligible(Rule):
    key, order = "eligible", 10
    label = gettext_noop("Not eligible")
    about = gettext_noop("Both are eligible.")
    is_optional = False

    def layer(
        self, mentees: Sequence[Person], mentors: Sequence[Person], around: Circumstances
    ) -> Table:
        return table(
            [mentee.eligible for mentee in mentees],
            [mentor.eligible for mentor in mentors],
            lambda mentee_is, mentor_is: int(not (mentee_is and mentor_is)),
        )

    def sentence(self, mentee: Person, mentor: Person, around: Circumstances) -> str:
        who = "mentor" if mentee.eligible else "mentee"
        return f"The {who} is not eligible."
