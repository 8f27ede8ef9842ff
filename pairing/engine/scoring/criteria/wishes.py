"""Ranked wishes of either side."""

from collections.abc import Sequence

from pairing.engine.scoring.criteria._base import Criterion, Setting
from pairing.engine.scoring.layers import Listed
from pairing.engine.scoring.people import Person
from pairing.engine.scoring.words import gettext_noop

SHARE = (1.0, 0.75, 0.5)
FARTHER = 0.25
PLACES = ("first", "second", "third")


class Wishes(Criterion):
    """Half of the points for each side's wish, fewer the lower it is ranked."""

    key, order, weight = "wishes", 60, 0
    label = gettext_noop("Wishes")
    about = gettext_noop("People either side wished for.")
    mentee_facts = mentor_facts = ("wishes",)

    def layer(
        self, mentees: Sequence[Person], mentors: Sequence[Person], points: int, setting: Setting
    ) -> Listed:
        row_of = {mentee.id: row for row, mentee in enumerate(mentees)}
        column_of = {mentor.id: column for column, mentor in enumerate(mentors)}
        earned: dict[tuple[int, int], int] = {}
        mentors_half = points // 2
        for row, mentee in enumerate(mentees):
            for rank, wish in enumerate(dict.fromkeys(mentee.wishes)):
                if wish in column_of:
                    cell = row, column_of[wish]
                    earned[cell] = round((points - mentors_half) * _share(rank))
        for column, mentor in enumerate(mentors):
            for rank, wish in enumerate(dict.fromkeys(mentor.wishes)):
                if wish in row_of:
                    cell = row_of[wish], column
                    earned[cell] = earned.get(cell, 0) + round(mentors_half * _share(rank))
        return Listed(earned)

    def sentence(self, mentee: Person, mentor: Person, setting: Setting) -> str:
        wishes = []
        if mentor.id in mentee.wishes:
            wishes.append(f"{_place(mentee.wishes.index(mentor.id))} wish of the mentee")
        if mentee.id in mentor.wishes:
            wishes.append(f"{_place(mentor.wishes.index(mentee.id))} wish of the mentor")
        text = ", ".join(wishes)
        return f"{text[0].upper()}{text[1:]}." if text else "No wish expressed."


def _share(rank: int) -> float:
    return SHARE[rank] if rank < len(SHARE) else FARTHER


def _place(rank: int) -> str:
    return PLACES[rank] if rank < len(PLACES) else "lower"
