"""What the controls of rankings and weeks print."""

from dataclasses import dataclass

from surveys import blanks
from surveys.values import DAYS, PART_STARTS
from surveys.week import DAY_NAMES, PART_NAMES, hours_of, slot_label


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
    days: list[DayHead]
    parts: list[Part]


def week(bound) -> Week:
    chosen = set(bound.value() or ())
    heads = [DayHead(str(short), str(name)) for short, name in map(DAY_NAMES.get, DAYS)]
    return Week(heads, [_part(bound, number, chosen) for number in range(len(PART_STARTS))])


def _part(bound, number, chosen):
    cells = []
    for day_number, day in enumerate(DAYS):
        slot = f"{day}-{number}"
        place = number * len(DAYS) + day_number  # the first one is where error links lead
        cells.append(Cell(slot, f"{bound.auto_id}_{place}", slot_label(slot), slot in chosen))
    return Part(str(PART_NAMES[number]), hours_of(number), cells)


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
