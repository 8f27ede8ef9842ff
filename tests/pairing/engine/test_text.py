"""Texts in numbers against the same told word by word."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairing.engine.scoring import Person, text
from pairing.engine.scoring.criteria import Setting
from pairing.engine.scoring.criteria.focus_areas import FocusAreas
from pairing.engine.scoring.criteria.goal_text import GoalText
from pairing.engine.scoring.layers import Lists, spread, spread_rows
from tests.pairing.engine.people import WEEK, WORDS

TEXTS = st.one_of(
    st.lists(st.sampled_from([*WORDS, "managing", "manager", "the", "Café", "Ⅻ", "ß"])).map(
        " ".join
    ),
    st.text(max_size=60),
)
SIDES = st.tuples(st.lists(TEXTS, max_size=8), st.lists(TEXTS, max_size=8))


@given(SIDES, st.integers(0, 100))
def test_the_points_of_words_are_those_told_one_by_one(sides, points):
    goals, topics = sides
    layer = GoalText().layer(of_texts(goals), of_texts(topics), points, Setting(WEEK))
    expected = [shared_out(goal, goals, topics, points) for goal in goals]
    for row, goal in enumerate(expected):
        assert layer.points[slice(*layer.given.start[row : row + 2])].sum() == sum(goal.values())
        for column, topic in enumerate(topics):
            has = text.features(topic)
            assert layer.at(row, column) == sum(goal[one] for one in goal if one in has)


@given(SIDES)
def test_goals_keep_the_most_telling_features_in_their_order(sides):
    goals, topics = sides
    corpus = text.read([*goals, *topics])
    features, weights = text.telling(corpus, len(goals))
    for row, goal in enumerate(goals):
        told = [
            (corpus.names[number], weight)
            for number, weight in zip(features[row], weights[row], strict=True)
            if weight
        ]
        assert told == weighed(goal, goals, topics)


@given(SIDES)
def test_blocks_of_any_size_give_the_same_features(sides):
    corpus, goals = text.read([*sides[0], *sides[1]]), len(sides[0])
    whole = text.telling(corpus, goals)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "BLOCK_CELLS", 1)
        for one, other in zip(whole, text.telling(corpus, goals), strict=True):
            assert np.array_equal(one, other)


@given(st.text(st.characters(codec="ascii"), max_size=80))
def test_the_short_way_for_ascii_finds_the_same_words(plain):
    small = plain.casefold()
    assert text.ASCII_WORD.findall(small) == text.WORD.findall(small)


@given(st.lists(st.lists(st.floats(0.1, 9), max_size=5), max_size=6), st.integers(0, 100))
def test_rows_are_spread_as_each_of_them_alone(rows, total):
    longest = max(map(len, rows), default=0)
    filled = np.array([row + [0.0] * (longest - len(row)) for row in rows])
    parts = spread_rows(np.full(len(rows), total), filled.reshape(len(rows), longest))
    for row, weights in zip(parts.tolist(), rows, strict=True):
        assert row == [*one_by_one(total, weights), *[0] * (longest - len(weights))]
        assert spread(total, weights) == one_by_one(total, weights)


@given(st.lists(st.lists(st.integers(0, 9)), max_size=6), st.integers(0, 6))
def test_lists_give_back_what_they_were_made_of(rows, first):
    lists = Lists.of(rows)
    assert [lists.at(person).tolist() for person in range(len(rows))] == rows
    again = Lists.of_owners(lists.owners, lists.values, len(rows))
    assert np.array_equal(again.start, lists.start)
    rest = lists.since(min(first, len(rows)))
    assert [rest.at(person).tolist() for person in range(len(rest.start) - 1)] == rows[first:]


def test_an_area_named_twice_counts_once():
    mentees, mentors = [Person(id="e", focus=("a", "a", "b"))], [Person(id="m", focus=("a", "a"))]
    assert FocusAreas().layer(mentees, mentors, 10, Setting(WEEK)).at(0, 0) == 5


def of_texts(texts):
    return [Person(id=str(place), text=one) for place, one in enumerate(texts)]


def counted(one):
    found = text.words(one)
    return Counter([*found, *(text.stem(word) + "*" for word in found)])


def weighed(goal, goals, topics):
    """tf-idf as one would write it down for a single goal."""
    total, seen = len(goals) + len(topics), Counter()
    for one in (*goals, *topics):
        seen.update(counted(one).keys())
    held = {feature for topic in topics for feature in counted(topic)}
    weights = [
        (
            feature,
            (1 + math.log(often))
            * (math.log((1 + total) / (1 + seen[feature])) + 1)
            * (1 if feature.endswith("*") else text.WORD_WEIGHT),
        )
        for feature, often in counted(goal).items()
        if feature in held
    ]
    return sorted(weights, key=lambda entry: (-entry[1], entry[0]))[: text.MOST_FEATURES]


def shared_out(goal, goals, topics, points):
    weights = weighed(goal, goals, topics)
    parts = one_by_one(points * min(len(weights), 4) // 4, [weight for _, weight in weights])
    return {feature: part for (feature, _), part in zip(weights, parts, strict=True)}


def one_by_one(total, weights):
    """Largest remainders, first wins."""
    whole = 0.0
    for weight in weights:
        whole += weight
    if not whole:
        return [0] * len(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [int(value) for value in exact]
    by_rest = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in by_rest[: total - sum(parts)]:
        parts[place] += 1
    return parts


@pytest.mark.parametrize(
    ("goal", "topics", "named"),
    [
        ("Lead a team", "Leading without power", "Both mention “lead”, “leading”."),
        (
            "Write about databases",
            "Databases, writing",
            "Both mention “databases”, “write”, “writing”.",
        ),
        (
            "Plants",
            "Engines",
            "No shared keywords. We compare words, not meaning, so read both texts.",
        ),
    ],
)
def test_words_in_common_are_named_whole(goal, topics, named):
    mentee, mentor = Person(id="e", text=goal), Person(id="m", text=topics)
    assert GoalText().sentence(mentee, mentor, None) == named
