"""Invented people in any number, for measuring. Nobody here is anybody."""

import random
from datetime import date

from pairing.engine.scoring import Person

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
