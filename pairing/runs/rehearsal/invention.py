"""Invented people for one side of a cycle: facts as the organization's own people have them or drawn
from all over the world, and answers to whatever the cycle's forms ask for pairing.

Facts are drawn as whole rows (division, level, zone and so on together) and never with a name or a
number of the person they were taken from. Answers are drawn evenly among the choices; so many of a
hundred leave out what a form lets them leave out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Any

from pairing.engine.measuring import invented
from pairing.engine.scoring import Person
from pairing.engine.scoring.hours import SLOTS_A_DAY, WORKING_DAYS
from people.models import User
from programs.models import Cycle, Role
from surveys.models import Question

ENOUGH_PEOPLE = (
    20  # of an organization for its people to stand for a cohort without being told apart
)
LEAVES_OUT = 0.15
MOST_CHOSEN = 3
_GOAL_WORDS = 10
_ASYNC = 0.3
_CAREER = 0.4
_Use = Question.Use


@dataclass(frozen=True)
class Facts:
    """What HR knows of somebody, as far as pairing reads it."""

    division: str
    department: str
    level: int | None
    zone: str
    started_on: date | None
    languages: frozenset[str]


def stands_for_a_cohort() -> bool:
    return User.objects.members().count() >= ENOUGH_PEOPLE


def facts_of_organization(count: int, dice: Random) -> list[Facts]:
    """One query; some people twice where more are asked for than there are."""
    columns = ("division", "department", "level", "time_zone", "started_on", "languages")
    every = list(User.objects.members().order_by("pk").values_list(*columns))
    rows = dice.sample(every, count) if count <= len(every) else dice.choices(every, k=count)
    return [
        Facts(division, department, level, zone or "UTC", started_on, frozenset(languages))
        for division, department, level, zone, started_on, languages in rows
    ]


def facts_of_the_world(count: int, dice: Random) -> list[Facts]:
    return [
        Facts(
            division=dice.choice(invented.DIVISIONS),
            department=f"Department {dice.randrange(24)}",
            level=dice.randint(1, 7),
            zone=dice.choice(invented.ZONES),
            started_on=date(dice.randint(2015, 2026), dice.randint(1, 12), 1),
            languages=frozenset(),
        )
        for _place in range(count)
    ]


def people(
    cycle: Cycle, facts: Sequence[Facts], mentor_percent: int, dice: Random
) -> tuple[list[Person], list[Person]]:
    """Mentees and mentors. Who is further on is likelier to apply as a mentor."""
    order = sorted(facts, key=lambda one: (one.level or 0) + 4 * dice.random(), reverse=True)
    mentors = round(len(order) * mentor_percent / 100)
    return (
        _side(cycle, Role.Side.MENTEE, order[mentors:], dice),
        _side(cycle, Role.Side.MENTOR, order[:mentors], dice),
    )


def _side(cycle: Cycle, side: str, facts: Sequence[Facts], dice: Random) -> list[Person]:
    role = cycle.roles.filter(side=side).first()
    asked = list(
        Question.objects.asked()
        .filter(questionnaire__role=role)
        .exclude(pairing_use="")
        .prefetch_related("choices")
        if role
        else ()
    )
    return [
        _answered(
            Person(
                id=f"{side}{place}",
                person_id=f"{side}{place}",
                division=one.division,
                department=one.department,
                level=one.level,
                zone=one.zone,
                started_on=one.started_on,
                languages=one.languages,
                career_track=side == Role.Side.MENTOR and dice.random() < _CAREER,
                capacity=role.capacity if role else 1,
            ),
            asked,
            dice,
        )
        for place, one in enumerate(facts)
    ]


def _answered(person: Person, asked: Sequence[Question], dice: Random) -> Person:
    for question in asked:
        if question.is_required or dice.random() >= LEAVES_OUT:
            person = _with_answer(person, question, dice)
    return person


def _with_answer(person: Person, question: Question, dice: Random) -> Person:
    draw = _DRAWN.get(question.pairing_use)
    return replace(person, **draw(person, question, dice)) if draw else person


def _focus(person: Person, question: Question, dice: Random) -> dict[str, Any]:
    return {"focus": (*person.focus, *_chosen(question, dice, invented.AREAS))}


def _text(person: Person, question: Question, dice: Random) -> dict[str, Any]:
    words = [word + end for word in invented.SUBJECTS for end in invented.ENDINGS]
    return {"text": " ".join([person.text, *dice.choices(words, k=_GOAL_WORDS)]).strip()}


def _languages(person: Person, question: Question, dice: Random) -> dict[str, Any]:
    """What HR knows of languages comes before what somebody says."""
    return {"languages": person.languages or frozenset(_chosen(question, dice, ("English",)))}


_DRAWN: dict[str, Callable[[Person, Question, Random], dict[str, Any]]] = {
    _Use.FOCUS: _focus,
    _Use.GOAL_TEXT: _text,
    _Use.LANGUAGES: _languages,
    _Use.ASYNC: lambda _who, _asked, dice: {"wants_async": dice.random() < _ASYNC},
    _Use.AVAILABILITY: lambda _who, _asked, dice: {"hours": _week(dice)},
    _Use.EXPERIENCE: lambda _who, _asked, dice: {"experience": dice.randrange(4)},
    _Use.CAREER_TRACK: lambda _who, _asked, dice: {"career_track": dice.random() < _CAREER},
}


def _chosen(question: Question, dice: Random, otherwise: Sequence[str]) -> list[str]:
    labels = [one.label for one in question.choices.all() if not one.is_archived]
    offered = labels or list(otherwise)
    most = min(question.at_most or MOST_CHOSEN, len(offered))
    return dice.sample(offered, dice.randint(1, most))


def _week(dice: Random) -> frozenset[int]:
    """Some hours on end on three to five working days, on the person's own clock."""
    first, hours = dice.randint(7, 11), dice.randint(4, 8)
    days = dice.sample(range(WORKING_DAYS), dice.randint(3, WORKING_DAYS))
    return frozenset(
        day * SLOTS_A_DAY + slot for day in days for slot in range(2 * first, 2 * (first + hours))
    )
