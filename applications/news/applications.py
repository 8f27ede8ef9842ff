"""What applicants are told while they apply."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from applications.actions import reminders
from applications.models import Application
from notifications import due, kinds
from people.models import User
from programs.models import Cycle, Milestone, Role
from programs.queries.calls import call_at


def register() -> None:
    due.register("unsent drafts", reminders.remind_of_drafts)
    for name, label, make_context in (
        ("application_received", _("Receipt for an application"), _about_application),
        ("application_withdrawn", _("An application is withdrawn"), _about_application),
        ("application_draft", _("Reminder: a draft is not sent yet"), _about_application),
    ):
        kinds.register(name, app="applications", label=label, make_context=make_context)


def _number(message, model: str) -> int:
    return int(message.about.split("/")[0].removeprefix(f"{model}:"))


def _about_application(message) -> dict:
    found = Application.objects.select_related("cycle__program", "role")
    application = found.get(pk=_number(message, "application"))
    cycle, role = application.cycle, application.role
    moment = application.submitted_at or application.started_at
    announced = cycle.milestones.filter(
        kind=Milestone.Kind.PAIRS_ANNOUNCED, starts_on__gte=cycle.day(moment)
    ).first()
    return {
        "application": application,
        "cycle": cycle,
        "role": role,
        "announced": announced,
        "closes": _closing(call_at(role, moment), cycle),
        "status_link": _link("applications:application_status", cycle),
        "form_link": _link("applications:application_apply", cycle, role.slug),
    }


def _link(name: str, cycle, *more: str) -> str:
    return settings.BASE_URL + reverse(name, args=[cycle.program.slug, cycle.slug, *more])


def _closing(call, cycle) -> str:
    """The last minute of the call in the cycle's zone, which mails always name."""
    if call is None or call.closes_at is None:
        return ""
    last = call.last_minute.astimezone(cycle.tzinfo)
    return f"{date_format(last, 'D j F Y, H:i')} ({cycle.zone.replace('_', ' ')})"


def sample(cycle: Cycle, role: Role, person: User, later: datetime) -> dict[str, Application]:
    """A made-up row, for messages that nobody gets."""
    return {"application": Application(cycle=cycle, role=role, person=person)}
