"""A new partner each time."""

from collections.abc import Sequence

from pairing.engine.scoring.layers import Listed
from pairing.engine.scoring.people import Person
from pairing.engine.scoring.rules._base import Circumstances, Rule
from pairing.engine.scoring.rules._named import listed_pairs
from pairing.engine.scoring.words import gettext_noop


class PreviousPairs(Rule):
    key, order = "previous_pairs", 60
    label = gettext_noop("Paired before")
    about = gettext_noop("Nobody with a partner of an earlier cycle.")

    def layer(
        self, mentees: Sequence[Person], mentors: Sequence[Person], around: Circumstances
    ) -> Listed:
        return listed_pairs(mentees, mentors, around.lists.previous)

    def sentence(self, mentee: Person, mentor: Person, around: Circumstances) -> str:
        return "The two were a pair before."
