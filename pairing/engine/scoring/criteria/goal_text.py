"""The mentee's goal, in their own words, against what the mentor says they can help with."""

from collections.abc import Sequence

import numpy as np

from pairing.engine.scoring import text
from pairing.engine.scoring.criteria._base import Criterion, Setting
from pairing.engine.scoring.layers import Lists, Shares, spread_rows
from pairing.engine.scoring.people import Person
from pairing.engine.scoring.words import gettext_noop

ENOUGH = 4
MOST_NAMED = 4


class GoalText(Criterion):
    """The most telling words of a goal (tf-idf) share the points; a mentor's words earn them.

    A goal of fewer than four telling words can only earn a part: one shared word proves little.
    """

    key, order, weight = "goal_text", 20, 20
    label = gettext_noop("Goals and topics")
    about = gettext_noop("Words that the mentee’s goal and the mentor’s topics share.")
    mentee_facts = mentor_facts = ("text",)

    def layer(
        self, mentees: Sequence[Person], mentors: Sequence[Person], points: int, setting: Setting
    ) -> Shares:
        corpus = text.read([person.text for person in (*mentees, *mentors)])
        telling, weights = text.telling(corpus, len(mentees))
        reachable = points * np.minimum((weights > 0).sum(axis=1), ENOUGH) // ENOUGH
        parts = spread_rows(reachable, weights)
        rows, places = np.nonzero(parts)
        given = Lists.of_owners(rows, telling[rows, places], len(mentees))
        topics = corpus.features.since(len(mentees))
        return Shares(given, parts[rows, places], topics, len(corpus.names))

    def sentence(self, mentee: Person, mentor: Person, setting: Setting) -> str:
        shared = text.in_common(mentee.text, mentor.text)[:MOST_NAMED]
        if not shared:
            return "No shared keywords. We compare words, not meaning, so read both texts."
        return f"Both mention {', '.join(f'“{word}”' for word in shared)}."
