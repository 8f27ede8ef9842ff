"""What happens to people that apps further up must act on, in the same transaction."""

from django.dispatch import Signal

# Somebody left the organization or was deactivated. Sent with person, by and at.
person_left = Signal()

# Addresses no longer sign anybody in. Sent with news, a list of each person and their old address,
# and at; whoever still reads the old address must hear of it.
addresses_changed = Signal()

# Somebody has just made themselves available as a mentor, or no longer is; the person's own row
# says which. Sent with person and at.
availability_changed = Signal()
