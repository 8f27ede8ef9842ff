"""What applicants are told while they apply."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from notifications.kinds import Kind
from notifications.models import Message
from people.models import User
from people.zones import moment_in_words
from programs.models import Call, Cycle, Milestone, Role
from programs.queries.calls import open_call

Status = Application.Status


class AboutApplication(Kind):
    rows = Application.objects.select_related("cycle__program", "role", "person")
    lasts = timedelta(days=7)

    def context(self, message: Message, application: Application, at: datetime) -> dict:
        cycle, role = application.cycle, application.role
        call = open_call(role, at)
        is_for_pairs = role.side != Role.Side.STAFF
        return {
            "application": application,
            "cycle": cycle,
            "role": role,
            "announced": _announced(cycle, at) if is_for_pairs else None,
            "is_for_pairs": is_for_pairs,
            "closes": closing(call, at),
            "status_link": _link("applications:application_status", cycle),
            "form_link": _link("applications:application_apply", cycle, role.slug),
        }


class ApplicationReceived(AboutApplication):
    name = "application_received"
    label = _("Receipt for an application")
    replaces = ("application_withdrawn",)

    def still_true(self, message: Message, application: Application, at: datetime) -> bool:
        return application.shown_status == Status.SUBMITTED


class ApplicationWithdrawn(AboutApplication):
    name = "application_withdrawn"
    label = _("An application is withdrawn")
    replaces = ("application_received",)

    def still_true(self, message: Message, application: Application, at: datetime) -> bool:
        return application.status == Status.WITHDRAWN


def closing(call: Call | None, at: datetime) -> str:
    """The last minute of the call in the cycle's zone, which mails always name; empty once over."""
    if call is None or call.closes_at is None or call.closes_at <= at:
        return ""
    return moment_in_words(call.last_minute, call.cycle.zone)


def _announced(cycle: Cycle, at: datetime) -> Milestone | None:
    """When applicants are to hear, if that is a day that has not passed."""
    dated = cycle.milestones.filter(kind=Milestone.Kind.PAIRS_ANNOUNCED)
    return dated.filter(starts_on__gte=cycle.day(at)).first()


def _link(name: str, cycle: Cycle, *more: str) -> str:
    return settings.BASE_URL + reverse(name, args=[cycle.program.slug, cycle.slug, *more])


def sample(cycle: Cycle, role: Role, person: User, later: datetime) -> dict[str, Any]:
    """A made-up row, for messages that nobody gets."""
    return {"application": Application(cycle=cycle, role=role, person=person)}
