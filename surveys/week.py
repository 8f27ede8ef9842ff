"""The weekly availability grid: four parts of each working day, in the person's own time zone."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.values import PART_HOURS, PART_STARTS

DAY_NAMES = {
    "mon": (gettext_lazy("Mon"), gettext_lazy("Monday")),
    "tue": (gettext_lazy("Tue"), gettext_lazy("Tuesday")),
    "wed": (gettext_lazy("Wed"), gettext_lazy("Wednesday")),
    "thu": (gettext_lazy("Thu"), gettext_lazy("Thursday")),
    "fri": (gettext_lazy("Fri"), gettext_lazy("Friday")),
}
PART_NAMES = (
    gettext_lazy("Morning"),
    gettext_lazy("Midday"),
    gettext_lazy("Afternoon"),
    gettext_lazy("Evening"),
)


def hours_of(part: int) -> str:
    return f"{PART_STARTS[part]}–{PART_STARTS[part] + PART_HOURS}"


def slot_label(slot: str) -> str:
    """ "mon-1" as "Monday midday, 11–14"."""
    day, part = slot.split("-")
    return _("%(day)s %(part)s, %(hours)s") % {
        "day": DAY_NAMES[day][1],
        "part": str(PART_NAMES[int(part)]).lower(),
        "hours": hours_of(int(part)),
    }
