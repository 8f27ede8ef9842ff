"""What the two of a review hear: that something is there, never a word of it."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from growth.promotion.models import PromotionDocument, PromotionRound
from notifications.kinds import Kind
from notifications.models import Message


class _AboutReview(Kind):
    rows = PromotionRound.objects.select_related("document__person__manager", "reviewer")
    lasts = timedelta(days=14)


class ReviewAsked(_AboutReview):
    name = "growth_review_asked"
    label = _("A promotion document to review")
    wait = timedelta(minutes=5)

    def context(self, message: Message, row: PromotionRound, at: datetime) -> dict:
        address = reverse("growth:review", args=[row.pk])
        return {"person": row.document.person, "address": address}

    def still_true(self, message: Message, row: PromotionRound, at: datetime) -> bool:
        return PromotionRound.objects.waiting().readable().filter(pk=row.pk).exists()


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
