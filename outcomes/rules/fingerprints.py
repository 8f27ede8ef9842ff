"""A document in one number: the same figures have the same one, and nobody finds others with it."""

import hashlib
import json
from typing import Any


def fingerprint(document: dict[str, Any]) -> str:
    """SHA-256 of its JSON with sorted names, without spaces, in UTF-8."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
