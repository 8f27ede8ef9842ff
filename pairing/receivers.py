"""What pairing does when something happens further down, in the same transaction."""

from django.dispatch import receiver

from pairing.actions import check_ins
from surveys.signals import answered


@receiver(answered, dispatch_uid="a check-in opens a case")
def open_case(sender, invitation, at, **kwargs) -> None:
    check_ins.look_into(invitation, at=at)
