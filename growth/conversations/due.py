"""Reminders that come with time: to revisit a plan after its year, and to talk before the review."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from growth.conversations.models import Conversation
from growth.conversations.rules import RECENT, is_before_review
from growth.plans.models import PlanRevision
from growth.setup.models import GrowthSetup
from growth.setup.queries import setup
from notifications.actions import outbox
from notifications.models import Message

STALE = timedelta(days=30)  # whoever was not reminded by then, growth was off: no flood afterwards


def remind(at: datetime) -> dict[str, int]:
    """Both kinds, each told once about one year of a plan and one review."""
    row = setup()
    if row.state == GrowthSetup.State.OFF:
        return {}
    return {
        "reminders to revisit a plan": outbox.insert_new(_revisits(row, at)),
        "reminders before the review": outbox.insert_new(_before_review(row, at)),
    }


def _plans(row: GrowthSetup) -> QuerySet[PlanRevision]:
    """The versions people work on, of those growth is on for."""
    people = Q(plan__person__is_active=True)
    if row.state == GrowthSetup.State.SOME:
        people &= Q(plan__person__division__in=row.divisions)
    return PlanRevision.objects.current().filter(people).select_related("plan")


def _revisits(row: GrowthSetup, at: datetime) -> list[Message]:
    today = at.date()
    over = _plans(row).filter(ends_on__lt=today, ends_on__gte=today - STALE)
    return [
        _message(revision, "growth_revisit", f"revision:{revision.pk}", at, {}) for revision in over
    ]


def _before_review(row: GrowthSetup, at: datetime) -> list[Message]:
    """People with a plan and a manager who did not talk within the two months before."""
    if row.review_on is None or not is_before_review(at.date(), row.review_on):
        return []
    talked = Conversation.objects.held().filter(
        person=OuterRef("plan__person"), held_on__gte=row.review_on - RECENT
    )
    silent = _plans(row).filter(~Exists(talked), plan__person__manager__isnull=False)
    about = f"review:{row.review_on:%Y-%m-%d}"
    context = {"day": row.review_on.isoformat()}
    return [_message(plan, "growth_before_review", about, at, context) for plan in silent]


def _message(revision: PlanRevision, kind: str, about: str, at: datetime, context: dict) -> Message:
    return Message(
        to_id=revision.plan.person_id,
        kind=kind,
        about=about,
        context=context,
        created_at=at,
        send_after=at,
    )
