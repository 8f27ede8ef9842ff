"""What higher apps may hear of, inside the same transaction."""

from django.dispatch import Signal

# A named survey was answered, or its answers changed. Sends `invitation` and `at`.
# Anonymous ones send nothing: nobody is to learn who answered when.
answered = Signal()
