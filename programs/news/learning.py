from django.utils.translation import gettext_lazy as _

from notifications import kinds
from notifications.models import Message
from programs.models import Resource, Training


def _resource_posted(message: Message) -> dict:
    resource = Resource.objects.select_related("cycle__program").get(pk=message.context["pk"])
    return {"resource": resource, "cycle": resource.cycle}


def _training_reminder(message: Message) -> dict:
    training = Training.objects.select_related("cycle__program").get(pk=message.context["pk"])
    return {"training": training, "cycle": training.cycle}


def register() -> None:
    kinds.register(
        "resource_posted", app="programs", label=_("Resource"), make_context=_resource_posted
    )
    kinds.register(
        "training_reminder",
        app="programs",
        label=_("Training still open"),
        make_context=_training_reminder,
    )
