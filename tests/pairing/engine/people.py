"""Invented people for the tests of scoring and explanations."""

import random
from datetime import date

from pairing.engine.scoring import Person, build

WEEK = date(2027, 7, 5)
ZONES = ("Europe/Vienna", "America/Denver", "Asia/Kolkata", "Australia/Sydney", "UTC")
AREAS = ("feedback", "strategy", "writing", "visibility", "negotiation", "management", "speaking")
WORDS = tuple(
    # as a text, a list of words is easier to read and to add to
    """negotiate contracts conflict planning python security speaking writing design research
    leadership confidence promotion feedback coaching budgets hiring architecture""".split()  # noqa: SIM905 - see above
)


def person(side, number, rng, **fields):
    told = {
        "person_id": f"{side}{number}",
        "division": rng.choice("ABCD"),
        "department": rng.choice("uvwxyz"),
        "level": rng.choice([None, 1, 2, 3, 4, 5]),
        "zone": rng.choice(ZONES),
        "started_on": rng.choice([None, date(2020, 1, 1), date(2026, 9, 1)]),
        "manager_id": rng.choice(["", "e1", "m1"]),
        "languages": rng.choice([frozenset(), frozenset({"en"}), frozenset({"en", "de"})]),
        "focus": tuple(rng.sample(AREAS, 3)),
        "text": " ".join(rng.sample(WORDS, 5)),
        "hours": rng.choice([None, frozenset(range(rng.randint(0, 300), 336, 5))]),
        "wants_async": rng.random() < 0.3,
        "experience": rng.randint(0, 4),
        "career_track": rng.random() < 0.5,
        "wishes": tuple(f"{'m' if side == 'e' else 'e'}{rng.randrange(8)}" for _ in range(2)),
        "capacity": rng.randint(0, 2),
        "tier": rng.randint(1, 3),
        "late": rng.random() < 0.2,
        "eligible": rng.random() < 0.95,
    }
    return Person(id=f"{side}{number}", **{**told, **fields})


def cohort(seed=1, mentees=12, mentors=9, **settings):
    """A cohort in which everything happens; the first two mentees are mentors, too."""
    rng = random.Random(seed)
    ours = [person("e", i, rng) for i in range(mentees)]
    theirs = [
        person("m", j, rng, **({"person_id": f"e{j}"} if j < 2 else {})) for j in range(mentors)
    ]
    return build(mentees=ours, mentors=theirs, week=WEEK, **settings)
