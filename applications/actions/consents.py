"""A manager's consent: asked when somebody applies, answered with yes or no and never with a reason."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from applications.models import Application, Fulfilment
from notifications.actions import outbox
from people.models import User
from programs.models import Requirement, Role

_OPEN = {
    Application.Status.SUBMITTED,
    Application.Status.ELIGIBLE,
    Application.Status.NOT_ELIGIBLE,
    Application.Status.WAITLISTED,
}


def ask(application: Application, *, at: datetime) -> None:
    """Ask the manager of an application just handed in, once; another manager is asked anew.

    Called within the transaction of the submission.
    """
    manager = application.manager
    if manager is None:
        return
    asked = application.role.requirements.filter(kind=Requirement.Kind.CONSENT)
    for requirement in asked:
        if requirement.only_in_both_roles and not _applies_twice(application):
            continue
        found, _made = Fulfilment.objects.get_or_create(
            application=application, requirement=requirement
        )
        if found.asked_of_id != manager.pk:
            _take_back(found)
            found.asked_of = manager
            found.verified_at = found.verified_by = found.refused_at = None
            found.save(
                update_fields=["asked_of", "verified_at", "verified_by", "refused_at"],
            )
        if found.verified_at is None and found.refused_at is None:
            outbox.tell(manager, "consent_asked", about=found, scope=application.cycle, at=at)


def ask_no_more(application: Application) -> None:
    """The application is withdrawn: a question not sent yet is not sent."""
    kind = Requirement.Kind.CONSENT
    for found in application.fulfilments.filter(requirement__kind=kind, asked_of__isnull=False):
        _take_back(found)


@transaction.atomic
def answer(fulfilment: Fulfilment, *, agrees: bool, by: User, at: datetime) -> Fulfilment:
    """The manager says yes or no, or changes their mind while nothing is decided and told."""
    application = Application.objects.select_for_update(of=("self",)).get(
        pk=fulfilment.application_id
    )
    locked = Fulfilment.objects.select_for_update().get(pk=fulfilment.pk)
    if locked.asked_of_id != by.pk:
        raise ValidationError(_("Somebody else is asked now."), code="not_asked")
    if not takes_answers(application):
        raise ValidationError(
            _("This application is not open any more, so there is nothing to answer."),
            code="wrong_status",
        )
    said = True if locked.verified_at else False if locked.refused_at else None
    if said == agrees:
        return locked
    locked.verified_at, locked.verified_by = (at, by) if agrees else (None, None)
    locked.refused_at = None if agrees else at
    locked.save(update_fields=["verified_at", "verified_by", "refused_at"])
    outbox.tell(
        application.person,
        "consent_answered",
        about=locked,
        scope=application.cycle,
        occasion=f"answer:{at:%Y%m%dT%H%M%S%f}",
        at=at,
    )
    return locked


def takes_answers(application: Application) -> bool:
    return application.status in _OPEN and application.told_at is None


def waiting(manager: User) -> QuerySet[Fulfilment]:
    """What this manager can answer and has not. A decision nobody was told changes nothing here."""
    return manager.consents_asked.filter(
        verified_at__isnull=True,
        refused_at__isnull=True,
        application__status__in=_OPEN,
        application__told_at__isnull=True,
    )


def _applies_twice(application: Application) -> bool:
    others = Application.objects.filter(cycle=application.cycle_id, person=application.person_id)
    others = others.exclude(pk=application.pk).exclude(status=Application.Status.WITHDRAWN)
    return others.exclude(role__side__in=[application.role.side, Role.Side.STAFF]).exists()


def _take_back(fulfilment: Fulfilment) -> None:
    outbox.take_back("consent_asked", about=fulfilment)
