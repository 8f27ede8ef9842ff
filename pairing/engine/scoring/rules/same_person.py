"""Nobody with themselves."""

from collections.abc import Sequence

from pairing.engine.scoring.layers import Listed
from pairing.engine.scoring.people import Person
from pairing.engine.scoring.rules._base import Circumstances, Rule
from pairing.engine.scoring.rules._named import listed
from pairing.engine.scoring.words import gettext_noop


class SamePerson(Rule):
    key, order = "same_person", 20
    label = gettext_noop("Same person")
    about = gettext_noop("Nobody mentors themselves.")
    is_optional = False

    def layer(
        self, mentees: Sequence[Person], mentors: Sequence[Person], around: Circumstances
    ) -> Listed:
        return listed(mentees, mentors, lambda mentee: (mentee.person_id,))

    def sentence(self, mentee: Person, mentor: Person, around: Circumstances) -> str:
        return "Nobody mentors themselves."
