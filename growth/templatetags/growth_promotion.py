"""What pages further down show of promotion documents. `{% load growth_promotion %}`."""

from django import template

from growth.promotion import permissions
from growth.promotion.models import PromotionRound
from people.models import User

register = template.Library()


@register.simple_tag
def reviews_for(user: User) -> list[PromotionRound]:
    """Documents of reports that this manager is asked, or was asked, to review."""
    return list(permissions.reviews_of(user))


@register.simple_tag
def readings_of(user: User) -> list[PromotionRound]:
    """Where the manager can read a document of this person's now."""
    return list(permissions.reading_of(user))
