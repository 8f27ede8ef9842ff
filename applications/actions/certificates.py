"""Certificates given after applying, and reminders of those that are missing."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Application, Fulfilment
from applications.queries.certificates import missing_certificate
from notifications.actions import outbox
from notifications.models import Message
from programs.models import Requirement

REMIND_DAYS = 7


@transaction.atomic
def give(
    application: Application, requirement: Requirement, *, done_on: date, link: str, at: datetime
) -> Fulfilment:
    """Say on which day a certificate was completed, with its proof. What is verified stays."""
    locked = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    refuse_day_ahead(done_on, locked.cycle.day(at))
    found, _made = Fulfilment.objects.get_or_create(application=locked, requirement=requirement)
    if found.verified_at is not None:
        raise ValidationError(
            _("A reviewer has confirmed this, so it does not change."), code="verified"
        )
    found.attested_at, found.done_on, found.proof_link = at, done_on, link
    found.save(update_fields=["attested_at", "done_on", "proof_link"])
    return found


def refuse_day_ahead(done_on: date, today: date) -> None:
    if done_on > today:
        raise ValidationError(
            _("Give the day you completed it; this one lies ahead."), code="day_ahead"
        )


@transaction.atomic
def remind_of_certificates(at: datetime) -> dict[str, int]:
    """Once, a week before the last day, those who take part and have given no date."""
    reminded = 0
    asked = Requirement.objects.filter(
        kind=Requirement.Kind.CERTIFICATE,
        due_on__isnull=False,
        role__cycle__pairs_published_at__isnull=False,
        role__cycle__archived_at__isnull=True,
    )
    for requirement in asked.select_related("role__cycle"):
        left = (requirement.due_on - requirement.role.cycle.day(at)).days
        if 0 <= left <= REMIND_DAYS:
            reminded += _remind(requirement, at)
    return {"certificate reminders": reminded}


def _remind(requirement: Requirement, at: datetime) -> int:
    kind, about = "certificate_reminder", f"requirement:{requirement.pk}"
    told = Message.objects.filter(kind=kind, about=about).values("to")
    scope = requirement.role.cycle.key
    rows = [
        Message(to=person, kind=kind, about=about, scope=scope, created_at=at, send_after=at)
        for person in missing_certificate(requirement).exclude(pk__in=told)
    ]
    outbox.insert(rows)
    return len(rows)
