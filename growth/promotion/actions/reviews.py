"""Asking the manager to review a document, and their answer."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from growth.plans.actions import goals
from growth.plans.actions.revisions import lock_open_revision
from growth.plans.models import PlanGoal
from growth.promotion import queries
from growth.promotion.actions.documents import at_rest, lock
from growth.promotion.models import Claim, PromotionDocument, PromotionRound, RoundAnswer
from growth.promotion.rules.parts import gap_text
from notifications.actions import outbox
from people.models import User

State, Outcome, Needs = PromotionDocument.State, PromotionRound.Outcome, RoundAnswer.Needs

# Of one pillar: what is needed, and the words to the person.
Answers = Mapping[Claim, tuple[str, str]]


@transaction.atomic
def ask(document: PromotionDocument, *, at: datetime) -> PromotionRound:
    """Let the manager on record read it as it is now, and ask for their answer.

    Asking twice asks once. A round that waits for a manager of before ends.
    """
    locked = lock(document)
    manager = _manager_of(locked.person)
    waiting = locked.rounds.waiting().first()
    if waiting is not None and waiting.reviewer_id == manager.pk:
        return waiting
    if waiting is not None:
        _end(waiting, locked, at)
    if not locked.can_move_to(State.ASKED):
        message = _("It moves forward already, or is closed. Open it again, or begin another one.")
        raise ValidationError(message, code="wrong_state")
    asked = queries.snapshot(locked)
    if not any(claim["text"] or claim["items"] for claim in asked["claims"]):
        message = _("Write something under at least one pillar first.")
        raise ValidationError(message, code="empty")
    last = locked.rounds.order_by("number").last()
    made = PromotionRound.objects.create(
        document=locked,
        number=last.number + 1 if last else 1,
        reviewer=manager,
        as_asked=asked,
        asked_at=at,
    )
    _move(locked, State.ASKED)
    outbox.tell(manager, "growth_review_asked", about=made, at=at)
    return made


@transaction.atomic
def take_back(document: PromotionDocument, *, at: datetime) -> None:
    """From now on nobody but the person reads it. Taking it back twice changes nothing."""
    locked = lock(document)
    waiting = locked.rounds.waiting().first()
    if waiting is not None:
        _end(waiting, locked, at)


@transaction.atomic
def answer(
    row: PromotionRound, outcome: str, words: str, answers: Answers, *, at: datetime
) -> PromotionRound:
    """The manager says that it moves forward, or under which pillars they want to see more.

    Answered once: whoever comes second, or after it was taken back, changes nothing.
    """
    document = lock(row.document)
    locked = PromotionRound.objects.select_for_update().get(pk=row.pk)
    if not locked.is_waiting:
        message = _("This has been answered or taken back meanwhile. Nothing was changed.")
        raise ValidationError(message, code="not_waiting")
    _check(outcome, answers)
    locked.outcome, locked.words, locked.answered_at = outcome, words.strip(), at
    locked.full_clean(exclude=["document", "reviewer"], validate_constraints=False)
    locked.save(update_fields=["outcome", "words", "answered_at"])
    for claim, (needs, said) in answers.items():
        line = RoundAnswer(round=locked, claim=claim, needs=needs, words=said.strip())
        line.full_clean(exclude=["round", "claim"], validate_constraints=False)
        line.save()
    _move(document, State.FORWARD if outcome == Outcome.FORWARD else State.MORE)
    _take_back_question(locked)
    outbox.tell(document.person, "growth_review_answered", about=locked, at=at)
    return locked


@transaction.atomic
def make_goals(row: PromotionRound, *, at: datetime) -> list[PlanGoal]:
    """Put what the manager still wants to see into the person's plan, where it is not yet."""
    person = row.document.person
    revision = lock_open_revision(person)
    known = queries.goals_of(row.document, revision)
    made = []
    for gap in queries.gaps_of(row):
        text = gap_text(gap)
        if queries.goal_of(known, gap.claim, text) is None:
            origin = PlanGoal.Origin.PROMOTION
            made.append(goals.add(person, {"text": text}, at=at, origin=origin, claim=gap.claim))
    return made


@transaction.atomic
def end_outlived(at: datetime) -> dict[str, int]:
    """End rounds that wait for somebody who is no longer the manager, and offer the person the new one.

    Access ended before, with the change itself; this keeps it from coming back with the manager.
    """
    outlived = list(PromotionRound.objects.outlived().select_related("document"))
    for row in outlived:
        document = lock(row.document)
        waiting = PromotionRound.objects.outlived().filter(pk=row.pk).first()
        if waiting is not None:
            _end(waiting, document, at)
            outbox.tell(document.person, "growth_review_ended", about=waiting, at=at)
    return {"reviews ended": len(outlived)}


def _manager_of(person: User) -> User:
    manager = User.objects.filter(reports=person, is_active=True).first()
    if manager is None:
        message = _(
            "Nobody is on record as your manager. Ask the people who keep these records here."
        )
        raise ValidationError(message, code="no_manager")
    return manager


def _check(outcome: str, answers: Answers) -> None:
    gaps = [said for needs, said in answers.values() if needs != Needs.NOTHING]
    if outcome == Outcome.MORE and not gaps:
        message = _("Choose at least one pillar under which you would like to see more.")
        raise ValidationError(message, code="no_gap")
    if outcome == Outcome.FORWARD and gaps:
        message = _("You want to see more under a pillar, so it does not move forward yet.")
        raise ValidationError(message, code="gap")
    if not all(said.strip() for said in gaps):
        message = _("Say in words what you would like to see.")
        raise ValidationError(message, code="no_words")


def _end(row: PromotionRound, document: PromotionDocument, at: datetime) -> None:
    row.taken_back_at = at
    row.save(update_fields=["taken_back_at"])
    _take_back_question(row)
    _move(document, at_rest(document))


def _take_back_question(row: PromotionRound) -> None:
    for kind in ("growth_review_asked", "growth_review_reminder"):
        outbox.take_back(kind, about=row)


def _move(document: PromotionDocument, state: str) -> None:
    document.state = state
    document.save(update_fields=["state"])
