"""Mentors who did this before."""

from collections.abc import Sequence

from pairing.engine.scoring.criteria._base import Criterion, Setting
from pairing.engine.scoring.layers import Table, table
from pairing.engine.scoring.people import Person
from pairing.engine.scoring.words import gettext_noop

SHARE = (0.0, 0.6, 0.8, 1.0)


class MentorExperience(Criterion):
    """More for each earlier mentee, up to three."""

    key, order, weight = "mentor_experience", 70, 10
    label = gettext_noop("Mentored before")
    about = gettext_noop("Mentors who did this before.")
    mentee_facts, mentor_facts = (), ("experience",)

    def layer(
        self, mentees: Sequence[Person], mentors: Sequence[Person], points: int, setting: Setting
    ) -> Table:
        times = [max(0, min(mentor.experience, len(SHARE) - 1)) for mentor in mentors]
        return table([0] * len(mentees), times, lambda _, before: round(points * SHARE[before]))

    def sentence(self, mentee: Person, mentor: Person, setting: Setting) -> str:
        if mentor.experience <= 0:
            return f"The {setting.mentor} does this for the first time."
        # One is also what a plain yes counts as.
        times = "at least once" if mentor.experience == 1 else f"{mentor.experience} times"
        return f"The {setting.mentor} has done this {times} before."
