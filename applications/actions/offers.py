"""Offers of a place: what ends them."""

from collections.abc import Iterable
from datetime import datetime

from applications.models import PlaceOffer
from notifications.actions import outbox


def end(made: PlaceOffer, state: str, *, at: datetime) -> None:
    made.state, made.ended_at = state, at
    made.save(update_fields=["state", "ended_at"])


def end_open(numbers: Iterable[int], *, at: datetime) -> None:
    """What happened to these applications makes an open offer void; unsent mail is taken back.

    In the caller's transaction, with the applications locked.
    """
    rows = PlaceOffer.objects.filter(application__in=list(numbers), state=PlaceOffer.State.OPEN)
    for made in rows:
        outbox.take_back("place_offered", about=made)
        end(made, PlaceOffer.State.TAKEN_BACK, at=at)
