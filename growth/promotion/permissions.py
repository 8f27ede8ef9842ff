"""Whose promotion document somebody may open: their own, and what they are asked to review."""

from django.db.models import QuerySet

from growth.promotion.models import Claim, PromotionDocument, PromotionRound
from people.models import User


def own_documents(user: User) -> QuerySet[PromotionDocument]:
    return PromotionDocument.objects.filter(person=user)


def own_claims(user: User) -> QuerySet[Claim]:
    return Claim.objects.filter(document__person=user).select_related("document")


def own_rounds(user: User) -> QuerySet[PromotionRound]:
    rows = PromotionRound.objects.filter(document__person=user)
    return rows.select_related("document__person", "reviewer")


def reviews_of(user: User) -> QuerySet[PromotionRound]:
    """What reports ask this manager, or asked and had answered, as long as they are their manager."""
    rows = PromotionRound.objects.readable().filter(reviewer=user)
    return rows.select_related("document__person", "reviewer").order_by("-asked_at", "-pk")


def taken_back_from(user: User) -> QuerySet[PromotionRound]:
    """What reports took back from this manager: they read nothing of it, but learn that it is so."""
    rows = PromotionRound.objects.filter(reviewer=user, taken_back_at__isnull=False)
    return rows.filter(document__person__manager=user).select_related("document__person")


def waiting_for(user: User) -> QuerySet[PromotionRound]:
    """The same, as long as they have not answered."""
    return reviews_of(user).filter(answered_at__isnull=True)


def reading_of(user: User) -> QuerySet[PromotionRound]:
    """Where somebody else can read a document of this person's now."""
    rows = PromotionRound.objects.readable().filter(document__person=user)
    return rows.select_related("document", "reviewer")
