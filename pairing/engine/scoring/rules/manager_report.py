"""Nobody with their manager, nor with somebody who reports to them."""

from collections.abc import Sequence

from pairing.engine.scoring.layers import Listed
from pairing.engine.scoring.people import Person
from pairing.engine.scoring.rules._base import Circumstances, Rule
from pairing.engine.scoring.rules._named import listed_pairs
from pairing.engine.scoring.words import gettext_noop


class ManagerReport(Rule):
    key, order = "manager_report", 50
    label = gettext_noop("Manager and report")
    about = gettext_noop("Nobody with their manager or report.")

    def layer(
        self, mentees: Sequence[Person], mentors: Sequence[Person], around: Circumstances
    ) -> Listed:
        pairs = {
            (person.person_id, person.manager_id)
            for person in (*mentees, *mentors)
            if person.person_id and person.manager_id
        }
        return listed_pairs(mentees, mentors, pairs)

    def sentence(self, mentee: Person, mentor: Person, around: Circumstances) -> str:
        if mentee.manager_id == mentor.person_id:
            return f"The {around.mentor} is the {around.mentee}'s manager."
        return f"The {around.mentee} is the {around.mentor}'s manager."
