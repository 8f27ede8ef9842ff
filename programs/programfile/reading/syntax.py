"""What to change where a program file is not YAML: said by line, with the line as it should read.

The parser says what it expected. People need to know what to quote, or how far to indent.
"""

import re
from collections.abc import Callable

import yaml
from django.utils.translation import gettext as _

from programs.programfile.problems import at_line

_KEY = re.compile(r"^(?P<indent> *)(?P<hyphen>(?:- +)*)(?P<key>[\w-]+):(?: +(?P<value>.*\S))? *$")
_NO_SPACE = re.compile(r"^(?P<start> *(?:- +)*[\w-]+):(?P<rest>[^\s:/].*)$")
_TAB = re.compile(r"^[ ]*\t[ \t]*")
_BRACES = re.compile(r"^(?P<before>[^{]*\{)(?P<inside>.*)\}(?P<after> *)$")
_IN_BRACES = re.compile(r"^(?P<key> *[\w-]+: +)(?P<value>[^\"'\[{].*?)(?P<space> *)$")
_NEEDS_QUOTES = set("*&!%@`[{-?|>,]}#")
_BEGIN_THERE = {
    "while scanning a quoted scalar",
    "while scanning a simple key",
    "while parsing a flow mapping",
    "while parsing a flow sequence",
}
LONGEST_LINE = 160


def advice(text: str, error: yaml.MarkedYAMLError) -> str:
    """The problem in words for a person, with its line and what to write there instead."""
    lines = text.split("\n")
    number = _line_of(error)
    if number >= len(lines):
        number = len(lines) - 1
    for look in _LOOKS:
        if said := look(lines, number):
            return said
    return at_line(
        number + 1,
        _(
            "The file cannot be read here. Check this line and the one above for a text that "
            "needs quotes, or for spaces at the beginning that differ from the lines around."
        ),
    )


def quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _line_of(error: yaml.MarkedYAMLError) -> int:
    """Where the mistake is. Of a text or a brace without an end, and of a line without a key, that
    is where it begins, not where the parser gave up."""
    begins = error.context in _BEGIN_THERE
    mark = (begins and error.context_mark) or error.problem_mark or error.context_mark
    return mark.line if mark else 0


def _tab(lines: list[str], number: int) -> str:
    for place in range(number + 1):
        if found := _TAB.match(lines[place]):
            rest = lines[place][found.end() :]
            indent = _indent_before(lines, place)
            return _instead(
                place, _("Indent with spaces; this line begins with a tab."), indent + rest
            )
    return ""


def _colon(lines: list[str], number: int) -> str:
    found = _KEY.match(lines[number])
    if found is None or not (value := found["value"]) or value[0] in "\"'{[|>":
        return ""
    if ": " not in value and not value.endswith(":"):
        return ""
    return _instead(
        number, _("Quote this text, because it has a colon in it."), _with_value(found, value)
    )


def _braces(lines: list[str], number: int) -> str:
    """`{text: Why?}`: within braces more signs need quotes than elsewhere."""
    found = _BRACES.match(lines[number])
    if not found:
        return _open_brace(lines, number)
    parts = [_quote_in_braces(part) for part in _joined_again(found["inside"].split(","))]
    line = f"{found['before']}{','.join(parts)}}}{found['after']}".rstrip()
    if line == lines[number].rstrip():
        return ""
    return _instead(number, _("Within braces, quote every text that is more than a word."), line)


def _open_brace(lines: list[str], number: int) -> str:
    line = lines[number].rstrip()
    for opens, closes in ("{}", "[]"):
        if line.count(opens) > line.count(closes):
            words = _("“%s” is opened here and not closed.") % opens
            return _instead(number, words, line + closes)
    return ""


def _joined_again(parts: list[str]) -> list[str]:
    """Parts of a text that has commas in it belong together."""
    joined: list[str] = []
    for part in parts:
        if joined and not re.match(r"^ *[\w-]+:( |$)", part):
            joined[-1] += "," + part
        else:
            joined.append(part)
    return joined


def _quote_in_braces(part: str) -> str:
    found = _IN_BRACES.match(part)
    if not found or not re.search(r"[?:,!*&%@`]", found["value"]):
        return part
    return f"{found['key']}{quoted(found['value'])}{found['space']}"


