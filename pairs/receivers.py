"""What pairing does when something happens further down, in the same transaction."""

from django.dispatch import receiver

from pairs.actions import check_ins, pairs
from people.signals import person_left
from surveys.signals import answered


@receiver(answered, dispatch_uid="a check-in opens a case")
def open_case(sender, invitation, at, **kwargs) -> None:
    check_ins.look_into(invitation, at=at)


@receiver(person_left, dispatch_uid="pairs of somebody who left end")
def release(sender, person, by, at, **kwargs) -> None:
    pairs.release(person, by=by, at=at)
