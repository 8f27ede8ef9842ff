"""What the pages of a promotion document show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch, QuerySet

from growth.binder.models import BinderItem
from growth.plans.models import PlanGoal, PlanRevision
from growth.promotion.models import (
    Claim,
    Evidence,
    PromotionDocument,
    PromotionRound,
    PromotionTemplate,
    RoundAnswer,
)
from growth.promotion.rules.parts import Part, gap_text, own_gap_text
from people.models import User

NEWS_FOR = timedelta(days=14)  # so long the home page says that an answer is there
IN_THE_SIDE = 8  # items of the binder named beside a document


@dataclass(frozen=True)
class OwnPart(Part):
    """A pillar as its writer sees it: with the goal they made of what is missing there."""

    goal: PlanGoal | None = None


@dataclass(frozen=True)
class Gap:
    """What a manager still wants to see under one pillar, and the goal it has become."""

    answer: RoundAnswer
    goal: PlanGoal | None


@dataclass(frozen=True)
class Page:
    """A document as its writer sees it.

    waiting: the round that nobody has answered; answered: the last one somebody did.
    """

    document: PromotionDocument
    parts: list[OwnPart]
    rounds: list[PromotionRound]
    gaps: list[Gap]
    has_plan: bool

    @property
    def waiting(self) -> PromotionRound | None:
        return next((row for row in self.rounds if row.is_waiting), None)

    @property
    def answered(self) -> PromotionRound | None:
        return next((row for row in self.rounds if row.answered_at), None)

    @property
    def open_gaps(self) -> list[Gap]:
        return [gap for gap in self.gaps if gap.goal is None]

    @property
    def is_with_the_manager(self) -> bool:
        """Under review by whoever is the manager now; one of before can read nothing."""
        manager = self.document.person.manager_id
        return self.waiting is not None and self.waiting.reviewer_id == manager is not None

    @property
    def was_read_by_the_manager(self) -> bool:
        """Whoever is the manager now answered a round, and can still read what that was about."""
        if self.document.state == PromotionDocument.State.CLOSED:
            return False
        manager = self.document.person.manager_id
        return any(row.answered_at and row.reviewer_id == manager for row in self.rounds)


def templates() -> QuerySet[PromotionTemplate]:
    """Those on offer, with their pillars."""
    rows = PromotionTemplate.objects.filter(archived_at__isnull=True)
    return rows.select_related("family").prefetch_related("parts")


def open_documents(person: User) -> QuerySet[PromotionDocument]:
    """What is being worked on, the latest first."""
    rows = PromotionDocument.objects.filter(person=person)
    return rows.exclude(state=PromotionDocument.State.CLOSED)


def page(document: PromotionDocument) -> Page:
    """In a constant number of queries; needs `person`."""
    rounds = list(_rounds(document))
    revision = PlanRevision.objects.current().filter(plan__person=document.person).first()
    goals = goals_of(document, revision) if revision else []
    answered = next((row for row in rounds if row.answered_at), None)
    is_open = document.state == PromotionDocument.State.MORE
    gaps = gaps_of(answered) if answered and is_open else []
    return Page(
        document,
        [_own_part(claim, goals) for claim in _claims(document)],
        rounds,
        [Gap(answer, goal_of(goals, answer.claim, gap_text(answer))) for answer in gaps],
        has_plan=revision is not None,
    )


def parts(document: PromotionDocument) -> list[Part]:
    """The document as it is now, pillar by pillar."""
    return [_own_part(claim, []) for claim in _claims(document)]


def parts_as_asked(row: PromotionRound) -> list[Part]:
    """What one round was about: words of then, evidence as far as it may still be shown."""
    asked = {claim["claim"]: claim for claim in row.as_asked["claims"]}
    numbers = {number for claim in asked.values() for number in claim["items"]}
    items = BinderItem.objects.showable().filter(person=row.document.person, pk__in=numbers)
    by_number = {item.pk: item for item in items.select_related("partner")}
    return [
        Part(
            claim,
            asked[claim.pk]["text"],
            [by_number[number] for number in asked[claim.pk]["items"] if number in by_number],
        )
        for claim in row.document.claims.all()
        if claim.pk in asked
    ]


def snapshot(document: PromotionDocument) -> dict[str, Any]:
    """What a round keeps of the document: see `PromotionRound.as_asked`."""
    claims = [
        {
            "claim": part.claim.pk,
            "text": part.text,
            "items": [item.pk for item in part.items],
        }
        for part in parts(document)
    ]
    return {"summary": document.summary, "claims": claims}


def gaps_of(row: PromotionRound) -> list[RoundAnswer]:
    """Pillars the manager wants more of, in their order."""
    return [answer for answer in row.answers.all() if answer.needs != RoundAnswer.Needs.NOTHING]


def with_answers(rounds: QuerySet[PromotionRound]) -> QuerySet[PromotionRound]:
    answers = RoundAnswer.objects.select_related("claim")
    return rounds.prefetch_related(Prefetch("answers", answers))


def binder_beside(document: PromotionDocument) -> list[tuple[BinderItem, str]]:
    """The newest of the person's binder, and the pillar each is used under here, if it is."""
    used = Evidence.objects.filter(claim__document=document).select_related("claim")
    items = BinderItem.objects.filter(person=document.person)
    rows = items.prefetch_related(Prefetch("evidence", used, to_attr="used_here"))
    return [
        (item, item.used_here[0].claim.title if item.used_here else "")
        for item in rows[:IN_THE_SIDE]
    ]


def answered_lately(person: User, at: datetime) -> PromotionRound | None:
    """The last answer to an open document, as long as it is news."""
    rows = PromotionRound.objects.filter(
        document__person=person, answered_at__gt=at - NEWS_FOR, reviewer__isnull=False
    ).exclude(document__state=PromotionDocument.State.CLOSED)
    return rows.select_related("reviewer").order_by("-answered_at").first()


def goals_of(document: PromotionDocument, revision: PlanRevision) -> list[PlanGoal]:
    """Goals of a version of the plan that came from this document."""
    return list(revision.goals.filter(claim__document=document).select_related("mentoring_goal"))


def goal_of(goals: list[PlanGoal], claim: Claim, text: str) -> PlanGoal | None:
    """The goal that stands for a gap: one being worked on under the pillar, or with its words."""
    found = [goal for goal in goals if goal.claim_id == claim.pk]
    return next((goal for goal in found if goal.is_open or goal.text == text), None)


def _claims(document: PromotionDocument) -> Iterable[Claim]:
    evidence = Evidence.objects.select_related("item__partner")
    return document.claims.prefetch_related(Prefetch("evidence", evidence))


def _rounds(document: PromotionDocument) -> QuerySet[PromotionRound]:
    return with_answers(document.rounds.select_related("reviewer"))


def _own_part(claim: Claim, goals: list[PlanGoal]) -> OwnPart:
    items = [evidence.item for evidence in claim.evidence.all()]
    return OwnPart(claim, claim.text, items, goal_of(goals, claim, own_gap_text(claim)))
