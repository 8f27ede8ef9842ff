from functools import cache
from zoneinfo import available_timezones

_REGIONS = (
    "Africa/",
    "America/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)


@cache
def zone_names() -> list[str]:
    """Zones to suggest while typing; every name the time zone database knows is accepted."""
    return ["UTC", *sorted(name for name in available_timezones() if name.startswith(_REGIONS))]
