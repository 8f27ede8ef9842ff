"""Hours of the week that suit both."""

from collections.abc import Sequence

from pairing.engine.scoring.criteria._base import Criterion, Setting
from pairing.engine.scoring.hours import hours_shared
from pairing.engine.scoring.layers import Table, table
from pairing.engine.scoring.people import Person
from pairing.engine.scoring.words import gettext_noop

# The first shared hours matter most: a pair needs one slot, not a common day.
SHARE = (0.0, 0.15, 0.4, 0.6, 0.8, 0.87, 0.93, 1.0, 1.0)
ASYNC_SHARE = 0.8


class SharedHours(Criterion):
    """Overlap in the reference week, as a part of the smaller week of the two."""

    key, order, weight = "shared_hours", 30, 15
    label = gettext_noop("Shared hours")
    about = gettext_noop("Hours of the week that suit both.")
    mentee_facts = mentor_facts = ("zone", "hours", "wants_async")

    def layer(
        self, mentees: Sequence[Person], mentors: Sequence[Person], points: int, setting: Setting
    ) -> Table:
        def worth(mentee: tuple, mentor: tuple) -> int:
            shared, smaller = hours_shared(mentee[0], mentee[1], mentor[0], mentor[1], setting.week)
            share = SHARE[int(8 * shared / smaller)] if smaller else 0.0
            both_async = mentee[2] and mentor[2]
            return round(points * (max(share, ASYNC_SHARE) if both_async else share))

        return table(list(map(_class, mentees)), list(map(_class, mentors)), worth)

    def sentence(self, mentee: Person, mentor: Person, setting: Setting) -> str:
        shared, _ = hours_shared(mentee.zone, mentee.hours, mentor.zone, mentor.hours, setting.week)
        places = f"{mentor.zone} and {mentee.zone}" if mentor.zone != mentee.zone else mentee.zone
        if mentee.wants_async and mentor.wants_async:
            return f"Both chose async, so hours matter less; {_hours(shared)} both, {places}."
        if not shared:
            return f"No hour of the week suits both, {places}."
        return f"{_hours(shared)} both, {places}."


def _hours(shared: float) -> str:
    return "1 hour of the week suits" if shared == 1 else f"{shared:g} hours of the week suit"


def _class(person: Person) -> tuple:
    return person.zone, person.hours, person.wants_async
