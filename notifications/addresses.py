"""Addresses in mails by which somebody acts without signing in."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

_SALT = "notifications.switch_off"


def to_switch_off(person_id: int, *kinds: str) -> str:
    """Where this person switches these kinds off. Never runs out: old mails lie around for years."""
    token = signing.dumps([person_id, *kinds], salt=_SALT)
    return settings.BASE_URL + reverse("notifications:switch_off", args=[token])


def read(token: str) -> tuple[int, list[str]]:
    """The person's number and the kinds; BadSignature for what we did not write."""
    person_id, *kinds = signing.loads(token, salt=_SALT)
    return person_id, kinds
