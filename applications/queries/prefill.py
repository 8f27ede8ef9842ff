"""Answers from an earlier cycle of the program, so that nobody types them twice."""

from dataclasses import dataclass

from applications.models import Application
from people.models import User
from programs.models import Role
from surveys.models import Answer, Question
from surveys.queries import answers_for_form


@dataclass(frozen=True)
class Earlier:
    """What somebody answered before to questions that are asked again, as unsaved rows."""

    application: Application
    answers: list[Answer]


def earlier_answers(role: Role, person: User, questions: list[Question]) -> Earlier | None:
    """From the person's latest application on the same side in another cycle of the program.

    A question counts as the same when key and kind agree; choices are known by their value.
    """
    before = Application.objects.filter(
        person=person,
        role__side=role.side,
        cycle__program=role.cycle.program_id,
        submitted_at__isnull=False,
    ).exclude(cycle=role.cycle_id)
    latest = before.select_related("response", "cycle").order_by("-submitted_at", "-pk").first()
    if latest is None:
        return None
    rows = answers_for_form(latest.response)
    known = Question.objects.in_bulk({row.question_id for row in rows})
    asked = {(question.key, question.kind): question for question in questions}
    found = []
    for row in rows:
        old = known[row.question_id]
        if new := asked.get((old.key, old.kind)):
            row.question = new
            found.append(row)
    return Earlier(latest, found)
