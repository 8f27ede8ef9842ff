"""Words kept for a short time so that the database alone does not give them away."""

import base64

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac


def seal(words: str, *, key: str) -> str:
    """Encrypt with a key that lies elsewhere, together with the site's own secret key."""
    return _box(key).encrypt(words.encode()).decode()


def unseal(sealed: str, *, key: str) -> str | None:
    """The words again; None where the key is another, also after a change of SECRET_KEY."""
    try:
        return _box(key).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _box(key: str) -> Fernet:
    made = salted_hmac("people.sealing", key, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(made))
