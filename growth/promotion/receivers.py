"""What promotion does when something happens further down, in the same transaction."""

from django.dispatch import receiver

from growth.promotion.actions import files
from growth.promotion.models import PromotionTemplate
from growth.signals import switched_on


@receiver(switched_on, dispatch_uid="promotion begins with templates")
def offer_templates(sender, by, at, **kwargs) -> None:
    """The shipped ones, unless the organization has some of its own already."""
    if not PromotionTemplate.objects.exists():
        files.load(files.shipped(), by=by, at=at)
