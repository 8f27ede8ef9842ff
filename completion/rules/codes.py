"""Codes of completion records: nine characters in three groups, as people read them aloud."""

import re
import secrets

from completion.models.record import ALPHABET, GROUP, GROUPS


def fresh() -> str:
    """Nobody guesses it: one of about twenty million million."""
    return "-".join(
        "".join(secrets.choice(ALPHABET) for _number in range(GROUP)) for _group in range(GROUPS)
    )


def as_typed(words: str) -> str:
    """The code somebody means who leaves out the dashes or writes it in small letters."""
    signs = re.sub(r"[^0-9A-Z]", "", words.upper()[:40])
    return "-".join(signs[start : start + GROUP] for start in range(0, len(signs), GROUP))
