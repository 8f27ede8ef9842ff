"""Time zones of people: places, whose clocks change as the place decides. Offsets and abbreviations
are no places, since they know no summer time."""

import difflib
import re
from functools import cache
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from tzlocal.windows_tz import win_tz

from people.names import sort_key
from people.tables.texts import SHOWN, text

_NOT_PLACES = {"Etc", "SystemV", "posix", "right", "US", "Canada", "Brazil", "Chile", "Mexico"}
_COUNTRIES = {
    *("Cuba", "Egypt", "Eire", "GB", "Hongkong", "Iceland", "Iran", "Israel", "Jamaica", "Japan"),
    *("Kwajalein", "Libya", "NZ", "Navajo", "PRC", "Poland", "Portugal", "ROC", "ROK", "Singapore"),
    *("Turkey",),
}
_OFFSET = re.compile(r"(?:\(?(?:utc|gmt)\s*[+\-−–]?\d*:?\d*\)?|[+\-−]\d{1,2}(?::?\d\d)?)")


@cache
def known() -> frozenset[str]:
    """Every name of the database, of places and others; it reads the disk each time."""
    return frozenset(available_timezones() - {"localtime", "Factory"})


@cache
def places() -> dict[str, str]:
    """Zones that are places, UTC among them, by their name in small letters."""
    names = {
        name
        for name in known()
        if name == "UTC" or name in _COUNTRIES or ("/" in name and not name.startswith("Etc/"))
    }
    return {name.casefold(): name for name in names}


@cache
def _by_city() -> dict[str, set[str]]:
    """Zones by their last part: "Berlin"; some cities have the same name."""
    cities: dict[str, set[str]] = {}
    for name in places().values():
        continent, slash, city = name.rpartition("/")
        if slash and continent.split("/")[0] not in _NOT_PLACES:
            cities.setdefault(sort_key(city.replace("_", " ")), set()).add(name)
    return cities


@cache
def _windows() -> dict[str, str]:
    return {name.casefold(): zone for name, zone in win_tz.items()}


def zone(cell: str) -> str:
    """The zone's name from the database, from Windows, in any letter case, or the city alone; empty
    for a blank cell."""
    words = text(cell, longest=100)
    folded = words.casefold().replace(" ", "_")
    if not words or folded in places():
        return places().get(folded, "")
    if windows := _windows().get(words.casefold()):
        return windows
    cities = _by_city().get(sort_key(words), set())
    if len(cities) == 1:
        return next(iter(cities))
    raise _refused(words, folded)


def _refused(words: str, folded: str) -> ValidationError:
    example = _example(words, folded)
    if _OFFSET.match(folded) or words in known():
        message = _(
            "“%(value)s” is not a place, so it does not say when clocks change. Example: %(example)s."
        )
    else:
        message = _("“%(value)s” is not a time zone. Example: %(example)s.")
    params = {"value": words[:SHOWN], "example": example}
    return ValidationError(message % params, code="unknown_zone")


def _example(words: str, folded: str) -> str:
    """A city that is named in the words, as Outlook does; else the nearest name."""
    for part in re.split(r"[^\w\s]+", words):
        if cities := _by_city().get(sort_key(part)):
            return min(cities)
    near = difflib.get_close_matches(folded, places(), n=1)
    return places()[near[0]] if near else "Europe/Berlin"
