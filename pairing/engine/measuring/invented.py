"""Invented people in any number, and invented scores, for measuring. Nobody here is anybody."""

import random
from datetime import date

import numpy as np

from pairing.engine.scoring import Person
from pairing.engine.values.instance import Instance
from pairing.engine.values.terms import FORBIDDEN, BadInput, smallest_type

WEEK = date(2027, 7, 5)
ZONES = (
    "America/Vancouver", "America/Denver", "America/Toronto", "America/Sao_Paulo", "Europe/Lisbon",
    "Europe/Vienna", "Africa/Nairobi", "Asia/Kolkata", "Asia/Singapore", "Asia/Tokyo",
)  # fmt: skip
AREAS = (
    "career growth", "public speaking", "moving into management", "technical depth", "negotiation",
    "visibility", "returning from leave", "working async", "feedback", "strategy", "writing",
    "data literacy", "team conflict", "moving to another role", "hiring", "mentoring others",
)  # fmt: skip
SUBJECTS = (
    "negotiation", "contract", "conflict", "strategy", "planning", "analysis", "security", "writing",
    "design", "research", "leadership", "confidence", "promotion", "feedback", "coaching", "hiring",
    "architecture", "budget", "roadmap", "stakeholder", "presentation", "delegation", "finance",
    "marketing", "support", "operations", "testing", "accessibility", "statistics", "translation",
)  # fmt: skip
ENDINGS = ("", "s", "ing", "er", "ment")
# What can tell invented people apart; without them the criteria of mentors' pasts say nothing.
WEIGHTS = {
    "focus_areas": 30,
    "goal_text": 20,
    "shared_hours": 15,
    "experience_gap": 15,
    "different_division": 10,
    "wishes": 10,
}
DIVISIONS = tuple(f"Division {letter}" for letter in "ABCDEFGH")


def people(side: str, number: int, seed: int, capacities: tuple[int, ...]) -> list[Person]:
    """`number` people of one side ("e" or "m"); the same for the same seed."""
    rng = random.Random(f"{side}:{number}:{seed}")  # noqa: S311 - invented people need no secrecy
    words = [subject + ending for subject in SUBJECTS for ending in ENDINGS]
    return [
        Person(
            id=f"{side}{place}",
            person_id=f"{side}{place}",
            division=rng.choice(DIVISIONS),
            department=f"Department {rng.randrange(24)}",
            level=rng.randint(1, 7),
            zone=rng.choice(ZONES),
            started_on=date(rng.randint(2015, 2026), rng.randint(1, 12), 1),
            focus=tuple(rng.sample(AREAS, 3)),
            text=" ".join(rng.choices(words, k=10)),
            wants_async=rng.random() < 0.3,
            wishes=tuple(f"{'m' if side == 'e' else 'e'}{rng.randrange(number)}" for _ in "12"),
            capacity=rng.choice(capacities),
            tier=rng.randint(1, 3),
            late=rng.random() < 0.1,
        )
        for place in range(number)
    ]


# How scores can hang together; "people" are scored by the criteria, the others are drawn.
FAMILIES = ("people", "uniform", "low-rank", "products", "one-side", "clusters", "equal")
FACTORS = 3
RANKS = 181
GROUPS = 20


def scored(
    family: str, mentees: int, mentors: int, seed: int, capacities: tuple[int, ...]
) -> Instance:
    """An instance whose scores are drawn in the way of a family other than "people"."""
    rng = np.random.default_rng(seed)
    table = _drawn(family, (mentees, mentors), rng)
    return Instance(
        mentees=tuple(f"e{place}" for place in range(mentees)),
        mentors=tuple(f"m{place}" for place in range(mentors)),
        scores=table.astype(smallest_type(int(table.max(initial=0)))),
        priorities=np.ones(mentees, dtype=np.int64),
        capacities=rng.choice(np.array(capacities, dtype=np.int64), mentors),
        seed=seed,
    )


def _drawn(family: str, shape: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    mentees, mentors = shape

    def whole(low: int, high: int, size: int | tuple[int, int] = shape) -> np.ndarray:
        return rng.integers(low, high, size, dtype=np.int16, endpoint=True)

    if family == "uniform":
        return whole(0, 100)
    if family == "low-rank":  # a few hidden traits decide, with noise; three pairs in ten forbidden
        scores = 300 * rng.random((mentees, FACTORS)) @ rng.random((FACTORS, mentors))
        scores = (scores + 20 * rng.random(shape)).astype(np.int16)
        scores[rng.random(shape) < 0.3] = FORBIDDEN
        return scores
    if family == "products":  # of ranks: the hardest known tables for shortest paths
        ranks = [np.arange(size, dtype=np.int32) % RANKS for size in shape]
        return np.outer(*ranks) // 33
    if family == "one-side":  # everybody prefers the same mentors
        return whole(0, 90, mentors) + whole(0, 10)
    if family == "clusters":
        together = whole(1, GROUPS, mentees)[:, None] == whole(1, GROUPS, mentors)
        return np.where(together, whole(60, 100), whole(0, 20))
    if family == "equal":
        return np.full(shape, 50, dtype=np.int8)
    raise BadInput(f"unknown family {family!r}; choose one of {', '.join(FAMILIES)}")
