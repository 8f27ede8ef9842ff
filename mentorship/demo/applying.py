"""The demo's people apply, and are reviewed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mentorship.demo import answers
from people.models import User
from programs.actions import applications, reviews
from programs.actions.applications import Attested, Submission
from programs.models import Application, PerformanceCheck, Refusal, Requirement, Role

if TYPE_CHECKING:
    from mentorship.demo.story import Plan

SAID = {Requirement.Kind.STATEMENT, Requirement.Kind.MANAGER, Requirement.Kind.CERTIFICATE}
WAITLISTED_OF_THE_REST = 2


def apply(plan: "Plan", role: Role, people: Sequence[User]) -> list[Application]:
    """Each person applies at some moment while the call was open."""
    call = role.calls.earliest("opens_at")
    last = min(call.closes_at, plan.now) - timedelta(minutes=5)
    moments = sorted(call.opens_at + (last - call.opens_at) * plan.dice.random() for _ in people)
    questions = list(role.questionnaire.questions.asked().prefetch_related("choices"))
    said = [one for one in role.requirements.all() if one.kind in SAID]
    found = []
    for person, at in zip(people, moments, strict=True):
        sent = Submission(
            values=answers.application(questions, side=role.side, dice=plan.dice),
            attested=[_attested(requirement, at) for requirement in said],
        )
        found.append(applications.submit(role, person, sent, at=at))
    return found


def _attested(requirement: Requirement, at: datetime) -> Attested:
    is_certificate = requirement.kind == Requirement.Kind.CERTIFICATE
    done_on = (at - timedelta(days=40)).date() if is_certificate else None
    return Attested(requirement, is_said=True, done_on=done_on)


def review(plan: "Plan", found: Sequence[Sequence[Application]], *, at: datetime) -> None:
    """As many mentors as there are places; of the rest two wait and the others are refused."""
    for application in [one for side in found for one in side]:
        reviews.confirm(application, PerformanceCheck.Answer.YES, by=plan.staff["confirmer"], at=at)
    mentors, mentees = found
    _decide(plan, mentors, eligible=plan.places, at=at)
    _decide(plan, mentees, eligible=len(mentees) - 3, at=at)
    reviews.send_decisions(plan.cycle, by=plan.staff["organizer"], at=at)


def put_first(plan: "Plan") -> None:
    """Whoever signs in as the mentee or the mentor of the demo finds a partner."""
    named = [plan.staff["mentee"], plan.staff["mentor"]]
    Application.objects.filter(cycle=plan.cycle, person__in=named).update(priority=9)


def _decide(plan: "Plan", found: Sequence[Application], *, eligible: int, at: datetime) -> None:
    numbers = [application.pk for application in found]
    waiting = eligible + WAITLISTED_OF_THE_REST
    status = Application.Status
    for chosen, verdict in (
        (numbers[:eligible], reviews.Verdict(status=status.ELIGIBLE)),
        (numbers[eligible:waiting], reviews.Verdict(status=status.WAITLISTED)),
        (numbers[waiting:], reviews.Verdict(status=status.NOT_ELIGIBLE, refusal=Refusal.TIME)),
    ):
        reviews.decide_many(chosen, verdict, by=plan.staff["organizer"], at=at)
