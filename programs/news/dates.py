from django.utils.translation import gettext_lazy as _

from notifications import kinds
from notifications.models import Message
from programs.models import DateNotice


def context_of(notice: DateNotice) -> dict:
    return {"cycle": notice.cycle, "lines": notice.changes}


def _dates_changed(message: Message) -> dict:
    number = message.about.removeprefix("dates:")
    return context_of(DateNotice.objects.select_related("cycle__program").get(pk=number))


def register() -> None:
    kinds.register(
        "dates_changed", app="programs", label=_("Dates changed"), make_context=_dates_changed
    )
