"""What happens in a program that the layers above answer, in the same transaction."""

from django.dispatch import Signal

# A right in a program was taken away: `staff` is the row, about to go.
staff_removed = Signal()

# The first or the last day of a cycle would become another. Sends `cycle` as it is saved, the days
# `first` and `last` as they would be, and `at`. Receivers answer with sentences: what follows.
days_would_move = Signal()

# They have become another. Sends `cycle` as saved, and `before`: its first and its last day until then.
days_moved = Signal()
