"""Rules about single pairs: which cells two lists of people give."""

from collections.abc import Callable, Collection, Sequence

from pairing.engine.scoring.layers import Listed
from pairing.engine.scoring.people import Person


def listed(
    mentees: Sequence[Person],
    mentors: Sequence[Person],
    partners_of: Callable[[Person], Collection[str]],
) -> Listed:
    """Every mentee with the mentors whose person ids `partners_of` gives."""
    columns: dict[str, list[int]] = {}
    for column, mentor in enumerate(mentors):
        if mentor.person_id:
            columns.setdefault(mentor.person_id, []).append(column)
    return Listed(
        {
            (row, column): 1
            for row, mentee in enumerate(mentees)
            for person_id in partners_of(mentee)
            for column in columns.get(person_id, ())
        }
    )


def listed_pairs(
    mentees: Sequence[Person], mentors: Sequence[Person], pairs: Collection[tuple[str, str]]
) -> Listed:
    """Pairs of person ids, whichever of the two is the mentee."""
    partners: dict[str, set[str]] = {}
    for first, second in pairs:
        partners.setdefault(first, set()).add(second)
        partners.setdefault(second, set()).add(first)
    return listed(mentees, mentors, lambda mentee: partners.get(mentee.person_id, ()))
