"""Someone heading for management meets someone who manages."""

from collections.abc import Sequence

from pairing.engine.scoring.criteria._base import Criterion, Setting
from pairing.engine.scoring.layers import Table, table
from pairing.engine.scoring.people import Person


class CareerTrack(Criterion):
    """Full points unless the mentee is on the management track and the mentor does not manage."""

    name, label, order, default_points = "career_track", "Career track", 80, 0

    def layer(
        self, mentees: Sequence[Person], mentors: Sequence[Person], points: int, setting: Setting
    ) -> Table:
        return table(
            [one.career_track for one in mentees],
            [one.career_track for one in mentors],
            lambda wants, manages: points if manages or not wants else 0,
        )

    def sentence(self, mentee: Person, mentor: Person, setting: Setting) -> str:
        if not mentee.career_track:
            return "Does not apply: the mentee is not on the management track."
        manages = "manages people" if mentor.career_track else "does not manage people"
        return f"The mentee is on the management track, the mentor {manages}."
