"""What a manager is asked, and what the applicant hears of the answer."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.actions import consents
from applications.models import Fulfilment
from applications.queries.applications import monthly_hours
from notifications.kinds import Kind
from notifications.models import Message


class _AboutConsent(Kind):
    rows = Fulfilment.objects.select_related(
        "application__cycle__program", "application__role", "application__person"
    )
    lasts = timedelta(days=14)

    def context(self, message: Message, fulfilment: Fulfilment, at: datetime) -> dict:
        application, cycle = fulfilment.application, fulfilment.application.cycle
        status = reverse("applications:application_status", args=[cycle.program.slug, cycle.slug])
        return {
            "applicant": application.person,
            "cycle": cycle,
            "role": application.role,
            "hours": monthly_hours(cycle, pairs=application.capacity),
            "agrees": fulfilment.verified_at is not None,
            "link": settings.BASE_URL + reverse("applications:consent", args=[fulfilment.pk]),
            "status_link": settings.BASE_URL + status,
        }


class ConsentAsked(_AboutConsent):
    name = "consent_asked"
    asks = True
    label = _("A manager is asked to agree")

    def still_true(self, message: Message, fulfilment: Fulfilment, at: datetime) -> bool:
        is_open = fulfilment.verified_at is None and fulfilment.refused_at is None
        is_theirs = fulfilment.asked_of_id == message.to_id
        return is_open and is_theirs and consents.takes_answers(fulfilment.application)


class ConsentAnswered(_AboutConsent):
    """Says what the answer is when it goes out; a change of mind meanwhile is no news of its own."""

    name = "consent_answered"
    label = _("The manager has answered")
    wait = timedelta(minutes=5)

    def still_true(self, message: Message, fulfilment: Fulfilment, at: datetime) -> bool:
        is_answered = fulfilment.verified_at is not None or fulfilment.refused_at is not None
        return is_answered and consents.takes_answers(fulfilment.application)
