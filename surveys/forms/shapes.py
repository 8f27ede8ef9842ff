"""What the controls of rankings and weeks print."""

from dataclasses import dataclass

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
