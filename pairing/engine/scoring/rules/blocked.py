"""Whoever asked not to be paired with somebody."""

from collections.abc import Sequence

from pairing.engine.scoring.layers import Listed
from pairing.engine.scoring.people import Person
from pairing.engine.scoring.rules._base import Circumstances, Rule
from pairing.engine.scoring.rules._named import listed_pairs
from pairing.engine.scoring.words import gettext_noop


class Blocked(Rule):
    key, order = "blocked", 30
    label = gettext_noop("Blocked")
    about = gettext_noop("Neither asked not to be paired with the other.")
    is_optional = False

    def layer(
        self, mentees: Sequence[Person], mentors: Sequence[Person], around: Circumstances
    ) -> Listed:
        return listed_pairs(mentees, mentors, around.lists.blocked)

    def sentence(self, mentee: Person, mentor: Person, around: Circumstances) -> str:
        return "One of the two asked not to be paired with the other."
