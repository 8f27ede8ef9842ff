"""What applications do when something happens further down, in the same transaction."""

from django.dispatch import receiver

from applications.actions import delegations
from programs.signals import staff_removed


@receiver(staff_removed, dispatch_uid="what was delegated ends with the right")
def take_delegations_back(sender, staff, **kwargs) -> None:
    delegations.end_with_the_right(staff)
