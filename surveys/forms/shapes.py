"""What the controls of rankings and weeks print."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from surveys.values import DAYS, PART_HOURS, PART_STARTS

DAY_NAMES = {
    "mon": (_("Mon"), _("Monday")),
    "tue": (_("Tue"), _("Tuesday")),
    "wed": (_("Wed"), _("Wednesday")),
    "thu": (_("Thu"), _("Thursday")),
    "fri": (_("Fri"), _("Friday")),
}
PART_NAMES = (_("Morning"), _("Midday"), _("Afternoon"), _("Evening"))


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


def hours_of(part: int) -> str:
    return f"{PART_STARTS[part]}–{PART_STARTS[part] + PART_HOURS}"


def slot_label(slot: str) -> str:
    """ "mon-1" as "Monday midday, 11–14"."""
    day, part = slot.split("-")
    name = str(PART_NAMES[int(part)]).lower()
    return f"{DAY_NAMES[day][1]} {name}, {hours_of(int(part))}"


def week(bound) -> Week:
    chosen = set(bound.value() or ())
    heads = [DayHead(*DAY_NAMES[day]) for day in DAYS]
    return Week(heads, [_part(bound, number, chosen) for number in range(len(PART_STARTS))])


def _part(bound, number, chosen):
    cells = []
    for day_number, day in enumerate(DAYS):
        slot = f"{day}-{number}"
        place = number * len(DAYS) + day_number  # the first one is where error links lead
        cells.append(Cell(slot, f"{bound.auto_id}_{place}", slot_label(slot), slot in chosen))
    return Part(PART_NAMES[number], hours_of(number), cells)


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
