"""Enough of the working day in common."""

from collections.abc import Sequence

from pairing.engine.scoring.hours import office_hours_shared
from pairing.engine.scoring.layers import Table, table
from pairing.engine.scoring.people import Person
from pairing.engine.scoring.rules._base import Circumstances, Number, Rule
from pairing.engine.scoring.words import gettext_noop


class TimeZones(Rule):
    """Working hours a day (9 to 17 in each zone) that two people need in common."""

    key, order = "time_zones", 80
    label = gettext_noop("Too few shared hours")
    about = gettext_noop("Working hours in common, unless both chose async.")
    number = Number(gettext_noop("Working hours a day"), usual=2, least=0, most=8)

    def layer(
        self, mentees: Sequence[Person], mentors: Sequence[Person], around: Circumstances
    ) -> Table:
        def refuses(mentee: tuple[str, bool], mentor: tuple[str, bool]) -> int:
            (zone, is_async), (other_zone, other_is_async) = mentee, mentor
            if is_async and other_is_async:
                return 0
            return int(office_hours_shared(zone, other_zone, around.week) < around.number)

        return table(
            [(mentee.zone, mentee.wants_async) for mentee in mentees],
            [(mentor.zone, mentor.wants_async) for mentor in mentors],
            refuses,
        )

    def sentence(self, mentee: Person, mentor: Person, around: Circumstances) -> str:
        shared = office_hours_shared(mentee.zone, mentor.zone, around.week)
        return (
            f"{mentee.zone} and {mentor.zone} share {shared:g} working hours a day, "
            f"{around.number:g} are asked for, and not both chose async."
        )
