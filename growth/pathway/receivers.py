"""What a pathway does when something happens further down, in the same transaction."""

from importlib import resources

from django.dispatch import receiver

from applications.signals import handed_in
from growth.pathway.actions import closing, files
from growth.pathway.models import Pathway
from growth.signals import (
    conversation_held,
    learning_logged,
    opportunity_done,
    revision_begun,
    switched_on,
)
from people.signals import availability_changed


@receiver(switched_on, dispatch_uid="growth begins with a pathway")
def offer_a_pathway(sender, by, at, **kwargs) -> None:
    """The shipped one, unless the organization has one of its own already."""
    if not Pathway.objects.exists():
        files.load(shipped(), by=by, at=at)


def shipped() -> str:
    return resources.files("growth.catalog").joinpath("pathway.yaml").read_text("utf-8")


@receiver(handed_in, dispatch_uid="an application closes an item")
def close_by_applications(sender, applications, at, **kwargs) -> None:
    for application in applications:
        closing.note(closing.of_application(application, at), at=at)


@receiver(revision_begun, dispatch_uid="a version of the plan closes an item")
def close_by_revision(sender, revision, at, **kwargs) -> None:
    closing.note(closing.of_revision(revision), at=at)


@receiver(conversation_held, dispatch_uid="a talk closes an item")
def close_by_conversation(sender, conversation, at, **kwargs) -> None:
    closing.note(closing.of_conversation(conversation), at=at)


@receiver(learning_logged, dispatch_uid="something learned closes an item")
def close_by_learning(sender, entry, at, **kwargs) -> None:
    closing.note_change(closing.of_learning(entry), at=at)


@receiver(availability_changed, dispatch_uid="being available as a mentor closes an item")
def close_by_availability(sender, person, at, **kwargs) -> None:
    if person.is_available_as_mentor:
        closing.note(closing.of_availability(person, at), at=at)


@receiver(opportunity_done, dispatch_uid="an opportunity closes an item")
def close_by_opportunity(sender, application, at, **kwargs) -> None:
    closing.note(closing.of_opportunity(application, at), at=at)