def _quotes(lines: list[str], number: int) -> str:
    """A text that begins with a quotation mark has to end with it, and holds none in between."""
    found = _KEY.match(lines[number])
    if found is None or not (value := found["value"]) or value[0] not in "\"'":
        return ""
    mark, inside = value[0], value[1:]
    inside = inside[: -len(mark)] if inside.endswith(mark) else inside
    plain = inside.replace("''", "'") if mark == "'" else inside.replace('\\"', '"')
    words = _("The quotation marks around this text do not match.")
    return _instead(number, words, _with_value(found, plain))


def _first_sign(lines: list[str], number: int) -> str:
    found = _KEY.match(lines[number])
    if found is None or not (value := found["value"]) or value[0] not in _NEEDS_QUOTES:
        return ""
    words = _("Quote this text, because it begins with “%s”.") % value[0]
    return _instead(number, words, _with_value(found, value))


def _space_after_colon(lines: list[str], number: int) -> str:
    for place in (number, number - 1):
        found = _NO_SPACE.match(lines[place]) if place >= 0 else None
        if found:
            line = f"{found['start']}: {found['rest']}"
            return _instead(place, _("A space belongs after the colon."), line)
    return ""


def _indent(lines: list[str], number: int) -> str:
    """A key that begins in a column where no key above it begins."""
    here, above = _KEY.match(lines[number]), _last_key(lines, number)
    if not here or not above:
        return ""
    mine = _column(here)
    columns = _columns_above(lines, number, with_hyphen=bool(here["hyphen"]))
    if _is_deeper_than_a_value(here, above) and _column(above) in columns:
        near = _column(above)
    else:
        near = min(columns, key=lambda column: (abs(column - mine), -column), default=mine)
    if near == mine:
        return ""
    start = " " * (near - len(here["hyphen"]))
    words = _("The indentation here is %(here)s; the lines this one belongs to have %(there)s.") % {
        "here": len(here["indent"]),
        "there": len(start),
    }
    return _instead(number, words, start + lines[number].strip())


def _is_deeper_than_a_value(here: re.Match, above: re.Match) -> bool:
    return bool(above["value"]) and _column(here) > _column(above)


def _no_key(lines: list[str], number: int) -> str:
    for place in (number, number - 1):
        line = lines[place].strip() if place >= 0 else ""
        if line and not line.startswith(("#", "-")) and ":" not in line:
            return at_line(
                place + 1,
                _(
                    "This line has no key. If it goes on with the text above, put “|” after the "
                    "key of that text and indent all its lines alike."
                ),
            )
    return ""


def _column(found: re.Match) -> int:
    return len(found["indent"]) + len(found["hyphen"])


def _last_key(lines: list[str], number: int) -> re.Match | None:
    above = (_KEY.match(line) for line in reversed(lines[:number]))
    return next((found for found in above if found), None)


def _columns_above(lines: list[str], number: int, *, with_hyphen: bool) -> set[int]:
    """Where keys of the blocks around this line begin; of lists only, for a line with a hyphen."""
    columns: set[int] = set()
    lowest = LONGEST_LINE
    for line in reversed(lines[:number]):
        found = _KEY.match(line)
        if not found or len(found["indent"]) > lowest:
            continue
        column = _column(found)
        if column <= lowest and (found["hyphen"] or not with_hyphen):
            columns.add(column)
        lowest = min(lowest, len(found["indent"]))
    return columns


def _indent_before(lines: list[str], number: int) -> str:
    """As far as the line belongs in that has a tab: as its neighbour above, or deeper by two."""
    above = _last_key(lines, number)
    if above is None:
        return ""
    return " " * (_column(above) + (0 if above["value"] else 2))


def _with_value(found: re.Match, value: str) -> str:
    return f"{found['indent']}{found['hyphen']}{found['key']}: {quoted(value)}"


def _instead(place: int, words: str, line: str) -> str:
    shown = line.strip() if len(line) > LONGEST_LINE else line
    shown = shown if len(shown) <= LONGEST_LINE else shown[:LONGEST_LINE] + "…"
    return at_line(place + 1, _("%(words)s Write: %(line)s") % {"words": words, "line": shown})


_LOOKS: tuple[Callable[[list[str], int], str], ...] = (
    _tab,
    _braces,
    _colon,
    _quotes,
    _first_sign,
    _space_after_colon,
    _no_key,
    _indent,
)
