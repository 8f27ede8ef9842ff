"""Telling people who wished for it that somebody fits."""

from datetime import datetime, timedelta

from django.db import transaction

from directory.models import Seeking
from directory.queries import fitting, switch
from notifications.actions import outbox
from notifications.keys import number_in
from notifications.models import Message

KIND = "mentor_fits"
LOOKED_BACK = timedelta(days=14)  # longer than such a message lasts


def tell_fitting(at: datetime) -> dict[str, int]:
    """Tell everybody whose wish can be met, once: then the wish is fulfilled."""
    if not switch.is_on():
        return {}
    _wish_again(at)
    return {"wishes met": sum(_tell(row, at) for row in fitting.wishes_that_can_be_met(at))}


def _wish_again(at: datetime) -> None:
    """Word that waited, for a quiet night or a digest, until nobody fitted any more has met no wish.

    Unless its person has saved something else since.
    """
    sent = Message.objects.filter(kind=KIND, scope="", created_at__gt=at - LOOKED_BACK)
    newest = {message.about: message for message in sent.order_by("created_at", "pk")}
    for message in newest.values():
        if message.status == Message.Status.CANCELLED and message.reason == Message.Reason.NOT_TRUE:
            number = number_in(message.about, Seeking) or 0
            wish = Seeking.objects.filter(pk=number, wants_word=False)
            wish.exclude(topics=[]).filter(changed_at__lte=message.created_at).update(
                wants_word=True
            )


@transaction.atomic
def _tell(seeking: Seeking, at: datetime) -> bool:
    met = Seeking.objects.filter(pk=seeking.pk, wants_word=True).update(wants_word=False)
    if met:
        occasion = f"{at:%Y%m%d%H%M}"
        outbox.tell(seeking.person_id, KIND, about=seeking, occasion=occasion, at=at)
    return bool(met)
