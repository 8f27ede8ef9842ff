from django.db import models

from people.models import Work


class TakenUp(Work):
    """Work of the engine: a worker claims it, and another takes it up when that one falls silent."""

    attempts = models.PositiveSmallIntegerField(default=0, help_text="How often it was taken up.")

    class Meta:
        abstract = True

    def let_go(self) -> list[str]:
        """Empty what is there for the work alone, once that is over; the names of these fields."""
        return []
