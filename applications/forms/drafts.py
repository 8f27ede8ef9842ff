"""What an open application form says of itself, hidden, beside what is typed into it."""

import json
import secrets

from applications.rules.two_windows import Typed, Window

MOST_CHARACTERS = 100_000


def new_window() -> str:
    return secrets.token_urlsafe(6)


def window_of(data, *, standing: Typed) -> Window | None:
    """The window a form was sent from; None for one that says nothing of itself."""
    name = data.get("window", "")[:40].replace("\0", "")
    if not name:
        return None
    try:
        seen = json.loads(data.get("seen", "")[:MOST_CHARACTERS])
    except ValueError:
        seen = {}
    known = seen if isinstance(seen, dict) else {}
    return Window(name, {str(key): str(seal) for key, seal in known.items()}, standing)


def written(seals: dict[str, str]) -> str:
    return json.dumps(seals, separators=(",", ":"))
