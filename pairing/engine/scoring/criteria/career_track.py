"""Someone heading for management meets someone who manages."""

from collections.abc import Sequence

from pairing.engine.scoring.criteria._base import Criterion, Setting
from pairing.engine.scoring.layers import Table, table
from pairing.engine.scoring.people import Person
from pairing.engine.scoring.words import gettext_noop


class CareerTrack(Criterion):
    """Full points unless the mentee is on the management track and the mentor does not manage."""

    key, order, weight = "career_track", 80, 10
    label = gettext_noop("Career track")
    about = gettext_noop("Somebody who manages, for mentees heading for management.")
    mentee_facts = mentor_facts = ("career_track",)

    def layer(
        self, mentees: Sequence[Person], mentors: Sequence[Person], points: int, setting: Setting
    ) -> Table:
        return table(
            [mentee.career_track for mentee in mentees],
            [mentor.career_track for mentor in mentors],
            lambda wants, manages: points if manages or not wants else 0,
        )

    def sentence(self, mentee: Person, mentor: Person, setting: Setting) -> str:
        if not mentee.career_track:
            return f"Does not apply: the {setting.mentee} is not on the management track."
        manages = "manages people" if mentor.career_track else "does not manage people"
        return f"The {setting.mentee} is on the management track, the {setting.mentor} {manages}."
