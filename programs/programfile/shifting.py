"""A program file used again: other names, and every date moved by the same number of days."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from programs.programfile import parts
from programs.programfile.shape import Item


def move_to(file: Item, starts_on: date, zone: str) -> None:
    """Move every date so that the cycle starts on a day; times keep their hour in the new zone."""
    cycle = file["cycle"]
    cycle["zone"] = zone
    if cycle["starts_on"] is None:
        cycle["starts_on"] = starts_on
    else:
        move(file, starts_on - cycle["starts_on"])
    for part in parts.of_cycle:
        part.clean(file[part.key.name], ZoneInfo(zone))


def move(part: Any, by: timedelta) -> None:
    """Move every date and time within, in place."""
    places = part.items() if isinstance(part, dict) else enumerate(part)
    for place, value in list(places):
        if isinstance(value, date | datetime):
            part[place] = value + by
        elif isinstance(value, dict | list):
            move(value, by)
