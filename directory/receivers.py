"""What the directory does when something happens further down, in the same transaction."""

from django.dispatch import receiver

from directory.actions import availability, registrations, requests
from people.signals import availability_changed, person_left


@receiver(availability_changed, dispatch_uid="the directory follows the switch on the profile")
def follow(sender, person, at, **kwargs) -> None:
    availability.follow(person, at=at)


@receiver(person_left, dispatch_uid="requests of somebody who left end")
def release(sender, person, at, **kwargs) -> None:
    requests.release(person, at=at)
    registrations.release(person, at=at)
