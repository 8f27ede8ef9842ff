"""A program file used again: other dates, and nothing left that belonged to one run alone."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from programs.models import Milestone
from programs.programfile import parts
from programs.programfile.shape import Item

SATURDAY = 5
_ONE_DAY = timedelta(days=1)


def move_to(file: Item, starts_on: date, zone: str) -> None:
    """Move every date so that the cycle starts on a day; times keep their hour in the new zone.

    What then falls on a weekend moves on to Monday. So days keep their order, and whole weeks
    between two of them stay whole weeks. Only the first day is left where it was asked for.
    """
    cycle = file["cycle"]
    before, cycle["zone"] = cycle["zone"], zone
    if cycle["starts_on"] is not None:
        move(file, starts_on - cycle["starts_on"])
        _leave_weekends(file)
    cycle["starts_on"] = starts_on
    _begin_weeks_on_monday(file["timeline"])
    forget_the_run(file, before)


def move_by(file: Item, by: timedelta) -> None:
    """Move every date by so many days; a week still begins on a Monday."""
    move(file, by)
    _begin_weeks_on_monday(file["timeline"])


def forget_the_run(file: Item, before: str) -> None:
    """Take out what belonged to one run alone; before is the zone the file was written in."""
    zone = file["cycle"]["zone"]
    for part in parts.of_cycle:
        part.clean(file[part.key.name], ZoneInfo(before), ZoneInfo(zone))


def _leave_weekends(part: Any) -> None:
    """Move dates and times on a weekend to the Monday after, in place."""
    places = part.items() if isinstance(part, dict) else enumerate(part)
    for place, value in list(places):
        if isinstance(value, date | datetime):
            part[place] = workday(value)
        elif isinstance(value, dict | list):
            _leave_weekends(value)


def workday(day: Any) -> Any:
    """The day or the time itself, or that of the Monday after a weekend."""
    return day + _ONE_DAY * (7 - day.weekday()) if day.weekday() >= SATURDAY else day


def _begin_weeks_on_monday(timeline: list[Item]) -> None:
    for milestone in timeline:
        if milestone["precision"] == Milestone.Precision.WEEK and milestone["on"]:
            milestone["on"] -= _ONE_DAY * milestone["on"].weekday()


def move(part: Any, by: timedelta) -> None:
    """Move every date and time within, in place."""
    places = part.items() if isinstance(part, dict) else enumerate(part)
    for place, value in list(places):
        if isinstance(value, date | datetime):
            part[place] = value + by
        elif isinstance(value, dict | list):
            move(value, by)
