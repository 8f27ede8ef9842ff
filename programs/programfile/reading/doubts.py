"""What a program file may say, and will regret: told with its line, and never refused."""

import re
from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.models import Milestone, Role
from programs.programfile import parts
from programs.programfile.problems import at_line
from programs.programfile.shape import Item

_CUT = re.compile(r"^ *(?:- +)*(?:[\w-]+: +)?(?P<text>[^\s\"'|>#\[{&*-][^#]*\S) +(?P<lost>#\w.*)$")
_BLOCK = re.compile(r"^(?P<indent> *)(?:- +)*[\w-]+: +[|>][-+0-9]* *$")
_BOTH = (Role.Side.MENTOR, Role.Side.MENTEE)


def about(text: str, file: Item) -> list[str]:
    """Everything doubtful in a file: in how it is written, and in what it says."""
    return [*_lost_words(text), *_dates(file), *_of_parts(file)]


def _lost_words(text: str) -> list[str]:
    """A word behind a number sign is lost: YAML takes it for a comment."""
    return [
        at_line(
            number,
            _("“%(lost)s” is not part of the text: a number sign begins a comment. Quote the text.")
            % {"lost": found["lost"][:60]},
        )
        for number, line in _outside_of_blocks(text)
        if (found := _CUT.match(line))
    ]


def _outside_of_blocks(text: str) -> Iterator[tuple[int, str]]:
    """The lines that are not in a text of several lines, where a number sign is one like any."""
    deeper_than: int | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        indent = len(line) - len(line.lstrip(" "))
        if deeper_than is not None and (not line.strip() or indent > deeper_than):
            continue
        found = _BLOCK.match(line)
        deeper_than = len(found["indent"]) if found else None
        yield number, line


def _dates(file: Item) -> Iterator[str]:
    starts_on = file["cycle"]["starts_on"]
    last_day = None
    for number, role in enumerate(file["roles"], start=1):
        for place, call in enumerate(role["calls"] if role["side"] in _BOTH else (), start=1):
            last_day = max(filter(None, (last_day, call["closes"])), default=None)
            if starts_on is not None:
                yield from _call(call, f"roles[{number}].calls[{place}]", starts_on)
    for number, milestone in enumerate(file["timeline"], start=1):
        if milestone["kind"] == Milestone.Kind.PAIRS_ANNOUNCED and milestone["on"]:
            yield from _announcement(milestone, f"timeline[{number}].on", starts_on, last_day)


def _call(call: Item, path: str, starts_on: date) -> Iterator[str]:
    for key, said in (
        ("opens", _("This call opens when the cycle has already started, on %s.")),
        ("closes", _("This call is still open when the cycle starts, on %s.")),
    ):
        if call[key] and call[key] >= starts_on:
            yield at_line(call.line_of(key), said % _day(starts_on), f"{path}.{key}")
            return


def _announcement(
    milestone: Item, path: str, starts_on: date | None, last_day: date | None
) -> Iterator[str]:
    line = milestone.line_of("on")
    if last_day is not None and milestone["on"] <= last_day:
        said = _("Pairs are announced before the last call has closed: it is open until %s.")
        yield at_line(line, said % _day(last_day), path)
    if starts_on is not None and milestone["on"] > starts_on:
        said = _("Pairs are announced when the cycle has already started, on %s.")
        yield at_line(line, said % _day(starts_on), path)


def _of_parts(file: Item) -> Iterator[str]:
    for part in parts.of_cycle:
        yield from part.doubts(file[part.key.name], part.key.name, file)


def _day(day: date) -> str:
    return date_format(day, "j F Y")
