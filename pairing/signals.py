"""What pairing does when something further down happens, in the same transaction."""

from django.dispatch import receiver

from pairing.actions import pairs
from people.signals import person_left


@receiver(person_left)
def end_pairs_of_somebody_who_left(sender, *, person, by, at, **_kwargs):
    pairs.release(person, by=by, at=at)
