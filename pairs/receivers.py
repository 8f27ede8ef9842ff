"""What pairing does when something happens further down, in the same transaction."""

from django.dispatch import receiver

from pairs.actions import check_ins, pairs
from pairs.queries import moving
from people.signals import person_left
from programs.signals import days_moved, days_would_move
from surveys.signals import answered


@receiver(answered, dispatch_uid="a check-in opens a case")
def open_case(sender, invitation, at, **kwargs) -> None:
    check_ins.look_into(invitation, at=at)


@receiver(days_would_move, dispatch_uid="what pairs notice when days move")
def say_what_follows(sender, cycle, first, last, at, **kwargs) -> list[str]:
    return list(moving.consequences(cycle, first, last, at))


@receiver(days_moved, dispatch_uid="pairs move with their cycle")
def move_along(sender, cycle, before, **kwargs) -> None:
    pairs.move_along(cycle, *before)


@receiver(person_left, dispatch_uid="pairs of somebody who left end")
def release(sender, person, by, at, **kwargs) -> None:
    pairs.release(person, by=by, at=at)
