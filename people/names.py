"""Names and addresses: as people type and paste them, and as they are compared and put in order."""

import unicodedata

# Apostrophes and quotation marks, which every keyboard writes in another way.
_QUOTES = dict.fromkeys(map(ord, "'’‘‛ʼʻʽ`´′\"“”„‟«»‹›″＇＂"))
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−﹣－"), "-")
# Letters that no decomposition takes apart into a plain one and its mark.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
_FOLDED = _QUOTES | _DASHES | _LETTERS

# Letters and signs that show nothing, beside the format signs (category Cf).
_EMPTY = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
_JOINERS = frozenset("\u200c\u200d")
_SCRIPTS_WITH_JOINERS = 0x0590  # Hebrew, Arabic, the scripts of India, and far above them the emoji


def tidy(text: str) -> str:
    """Text of one line without what nobody sees: zero-width signs, soft hyphens, marks of
    direction, blanks at the ends, in a row or of another width.

    Joiners stay where a script or an emoji is written with them.
    """
    if text.isascii():
        return " ".join(text.split())
    text = unicodedata.normalize("NFC", text)
    kept = [sign for place, sign in enumerate(text) if not _is_invisible(text, place)]
    return " ".join("".join(kept).split())


def tidy_address(text: str) -> str:
    """An e-mail address as it is stored and looked up: in small letters, nothing invisible."""
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES)
    return tidy(plain).lower().replace("’", "'")


def _is_invisible(text: str, place: int) -> bool:
    sign = text[place]
    if sign in _EMPTY:
        return True
    if unicodedata.category(sign) != "Cf":
        return False
    around = text[max(place - 1, 0) : place] + text[place + 1 : place + 2]
    joins = sign in _JOINERS and len(around) == 2
    return not (joins and min(map(ord, around)) >= _SCRIPTS_WITH_JOINERS)


def sort_key(name: str) -> str:
    """The key names sort and are searched by: without marks and quotation marks, casefolded, one
    space between words.

    Order must not depend on the database's collation, so it is stored beside the name.
    """
    decomposed = unicodedata.normalize("NFKD", tidy(name))
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(plain.casefold().translate(_FOLDED).split())
