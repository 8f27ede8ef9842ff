"""The mentee's goal, in their own words, against what the mentor says they can help with."""

from collections.abc import Sequence

from pairing.engine.scoring import text
from pairing.engine.scoring.criteria._base import Criterion, Setting
from pairing.engine.scoring.layers import Shares, spread
from pairing.engine.scoring.people import Person

ENOUGH = 4
MOST_NAMED = 4


class GoalText(Criterion):
    """The most telling words of a goal (tf-idf) share the points; a mentor's words earn them.

    A goal of fewer than four telling words can only earn a part: one shared word proves little.
    """

    name, label, order, default_points = "goal_text", "Goal and skills", 20, 20

    def layer(
        self, mentees: Sequence[Person], mentors: Sequence[Person], points: int, setting: Setting
    ) -> Shares:
        goals = [text.features(mentee.text) for mentee in mentees]
        topics = [text.features(mentor.text) for mentor in mentors]
        rare = text.rarity([*goals, *topics])
        anywhere = frozenset().union(*topics)
        given = [_shares(text.telling(goal, rare, anywhere), points) for goal in goals]
        return Shares(given, [frozenset(topic) for topic in topics])

    def sentence(self, mentee: Person, mentor: Person, setting: Setting) -> str:
        shared = sorted(text.features(mentee.text).keys() & text.features(mentor.text).keys())
        if not shared:
            return "The goal and the mentor's topics share no telling word."
        return f"Both mention {', '.join(text.named(shared)[:MOST_NAMED])}."


def _shares(weighed: list[tuple[str, float]], points: int) -> list[tuple[str, int]]:
    reachable = points * min(len(weighed), ENOUGH) // ENOUGH
    parts = spread(reachable, [weight for _, weight in weighed])
    return [(feature, part) for (feature, _), part in zip(weighed, parts, strict=True) if part]
