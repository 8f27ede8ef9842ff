"""A language in which the two can talk."""

from collections.abc import Sequence

from pairing.engine.scoring.layers import Table, table
from pairing.engine.scoring.people import Person
from pairing.engine.scoring.rules._base import OFF, Circumstances, Rule
from pairing.engine.scoring.words import gettext_noop


class CommonLanguage(Rule):
    key, order = "common_language", 70
    label = gettext_noop("No common language")
    about = gettext_noop("A language in common.")
    usual = OFF

    def layer(
        self, mentees: Sequence[Person], mentors: Sequence[Person], around: Circumstances
    ) -> Table:
        return table(
            [mentee.languages for mentee in mentees],
            [mentor.languages for mentor in mentors],
            lambda spoken, other: int(bool(spoken and other and not spoken & other)),
        )

    def sentence(self, mentee: Person, mentor: Person, around: Circumstances) -> str:
        spoken, other = (", ".join(sorted(person.languages)) for person in (mentee, mentor))
        return f"The {around.mentee} speaks {spoken}, the {around.mentor} {other}."
