"""What the controls of rankings and weeks print."""

from dataclasses import dataclass
from itertools import count

from surveys import blanks
from surveys.values import CLOCK, DAYS, PARTS
from surveys.week import DAY_NAMES, PART_NAMES, hours_of, is_half_hour, slot_label


@dataclass(frozen=True)
class DayHead:
    short: str
    name: str


@dataclass(frozen=True)
class Cell:
    slot: str
    id: str
    label: str
    is_on: bool


@dataclass(frozen=True)
class Part:
    name: str
    hours: str
    cells: list[Cell]


@dataclass(frozen=True)
class Week:
    """Parts of days, and the same days by the half hour."""

    days: list[DayHead]
    parts: list[Part]
    half_hours: list[Part]
    is_by_half_hours: bool


def week(bound) -> Week:
    """The first cell is where error links lead."""
    chosen = set(bound.value() or ())
    heads = [DayHead(str(short), str(name)) for short, name in map(DAY_NAMES.get, DAYS)]
    number = count()

    def row(part: str, name: str, hours: str = "") -> Part:
        slots = [f"{day}-{part}" for day in DAYS]
        cells = [
            Cell(slot, f"{bound.auto_id}_{next(number)}", slot_label(slot), slot in chosen)
            for slot in slots
        ]
        return Part(name, hours, cells)

    return Week(
        heads,
        [row(str(part), str(PART_NAMES[part]), hours_of(part)) for part in PARTS],
        [row(clock, f"{clock[:2]}:{clock[2:]}") for clock in CLOCK],
        any(map(is_half_hour, chosen)),
    )


@dataclass(frozen=True)
class Rank:
    label: str
    name: str
    id: str
    place: str
    places: list[str]


def ranks(bound) -> list[Rank]:
    given = bound.value() or {}
    places = [str(place) for place in range(1, bound.field.places + 1)]
    return [
        Rank(
            label,
            f"{bound.html_name}-{value}",
            f"{bound.auto_id}_{number}",
            given.get(value, ""),
            places,
        )
        for number, (value, label) in enumerate(bound.field.choices)
    ]


@dataclass(frozen=True)
class PartInput:
    key: str
    label: str
    hint: str
    name: str
    id: str
    text: str
    is_wrong: bool


def parts(bound) -> list[PartInput]:
    given = bound.value() or {}
    field = bound.field
    return [
        PartInput(
            blank.key,
            blank.label,
            blank.hint,
            f"{bound.html_name}-{blank.key}",
            f"{bound.auto_id}_{number}",  # the first one is where error links lead
            given.get(blank.key, ""),
            bool(bound.errors) and _is_wrong(given.get(blank.key, ""), field),
        )
        for number, blank in enumerate(field.blanks)
    ]


def _is_wrong(text, field):
    return len(text) > field.longest or "\x00" in text or (field.required and not text.strip())


@dataclass(frozen=True)
class Stretch:
    """A piece of the composed sentence as the page prints it."""

    before: str
    name: str
    text: str
    after: str
    is_optional: bool
    begins: bool


def sentence(question, bound) -> list[Stretch]:
    given = bound.value() or {}
    return [
        Stretch(
            piece.before,
            f"{bound.html_name}-{piece.key}" if piece.key else "",
            piece.filled(blanks.tidy(given.get(piece.key, ""))),
            piece.after,
            piece.is_optional,
            piece.begins,
        )
        for piece in question.as_kind.pieces(question)
    ]
