"""People for pairing: eligible applications of a cycle, with answers where a test needs them."""

from programs.models import Application
from surveys.models import Answer, Question
from tests.factories import ApplicationFactory, QuestionFactory

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
        ask(cycle, side, "focus", kind=Question.Kind.SEVERAL, choices=AREAS)


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
