"""Questions answered in parts that make one sentence: the goal matrix, goals of learning a tool,
and sentences with blanks that organizers write themselves.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

LONGEST_PART = 500
MOST_BLANKS = 8
_BLANK = re.compile(r"\[\s*([^\[\]\s][^\[\]]{0,79})\]")


@dataclass(frozen=True)
class Blank:
    """One part somebody fills in; its key is its place."""

    key: str
    label: str | Promise
    hint: str | Promise = ""


@dataclass(frozen=True)
class Piece:
    """A stretch of the sentence: what stands before a blank, the blank's key, what follows it.

    An optional piece is left out while its blank is empty.
    """

    before: str
    key: str = ""
    after: str = ""
    is_optional: bool = True

    @property
    def begins(self) -> bool:
        """The blank is the first word of a sentence."""
        return bool(self.key) and (not self.before.strip() or self.before.rstrip()[-1] in ".!?")

    def filled(self, text: str) -> str:
        return text[:1].upper() + text[1:] if self.begins else text


def names_in(sentence: str) -> list[str]:
    """The blanks of a sentence, each once, in order: "I care about [a value]. [a value] ..."."""
    return list(dict.fromkeys(name.strip() for name in _BLANK.findall(sentence)))


def pieces_in(sentence: str) -> list[Piece]:
    """The sentence as it is put together; the page shows the same pieces while somebody types."""
    numbers = {name: str(place) for place, name in enumerate(names_in(sentence))}
    parts = _BLANK.split(sentence)
    texts, found = parts[0::2], parts[1::2]
    pieces = [
        Piece(text, numbers[name.strip()], "", False)
        for text, name in zip(texts, found, strict=False)
    ]
    return [*pieces, Piece(texts[-1], is_optional=False)]


def compose(pieces: Iterable[Piece], given: Mapping[str, str]) -> str:
    """The sentence from what was filled in; empty as long as nothing is."""
    if not any(tidy(text) for text in given.values()):
        return ""
    words = []
    for piece in pieces:
        text = tidy(given.get(piece.key, ""))
        if text or not piece.is_optional:
            shown = piece.filled(text) or ("…" if piece.key else "")
            words.append(f"{piece.before}{shown}{piece.after}")
    return "".join(words).strip()


def tidy(text: str) -> str:
    """On one line, and without the full stop that the sentence brings itself."""
    return " ".join(text.split()).rstrip(".").rstrip()


def problem_of(sentence: str) -> str:
    """Why a sentence cannot be asked; empty when it can."""
    names = names_in(sentence)
    if not names:
        return _("Write the sentence with each blank in brackets: I care about [a value].")
    if len(names) > MOST_BLANKS:
        return _("A sentence has at most %s blanks.") % MOST_BLANKS
    return ""
