"""Enough of the week in common."""

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from pairing.engine.scoring.hours import WORKING_DAYS, in_common, overlaps, places_in_words
from pairing.engine.scoring.layers import Table, table_of_blocks
from pairing.engine.scoring.people import Person
from pairing.engine.scoring.rules._base import Circumstances, Number, Rule
from pairing.engine.scoring.words import gettext_noop

Class = tuple[str, frozenset[int] | None, bool]


class TimeZones(Rule):
    """Hours that two people need in common.

    Where both gave the hours that suit them, so many hours of the week have to suit both. Else that
    is not known, and so many office hours of each working day (9 to 17 in each zone) count instead.
    """

    key, order = "time_zones", 80
    label = gettext_noop("Too few shared hours")
    about = gettext_noop(
        "Shared hours, unless both chose async: of the week if both gave theirs, otherwise of a working day."
    )
    number = Number(
        gettext_noop("Shared hours: of the week if both gave theirs, otherwise of a working day"),
        usual=2,
        least=0,
        most=8,
    )

    def layer(
        self, mentees: Sequence[Person], mentors: Sequence[Person], around: Circumstances
    ) -> Table:
        def blocks(ours: list[Class], theirs: list[Class]) -> Iterator[np.ndarray]:
            return _refuses(ours, theirs, around.number, around.week)

        return table_of_blocks(list(map(_class, mentees)), list(map(_class, mentors)), blocks)

    def sentence(self, mentee: Person, mentor: Person, around: Circumstances) -> str:
        found = in_common(mentee, mentor, around.week)
        asked = f"{around.number:g} are asked for, and not both chose async."
        if found.is_given:
            return f"By the hours they gave, {found.hours:g} hours a week suit both; {asked}"
        return (
            f"{found.hours_a_day:g} office hours a working day in common, "
            f"{places_in_words(mentee, mentor)}; {asked}"
        )


def _refuses(
    ours: list[Class], theirs: list[Class], number: float, week: date
) -> Iterator[np.ndarray]:
    wants, others = (np.array([one[2] for one in side], dtype=bool) for side in (ours, theirs))
    first = 0
    for found in overlaps([one[:2] for one in ours], [one[:2] for one in theirs], week):
        needed = np.where(found.is_given, 2 * number, 2 * number * WORKING_DAYS)
        both = wants[first : first + len(needed), None] & others
        yield (found.shared < needed) & ~both
        first += len(needed)


def _class(person: Person) -> Class:
    return person.zone, person.hours or None, person.wants_async
