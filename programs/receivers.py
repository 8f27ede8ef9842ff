"""What programs do when something happens further down, in the same transaction."""

from django.dispatch import receiver

from people.signals import person_left
from programs.actions import staff


@receiver(person_left, dispatch_uid="nobody leaves a program without an organizer")
def refuse_orphans(sender, person, **kwargs) -> None:
    staff.refuse_orphans(person)
