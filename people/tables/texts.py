"""What a cell with words comes to, and what no cell may hold."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from people.names import tidy, tidy_address

SHOWN = 60  # characters of a value that a message repeats

# A cell that a spreadsheet would have worked out. A dash before a word is none.
_FORMULA = re.compile(r"[=@＝＠]|[+＋\-−]\s*(?:[\d(=@]|\w+[(!])")
# Our own exports put an apostrophe before a text that would be taken for one.
_GUARDED = re.compile(r"'(?=\s*[=+\-@|%＝＋－＠｜％])")
_ERROR = re.compile(r"#(?:N/A|NV|[A-ZÄÖÜ0-9/]+[!?])")
_ADDRESS_IN_WORDS = re.compile(r"[^<>]*<\s*([^<>\s]+)\s*>")


def text(cell: str, *, longest: int, is_needed: bool = False) -> str:
    """Words on one line. Refuses what cannot be meant."""
    check(cell)
    words = tidy(unguarded(cell))
    is_guarded = bool(_GUARDED.match(cell))
    if is_needed and not words:
        raise ValidationError(_("This is empty."), code="empty")
    if not is_guarded and _FORMULA.match(words):
        message = _("“%(value)s” begins like a formula of a spreadsheet.")
        raise ValidationError(message % {"value": words[:SHOWN]}, code="formula")
    if len(words) > longest:
        message = _("This has %(length)s characters; at most %(longest)s are possible.")
        numbers = {"length": len(words), "longest": longest}
        raise ValidationError(message % numbers, code="too_long")
    return words


def unguarded(cell: str) -> str:
    """A cell of our own export without the apostrophe that keeps spreadsheets from working it out."""
    return cell[1:] if _GUARDED.match(cell) else cell


def check(cell: str) -> None:
    """Refuse errors of spreadsheets, letters that were lost or garbled, and control signs."""
    check_origin(cell)
    if not cell.isprintable() and any(map(_is_control, cell.strip())):
        raise ValidationError(_("It contains a character that cannot be shown."), code="bad_sign")


def check_origin(cell: str) -> None:
    """Refuse what a spreadsheet or a wrong encoding made of somebody's words."""
    stripped = cell.strip()
    if _ERROR.fullmatch(stripped):
        message = _("The cell holds an error of the spreadsheet: %(value)s.")
        raise ValidationError(message % {"value": stripped[:SHOWN]}, code="spreadsheet_error")
    if "\ufffd" in cell:
        message = _("Letters were lost before the file was made: “%(value)s”. Export it again.")
        raise ValidationError(message % {"value": stripped[:SHOWN]}, code="lost_letters")
    if meant := _ungarbled(stripped):
        message = _("“%(value)s” should probably be “%(meant)s”. Export the file again as UTF-8.")
        words = {"value": stripped[:SHOWN], "meant": meant[:SHOWN]}
        raise ValidationError(message % words, code="garbled")


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) == "Cc" and sign not in "\t\r\n"


def _ungarbled(words: str) -> str:
    """What UTF-8 meant that was once read as Western European; empty when it was not."""
    if words.isascii() or not any(sign in words for sign in "ÃÂÅÄâÐÑ"):
        return ""
    try:
        meant = words.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return ""
    return meant if meant != words else ""


def address(cell: str) -> str:
    """An e-mail address, also from "mailto:a@b" and "Ann Lee <a@b>"."""
    words = text(cell, longest=1000, is_needed=True)
    if within := _ADDRESS_IN_WORDS.fullmatch(words):
        words = within.group(1)
    plain = tidy_address(words).removeprefix("mailto:").rstrip(".,;").strip("'\"")
    if plain.count("@") > 1:
        message = _("There are several addresses in one cell. Keep one: “%(value)s”.")
        raise ValidationError(message % {"value": plain[:SHOWN]}, code="several")
    name, _at, domain = plain.partition("@")
    if "@" in plain and not name.isascii():
        message = _("“%(value)s” has letters before the @ that mail cannot carry.")
        raise ValidationError(message % {"value": plain[:SHOWN]}, code="bad_email")
    try:
        plain = f"{name}@{domain.encode('idna').decode()}" if not domain.isascii() else plain
        validate_email(plain)
    except (ValidationError, UnicodeError):
        message = _("“%(value)s” is not an e-mail address.")
        raise ValidationError(message % {"value": plain[:SHOWN]}, code="bad_email") from None
    if len(plain) > 254:
        raise ValidationError(_("This address is too long."), code="too_long")
    return plain
