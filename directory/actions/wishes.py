"""Telling people who wished for it that somebody fits."""

from datetime import datetime

from django.db import transaction

from directory.models import Seeking
from directory.queries import fitting, switch
from notifications.actions import outbox


def tell_fitting(at: datetime) -> dict[str, int]:
    """Tell everybody whose wish can be met, once: then the wish is fulfilled."""
    if not switch.is_on():
        return {}
    return {"wishes met": sum(_tell(row, at) for row in fitting.wishes_that_can_be_met(at))}


@transaction.atomic
def _tell(seeking: Seeking, at: datetime) -> bool:
    met = Seeking.objects.filter(pk=seeking.pk, wants_word=True).update(wants_word=False)
    if met:
        occasion = f"{at:%Y%m%d%H%M}"
        outbox.tell(seeking.person_id, "mentor_fits", about=seeking, occasion=occasion, at=at)
    return bool(met)
