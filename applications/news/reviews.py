from django.utils.translation import gettext_lazy as _

from applications.models import Application
from notifications import kinds
from notifications.models import Message


def _not_eligible(message: Message) -> dict:
    number = message.about.split("/")[0].removeprefix("application:")
    application = Application.objects.select_related("cycle__program", "role").get(pk=number)
    return {"application": application, "cycle": application.cycle}


def register() -> None:
    kinds.register(
        "application_not_eligible",
        app="applications",
        label=_("Not eligible"),
        make_context=_not_eligible,
    )
