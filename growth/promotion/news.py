"""What the two of a review hear: that something is there, never a word of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from growth.promotion.models import PromotionDocument, PromotionRound
from growth.setup.permissions import growth_is_on
from notifications.kinds import Kind, News, Reminder
from notifications.models import Message
from people.models import User

REMIND_AFTER = timedelta(days=7)
STALE = timedelta(days=30)  # growth was off, or nobody cared: no flood afterwards


class _AboutReview(Kind):
    rows = PromotionRound.objects.select_related("document__person__manager", "reviewer")
    lasts = timedelta(days=14)


class _ToReviewer(_AboutReview):
    """Until they answered, it was taken back, or somebody else became the manager."""

    def context(self, message: Message, row: PromotionRound, at: datetime) -> dict:
        address = reverse("growth:review", args=[row.pk])
        return {"person": row.document.person, "address": address}

    def still_true(self, message: Message, row: PromotionRound, at: datetime) -> bool:
        return PromotionRound.objects.waiting().readable().filter(pk=row.pk).exists()


class ReviewAsked(_ToReviewer):
    name = "growth_review_asked"
    asks = True
    label = _("A promotion document to review")
    wait = timedelta(minutes=5)


class ReviewReminder(_ToReviewer, Reminder):
    """A week after the question, once."""

    name = "growth_review_reminder"
    label = _("A promotion document still to be reviewed")
    counted_as = "reminders to review a promotion document"

    def concerns(self, person: User) -> bool:
        return growth_is_on(person)

    def context(self, message: Message, row: PromotionRound, at: datetime) -> dict:
        asked_on = row.asked_at.astimezone(ZoneInfo(message.reader.time_zone)).date()
        return {**super().context(message, row, at), "asked_on": asked_on}

    def due(self, at: datetime) -> Iterator[News]:
        waiting = PromotionRound.objects.waiting().readable()
        asked = waiting.filter(asked_at__lte=at - REMIND_AFTER, asked_at__gt=at - STALE)
        for row in asked.select_related("reviewer"):
            if growth_is_on(row.reviewer):
                yield News(row.reviewer_id, row)


class ReviewAnswered(_AboutReview):
    name = "growth_review_answered"
    label = _("A promotion document was reviewed")

    def context(self, message: Message, row: PromotionRound, at: datetime) -> dict:
        address = reverse("growth:promotion_document", args=[row.document_id])
        return {"reviewer": row.reviewer, "address": address}

    def still_true(self, message: Message, row: PromotionRound, at: datetime) -> bool:
        is_open = row.document.state != PromotionDocument.State.CLOSED
        return is_open and row.reviewer is not None


class ReviewEnded(_AboutReview):
    name = "growth_review_ended"
    label = _("A review ended with the manager")

    def context(self, message: Message, row: PromotionRound, at: datetime) -> dict:
        address = reverse("growth:promotion_document", args=[row.document_id])
        return {"manager": row.document.person.manager, "address": address}

    def still_true(self, message: Message, row: PromotionRound, at: datetime) -> bool:
        return row.document.can_be_changed
