"""A mentor for one person, chosen by the pairing engine: brings together two apps that stand side by side."""

from collections.abc import Sequence
from datetime import datetime

from directory.rules.fit import Candidate, Seeker
from pairing.engine.scoring import Person, RuleChoice, Rules, build
from surveys.week import half_hours

# The directory has no cycle whose rules could be asked, and refuses nobody for what they share.
_NO_RULES = Rules(
    {
        "cross_division": RuleChoice("off"),
        "time_zones": RuleChoice("off"),
        "previous_pairs": RuleChoice("off"),
        "common_language": RuleChoice("off"),
        "manager_report": RuleChoice("off"),
    }
)


def choose(seeker: Seeker, mentors: Sequence[Candidate], most: int, at: datetime) -> list[int]:
    """The mentors with the highest scores for this one mentee, by what both have told."""
    cohort = build(
        mentees=[_person("seeker", seeker)],
        mentors=[_person(str(mentor.pk), mentor) for mentor in mentors],
        week=at.date(),
        rules=_NO_RULES,
    )
    allowed = zip(cohort.instance.scores[0], cohort.instance.mentors, strict=True)
    best = sorted((-score, int(mentor)) for score, mentor in allowed if score >= 0)
    return [mentor for _score, mentor in best[:most]]


def _person(name: str, told: Seeker | Candidate) -> Person:
    return Person(
        id=name,
        person_id=str(told.pk),
        division=told.division,
        level=told.level,
        zone=told.zone,
        languages=frozenset(told.languages),
        focus=tuple(told.topics),
        hours=half_hours(told.slots) or None,
    )
