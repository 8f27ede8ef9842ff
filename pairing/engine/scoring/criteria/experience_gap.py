"""How far ahead the mentor is: a sweet spot, not "more is better"."""

from collections.abc import Sequence
from datetime import date

from pairing.engine.scoring.criteria._base import Criterion, Setting
from pairing.engine.scoring.layers import Table, table
from pairing.engine.scoring.people import Person
from pairing.engine.scoring.words import gettext_noop

SHARE = {0: 0.4, 1: 0.8, 2: 1.0, 3: 0.8, 4: 0.6}
FARTHER = 0.4
UNKNOWN = 0.5
MOST_YEARS = 12


class ExperienceGap(Criterion):
    """Two levels ahead is best. Without levels, years in the organization (two years a level)."""

    key, order, weight = "experience_gap", 40, 15
    label = gettext_noop("Experience ahead")
    about = gettext_noop("A mentor about two levels ahead.")
    mentee_facts = mentor_facts = ("level", "started_on")

    def layer(
        self, mentees: Sequence[Person], mentors: Sequence[Person], points: int, setting: Setting
    ) -> Table:
        return table(
            [_class(mentee, setting.week) for mentee in mentees],
            [_class(mentor, setting.week) for mentor in mentors],
            lambda mentee, mentor: round(points * _share(mentee, mentor)),
        )

    def sentence(self, mentee: Person, mentor: Person, setting: Setting) -> str:
        if mentee.level is not None and mentor.level is not None:
            return f"{_steps(mentor.level - mentee.level, 'level', setting)}."
        first, second = (_years(person, setting.week) for person in (mentee, mentor))
        if first is None or second is None:
            return "Level and start date are not known for both."
        return f"{_steps(second - first, 'year', setting)} in the organization."


def _class(person: Person, week: date) -> tuple[int | None, int | None]:
    return person.level, _years(person, week)


def _years(person: Person, week: date) -> int | None:
    if person.started_on is None:
        return None
    return max(0, min(MOST_YEARS, (week - person.started_on).days // 365))


def _share(mentee: tuple, mentor: tuple) -> float:
    if mentee[0] is not None and mentor[0] is not None:
        gap = mentor[0] - mentee[0]
    elif mentee[1] is not None and mentor[1] is not None:
        gap = (mentor[1] - mentee[1]) // 2
    else:
        return UNKNOWN
    return 0.0 if gap < 0 else SHARE.get(gap, FARTHER)


def _steps(gap: int, word: str, setting: Setting) -> str:
    if not gap:
        return f"The same {word}" if word == "level" else "The same years"
    side = "more" if gap > 0 else "fewer"
    plural = word if abs(gap) == 1 else f"{word}s"
    if word == "level":
        return f"The {setting.mentor} is {abs(gap)} {plural} {'ahead' if gap > 0 else 'behind'}"
    return f"The {setting.mentor} has {abs(gap)} {plural} {side}"
