"""What higher apps may hear of, inside the same transaction."""

from django.dispatch import Signal

# Applications were handed in, by their people or by an organizer's import. Sends `applications`
# with their roles and people at hand, and `at`.
handed_in = Signal()
