"""The demo's people apply, and are reviewed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from applications.actions import applications, delegations, reviews, scoring
from applications.actions.applications import Attested, Submission
from applications.models import Application, PerformanceCheck, Refusal, Score
from mentorship.demo import answers
from people.models import User
from people.models.columns import known
from programs.models import Requirement, Role

if TYPE_CHECKING:
    from mentorship.demo.story import Plan

SAID = {Requirement.Kind.STATEMENT, Requirement.Kind.MANAGER, Requirement.Kind.CERTIFICATE}
WAITLISTED_OF_THE_REST = 2
SLICE = 8


def apply(plan: "Plan", role: Role, people: Sequence[User]) -> list[Application]:
    """Each person applies at some moment while the call was open."""
    call = role.calls.earliest("opens_at")
    first, last = known(call.opens_at), min(known(call.closes_at), plan.now) - timedelta(minutes=5)
    moments = sorted(first + (last - first) * plan.dice.random() for _ in people)
    questions = list(known(role.questionnaire).questions.asked().prefetch_related("choices"))
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
    read_by_committee(plan, mentees, at=at)
    _decide(plan, mentors, eligible=plan.places, at=at)
    _decide(plan, mentees, eligible=len(mentees) - 3, at=at)
    reviews.send_decisions(plan.cycle, by=plan.staff["organizer"], at=at)


def read_by_committee(plan: "Plan", found: Sequence[Application], *, at: datetime) -> None:
    """The committee member has a slice and has scored half of it; the organizer scored some too."""
    member, organizer = plan.staff["committee"], plan.staff["organizer"]
    handed = [one for one in found if one.person not in {member, organizer}][:SLICE]
    numbers = [application.pk for application in handed]
    delegations.delegate(plan.cycle, numbers, member, by=organizer, at=at)
    for place, application in enumerate(handed[: SLICE // 2]):
        _score(plan, application, by=member, at=at, note="" if place else "Is this goal their own?")
        if place % 2:
            _score(plan, application, by=organizer, at=at)


def _score(
    plan: "Plan", application: Application, *, by: User, at: datetime, note: str = ""
) -> None:
    criteria = list(application.role.criteria.values_list("pk", flat=True))
    scores: dict[int, int | str] = {pk: plan.dice.randint(2, 5) for pk in criteria}
    if note and criteria:
        scores[criteria[-1]] = Score.Answer.ASK_ME
    scoring.save(application, scoring.Opinion(scores, note=note), by=by, at=at)


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
