"""What happens in a cycle of the demo, told by the actions people use, each at its moment."""

import random
from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta

from mentorship.demo import answers
from pairing.actions import runs
from people.models import User
from programs.actions import applications, reviews
from programs.actions.applications import Attested, Submission
from programs.models import Application, Call, Cycle, PerformanceCheck, Requirement, Role

NOON = time(12)


def noon(cycle: Cycle, day) -> datetime:
    return datetime.combine(day, NOON, tzinfo=cycle.tzinfo)


def apply(
    role: Role, people: Sequence[User], *, dice: random.Random, until: datetime
) -> list[Application]:
    """Each person applies at some moment while the call was open, the last one late if it may be."""
    call = role.calls.order_by("pk").first()
    questions = list(
        role.questionnaire.questions.asked().prefetch_related("choices").order_by("position", "pk")
    )
    requirements = list(role.requirements.all())
    moments = sorted(_moment(call, until, dice) for _person in people)
    return [
        _apply(role, person, questions, requirements, dice=dice, at=at)
        for person, at in zip(people, moments, strict=True)
    ]


def _moment(call: Call, until: datetime, dice: random.Random) -> datetime:
    end = min(call.closes_at, until) - timedelta(minutes=5)
    return call.opens_at + (end - call.opens_at) * dice.random()


def _apply(role, person, questions, requirements, *, dice, at) -> Application:
    said = [
        Attested(requirement, is_said=True, done_on=_done_on(requirement, at))
        for requirement in requirements
        if requirement.kind in {"statement", "manager", "certificate"}
    ]
    values = answers.application(questions, side=role.side, dice=dice)
    return applications.submit(role, person, Submission(values=values, attested=said), at=at)


def _done_on(requirement: Requirement, at: datetime):
    is_certificate = requirement.kind == Requirement.Kind.CERTIFICATE
    return (at - timedelta(days=40)).date() if is_certificate else None


def confirm(found: Iterable[Application], *, confirmer: User, at: datetime) -> None:
    """The confirmer answers for everybody."""
    for application in found:
        reviews.confirm(application, PerformanceCheck.Answer.YES, by=confirmer, at=at)


def review(
    found: Sequence[Application], *, places: int, organizer: User, at: datetime
) -> list[Application]:
    """The first `places` are eligible, the rest waitlisted but for the last, who is refused."""
    numbers = [application.pk for application in found]
    eligible, rest = numbers[:places], numbers[places:]
    verdicts = [
        (eligible, reviews.Verdict(status=Application.Status.ELIGIBLE)),
        (rest[:-1], reviews.Verdict(status=Application.Status.WAITLISTED)),
        (
            rest[-1:],
            reviews.Verdict(
                status=Application.Status.NOT_ELIGIBLE, refusal=reviews.Refusal.values[0]
            ),
        ),
    ]
    for chosen, verdict in verdicts:
        reviews.decide_many(chosen, verdict, by=organizer, at=at)
    return list(found[:places])


def pair(cycle: Cycle, *, organizer: User, at: datetime) -> None:
    """Solve the cycle now, without the job queue."""
    run = runs.start(cycle, by=organizer, at=at)
    runs.carry_out(run.pk, clock=lambda: at)
