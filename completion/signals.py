"""What happens at the end of a mentorship that apps further up act on, in the same transaction."""

from django.dispatch import Signal

# A public line is one no more: one of the two took it back, or the words are others now. Sent with
# kudos and at, before the row goes.
kudos_withdrawn = Signal()
