"""What happens to people that apps further up must act on, in the same transaction."""

from django.dispatch import Signal

# Somebody left the organization or was deactivated. Sent with person, by and at.
person_left = Signal()
