"""What happens to applications when something happens further down, in the same transaction."""

from django.dispatch import receiver

from growth.opportunities.actions import applications
from people.signals import person_left


@receiver(person_left, dispatch_uid="applications to opportunities of somebody who left")
def take_back_applications(sender, person, by, at, **kwargs) -> None:
    applications.withdraw_all(person, at=at)
