"""People for pairing: eligible applications of a cycle, with answers where a test needs them."""

import random
from datetime import UTC, date, datetime

from applications.models import Application
from people.models import User
from people.names import sort_key
from surveys.models import Answer, Response
from tests.factories import ApplicationFactory, QuestionFactory

APPLIED = datetime(2021, 6, 10, 12, tzinfo=UTC)
ZONES = ["Europe/Vienna", "Europe/Lisbon", "America/Toronto", "Asia/Kolkata"]
AREAS = ["feedback", "strategy", "writing"]


def apply(cycle, side, *, name="", person=None, **more):
    """An eligible application; division, zone and so on go onto the copy of the HR facts."""
    who = {"person": person} if person else {"person__name": name or f"{side.title()} Person"}
    more.setdefault("status", Application.Status.ELIGIBLE)
    row = ApplicationFactory(cycle=cycle, side=side, **who, **more)
    if name and person:
        row.name = name
        row.save(update_fields=["name"])
    return row


def ask(cycle, side, use, **more):
    """A question of a role's form that pairing reads."""
    role = cycle.roles.get(side=side)
    return QuestionFactory(questionnaire=role.questionnaire, pairing_use=use, **more)


def ask_focus(cycle):
    """The same focus areas for both sides."""
    for side in ("mentor", "mentee"):
        ask(cycle, side, "focus", kind="several", choices=AREAS)


def choose(application, *values):
    """The application's focus areas."""
    questionnaire = application.response.questionnaire
    question = questionnaire.questions.get(pairing_use="focus")
    for value in values:
        Answer.objects.create(
            response=application.response,
            question=question,
            choice=question.choices.get(value=value),
        )


def say(application, use, **columns):
    question = application.response.questionnaire.questions.get(pairing_use=use)
    return Answer.objects.create(response=application.response, question=question, **columns)


def crowd(cycle, mentors, mentees):
    """So many of both, each in a division of their own."""
    return (
        [apply(cycle, "mentor", name=f"Mentor {n}", division=f"North {n}") for n in range(mentors)],
        [apply(cycle, "mentee", name=f"Mentee {n}", division=f"South {n}") for n in range(mentees)],
    )


def multitude(cycle, mentors, mentees, *, divisions=12, seed=1):
    """As many of both as an organization has, written in bulk, with focus areas and goals."""
    dice = random.Random(seed)
    ask_focus(cycle)
    for side in ("mentor", "mentee"):
        ask(cycle, side, "goal_text", kind="long_text")
    for side, count in (("mentor", mentors), ("mentee", mentees)):
        _many(cycle, cycle.roles.get(side=side), count, divisions, dice)


def _many(cycle, role, count, divisions, dice):
    names = [f"{role.name} {dice.choice('ABCDEFGHIJKLM')}{n}" for n in range(count)]
    people = User.objects.bulk_create(
        User(email=f"{role.side}{cycle.pk}-{n}@example.com", name=name, sort_name=sort_key(name))
        for n, name in enumerate(names)
    )
    responses = Response.objects.bulk_create(
        Response(questionnaire=role.questionnaire, person=person) for person in people
    )
    Application.objects.bulk_create(
        Application(
            cycle=cycle,
            role=role,
            person=response.person,
            response=response,
            name=response.person.name,
            status=Application.Status.ELIGIBLE,
            started_at=APPLIED,
            submitted_at=APPLIED,
            division=f"Division {dice.randrange(divisions)}",
            department=f"Department {dice.randrange(3 * divisions)}",
            time_zone=dice.choice(ZONES),
            level=dice.randint(1, 6) + 3 * (role.side == "mentor"),
            started_on=date(2020 - dice.randrange(8), 3, 1),
            is_late=dice.random() < 0.03,
        )
        for response in responses
    )
    _answers(role, responses, dice)


def _answers(role, responses, dice):
    focus = role.questionnaire.questions.get(pairing_use="focus")
    goal = role.questionnaire.questions.get(pairing_use="goal_text")
    choices = list(focus.choices.all())
    said = [
        Answer(response=response, question=focus, choice=choice)
        for response in responses
        for choice in dice.sample(choices, 2)
    ]
    words = ["lead", "negotiate", "present", "plan", "coach", "write", "decide", "listen"]
    said += [
        Answer(response=response, question=goal, text=" ".join(dice.sample(words, 3)))
        for response in responses
    ]
    Answer.objects.bulk_create(said, batch_size=2000)
