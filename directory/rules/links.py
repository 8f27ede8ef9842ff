"""The link in the mail that asks a mentor whether they are still available.

It opens a page without signing in, for one question of one person; nothing else can be read or done
with it, and only a press on the page answers.
"""

from django.core import signing

_SALT = "directory.still-right"


def made(offer: int, round_of: str) -> str:
    return signing.dumps([offer, round_of], salt=_SALT)


def read(token: str) -> tuple[int, str] | None:
    """The number of the offer and the round it was made for; None for what we never made."""
    try:
        offer, round_of = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return offer, round_of
