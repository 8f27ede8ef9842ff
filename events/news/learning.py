from datetime import datetime

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from applications.actions import certificates
from events.models import Resource, Training
from notifications import due, kinds
from notifications.models import Message
from people.models import User
from programs.models import Cycle, Requirement, Role


def _resource_posted(message: Message) -> dict:
    resource = Resource.objects.select_related("cycle__program").get(pk=message.context["pk"])
    return {"resource": resource, "cycle": resource.cycle}


def _training_reminder(message: Message) -> dict:
    training = Training.objects.select_related("cycle__program").get(pk=message.context["pk"])
    return {"training": training, "cycle": training.cycle}


def _certificate_reminder(message: Message) -> dict:
    number = int(message.about.removeprefix("requirement:"))
    requirement = Requirement.objects.select_related("role__cycle__program").get(pk=number)
    return {"requirement": requirement, "cycle": requirement.role.cycle}


def register() -> None:
    due.register("certificate reminders", certificates.remind_of_certificates)
    kinds.register(
        "certificate_reminder",
        app="events",
        label=_("Certificate still open"),
        make_context=_certificate_reminder,
    )
    kinds.register(
        "resource_posted", app="events", label=_("Resource"), make_context=_resource_posted
    )
    kinds.register(
        "training_reminder",
        app="events",
        label=_("Training still open"),
        make_context=_training_reminder,
    )


def sample(
    cycle: Cycle, role: Role, person: User, later: datetime
) -> dict[str, Training | Resource]:
    """Made-up rows, for messages that nobody gets."""
    return {
        "training": Training(cycle=cycle, title=_now("A training"), due_on=cycle.day(later)),
        "resource": Resource(cycle=cycle, title=_now("An article"), link="https://example.org"),
    }
