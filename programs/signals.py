"""What happens in a program that the layers above answer, in the same transaction."""

from django.dispatch import Signal

# A right in a program was taken away: `staff` is the row, about to go.
staff_removed = Signal()
