"""Time zones and moments as people say them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _


def zone_in_words(zone: str) -> str:
    """Europe/Vienna is "Vienna time"; what is no place keeps its name."""
    area, _slash, place = zone.rpartition("/")
    if not area or area == "Etc":
        return place.replace("_", " ")
    return _("%(place)s time") % {"place": place.replace("_", " ")}


def moment_in_words(moment: datetime, zone: str) -> str:
    """ "Wed 7 July 2021, 16:00 (Vienna time)": a mail may be read anywhere, and later."""
    local = date_format(moment.astimezone(ZoneInfo(zone)), "D j F Y, H:i")
    return f"{local} ({zone_in_words(zone)})"
