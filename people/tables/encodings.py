"""Which signs the bytes of a text file stand for."""

import codecs
import re
import unicodedata
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# What a menu offers, beside the Unicode encodings that say themselves what they are.
LABELS = {
    "utf-8": gettext_lazy("Unicode (UTF-8)"),
    "cp1252": gettext_lazy("Western European (Windows)"),
    "cp1250": gettext_lazy("Central European (Windows)"),
    "cp1251": gettext_lazy("Cyrillic (Windows)"),
    "cp1253": gettext_lazy("Greek (Windows)"),
    "cp1254": gettext_lazy("Turkish (Windows)"),
    "cp1255": gettext_lazy("Hebrew (Windows)"),
    "cp1256": gettext_lazy("Arabic (Windows)"),
    "cp1257": gettext_lazy("Baltic (Windows)"),
    "cp1258": gettext_lazy("Vietnamese (Windows)"),
    "cp874": gettext_lazy("Thai (Windows)"),
    "iso8859-2": gettext_lazy("Central European (ISO 8859-2)"),
    "iso8859-15": gettext_lazy("Western European (ISO 8859-15)"),
    "mac-roman": gettext_lazy("Western European (Mac)"),
    "mac-latin2": gettext_lazy("Central European (Mac)"),
    "cp850": gettext_lazy("Western European (DOS)"),
    "cp852": gettext_lazy("Central European (DOS)"),
    "koi8-u": gettext_lazy("Cyrillic (KOI8)"),
    "gb18030": gettext_lazy("Chinese, simplified (GB 18030)"),
    "big5": gettext_lazy("Chinese, traditional (Big5)"),
    "cp932": gettext_lazy("Japanese (Shift JIS)"),
    "euc-jp": gettext_lazy("Japanese (EUC)"),
    "cp949": gettext_lazy("Korean (Windows)"),
}
_MARKS = (  # the longer first: one of UTF-32 begins like one of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
_LOOKED_AT = 100_000  # bytes from which an encoding without a mark is told
_WORDS_SHOWN = 6
_WORD = re.compile(r"[^\s,;|\"<>()\[\]]*[^\x00-\x7f][^\s,;|\"<>()\[\]]*")
_WESTERN = {"cp1252", "iso8859-15", "mac-roman", "cp850"}
_NO_SIGNS = {"Cc", "Co", "Cn"}  # controls, private use, not assigned
# Between letters these say nothing about the encoding: Catalan and French use them so.
_AMONG_LETTERS = frozenset("’‘'·•–—‐-\u00ad\u200c\u200d…")


class UnclearError(ValidationError):
    """The file could be in several encodings; somebody must choose by what they see."""

    def __init__(self, options: "list[Option]"):
        message = _(
            "This file is not in Unicode, and read as Western European its letters make no sense. "
            "Choose the encoding in which names look right."
        )
        super().__init__(message, code="unclear_encoding")
        self.options = options


@dataclass(frozen=True)
class Option:
    """An encoding the bytes can be read in, with words that show whether it is the right one."""

    encoding: str
    label: str
    words: list[str]
    is_likely: bool


@dataclass(frozen=True)
class Decoded:
    text: str
    encoding: str
    remark: str = ""


def decode(content: bytes, chosen: str = "") -> Decoded:
    """The text, in the chosen encoding or the one the bytes speak for.

    Unicode tells itself. Everything else is Western European (Windows) as long as that makes
    sense, with a remark that shows the words to look at; else UnclearError offers the others.
    """
    if chosen:
        return Decoded(_strictly(content, chosen), chosen)
    if unicode := _unicode(content):
        return Decoded(_strictly(content, unicode), unicode)
    text = _or_none(content, "utf-8")
    if text is not None:
        return Decoded(text, "utf-8")
    western = _or_none(content, "cp1252")
    if western is None or is_rubbish(western, is_western=True):
        raise UnclearError(options(content))
    remark = _("The file is not in Unicode. It was read as Western European (Windows): %(words)s.")
    return Decoded(western, "cp1252", remark % {"words": ", ".join(_foreign_words(western))})


def options(content: bytes) -> list[Option]:
    """Every encoding the bytes can be read in, the likely ones first."""
    found: dict[tuple[str, ...], Option] = {}
    for encoding, label in LABELS.items():
        text = _or_none(content, encoding)
        if text is None:
            continue
        words = _foreign_words(text)
        is_likely = not is_rubbish(text, is_western=encoding in _WESTERN)
        option = Option(encoding, str(label), words, is_likely)
        found.setdefault(tuple(words), option)
    return sorted(found.values(), key=lambda o: (not o.is_likely, _is_full_of_accents(o.words)))


def _is_full_of_accents(words: list[str]) -> bool:
    """Most words: what Cyrillic or Greek becomes when it is read as Latin."""
    latin = [word for word in words if {_script(s) for s in word if s.isalpha()} == {"LATIN"}]
    return sum(map(_is_mostly_accents, latin)) * 2 > len(words)


def is_rubbish(text: str, *, is_western: bool = False) -> bool:
    """Whether words with more than plain letters look as if read in the wrong encoding: a quarter
    of them at least. Western languages, unlike others, write few accents in one word."""
    words = _WORD.findall(text[:_LOOKED_AT])
    bad = sum(_looks_wrong(word) or (is_western and _is_mostly_accents(word)) for word in words)
    return bad > 0 and bad * 4 >= len(words)


def _looks_wrong(word: str) -> bool:
    """Symbols between letters, capitals after small letters, letters of two scripts, or signs that
    are none."""
    scripts = {_script(sign) for sign in word if sign.isalpha()}
    if len(scripts) > 1 or any(unicodedata.category(sign) in _NO_SIGNS for sign in word):
        return True
    if _has_capital_within(word):
        return True
    return any(
        _is_symbol(sign) and word[place + 1 : place + 2].isalpha()
        for place, sign in enumerate(word)
    )


def _script(letter: str) -> str:
    """LATIN, CYRILLIC, GREEK, ... Japanese and Chinese writing count as one."""
    script = unicodedata.name(letter, "UNKNOWN").split(maxsplit=1)[0]
    return "CJK" if script in {"HIRAGANA", "KATAKANA", "CJK", "KATAKANA-HIRAGANA"} else script


def _is_mostly_accents(word: str) -> bool:
    foreign = [not sign.isascii() for sign in word if sign.isalpha()]
    in_a_row = any(all(foreign[place : place + 3]) for place in range(len(foreign) - 2))
    return in_a_row or (len(foreign) > 3 and sum(foreign) * 5 > len(foreign) * 3)


def _has_capital_within(word: str) -> bool:
    """A capital with an accent after a letter, in a word that is not all capitals."""
    return not word.isupper() and any(
        not sign.isascii() and sign.isupper() and word[place - 1].isalpha()
        for place, sign in enumerate(word)
        if place
    )


def _is_symbol(sign: str) -> bool:
    is_plain = sign.isascii() or sign in _AMONG_LETTERS
    return not is_plain and unicodedata.category(sign)[0] in "SNPC"


def _foreign_words(text: str) -> list[str]:
    """The first few different words with more than plain letters."""
    words = (match.group()[:40] for match in _WORD.finditer(text[:_LOOKED_AT]))
    return list(dict.fromkeys(words))[:_WORDS_SHOWN]


def _unicode(content: bytes) -> str:
    """The Unicode encoding that the first bytes speak of; empty when they do not."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    beginning = content[:4000]
    zeros = [beginning[place::4].count(0) for place in range(4)]
    quarter = len(beginning) // 4
    if quarter and sum(zeros) > 2.5 * quarter:
        return "utf-32-le" if zeros[0] < zeros[3] else "utf-32-be"
    if quarter and sum(zeros) > quarter // 2:
        return "utf-16-le" if zeros[0] + zeros[2] < zeros[1] + zeros[3] else "utf-16-be"
    return ""


def _or_none(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _strictly(content: bytes, encoding: str) -> str:
    text = _or_none(content, encoding)
    if text is None:
        label = LABELS.get(encoding, encoding.upper().removesuffix("-SIG"))
        message = _("The file says it is %(encoding)s, but is damaged.")
        raise ValidationError(message % {"encoding": label}, code="wrong_encoding")
    return text.removeprefix("\ufeff")
