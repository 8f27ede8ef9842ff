from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from notifications.kinds import Kind
from notifications.models import Message
from programs.models import DateNotice
from programs.queries import known_dates


class DatesChanged(Kind):
    """Of the dates that changed it tells those that have not changed once more since."""

    name = "dates_changed"
    label = _("Dates changed")
    rows = DateNotice.objects.select_related("cycle__program")
    lasts = timedelta(days=7)
    follows = ("pairs_published",)

    def context(self, message: Message, notice: DateNotice, at: datetime) -> dict:
        return {"cycle": notice.cycle, "lines": _as_told(notice)}

    def still_true(self, message: Message, notice: DateNotice, at: datetime) -> bool:
        return bool(_as_told(notice)) and message.is_for_one_of(known_dates.concerned(notice.cycle))


def _as_told(notice: DateNotice) -> list[list[str]]:
    now = known_dates.known(notice.cycle)
    return [line for line in notice.changes if now.get(line[0], "") == line[2]]
