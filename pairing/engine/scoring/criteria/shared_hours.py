"""Hours of the week that suit both."""

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from pairing.engine.scoring.criteria._base import Criterion, Setting
from pairing.engine.scoring.hours import InCommon, in_common, overlaps, places_in_words
from pairing.engine.scoring.layers import Table, table_of_blocks
from pairing.engine.scoring.people import Person
from pairing.engine.scoring.words import gettext_noop

# The first shared hours matter most: a pair needs one slot, not a common day.
SHARE = (0.0, 0.15, 0.4, 0.6, 0.8, 0.87, 0.93, 1.0, 1.0)
ASYNC_SHARE = 0.8
Class = tuple[str, frozenset[int] | None, bool]


class SharedHours(Criterion):
    """Overlap in the reference week, as a part of the smaller week of the two."""

    key, order, weight = "shared_hours", 30, 15
    label = gettext_noop("Shared hours")
    about = gettext_noop("Hours of the week that suit both.")
    mentee_facts = mentor_facts = ("zone", "hours", "wants_async")

    def layer(
        self, mentees: Sequence[Person], mentors: Sequence[Person], points: int, setting: Setting
    ) -> Table:
        def blocks(ours: list[Class], theirs: list[Class]) -> Iterator[np.ndarray]:
            return _worth(ours, theirs, points, setting.week)

        return table_of_blocks(list(map(_class, mentees)), list(map(_class, mentors)), blocks)

    def sentence(self, mentee: Person, mentor: Person, setting: Setting) -> str:
        found = in_common(mentee, mentor, setting.week)
        said = f"{_hours(found)}, {places_in_words(mentor, mentee)}."
        if mentee.wants_async and mentor.wants_async:
            return f"Both chose async, so hours matter less. {said}"
        return said


def _hours(found: InCommon) -> str:
    if not found.is_given:
        number = f"{found.hours:g} office hours a week" if found.hours else "No office hour"
        return f"{number} in common"
    few = {
        0: "No hour of the week suits",
        0.5: "Half an hour a week suits",
        1: "1 hour a week suits",
    }
    number = few.get(found.hours, f"{found.hours:g} hours a week suit")
    return f"{number} both, by the hours they gave"


def _worth(ours: list[Class], theirs: list[Class], points: int, week: date) -> Iterator[np.ndarray]:
    alone = np.array([round(points * share) for share in SHARE], dtype=np.int8)
    in_writing = np.array([round(points * max(share, ASYNC_SHARE)) for share in SHARE], np.int8)
    wants, others = (np.array([one[2] for one in side], dtype=bool) for side in (ours, theirs))
    first = 0
    for found in overlaps([one[:2] for one in ours], [one[:2] for one in theirs], week):
        eighths = 8 * found.shared // np.maximum(found.smaller, 1)
        both = wants[first : first + len(eighths), None] & others
        yield np.where(both, in_writing[eighths], alone[eighths])
        first += len(eighths)


def _class(person: Person) -> Class:
    return person.zone, person.hours or None, person.wants_async
