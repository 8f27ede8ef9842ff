from django.db import models

from people.models import Work


class TakenUp(Work):
    """Work of the engine: a worker claims it, and another takes it up when that one falls silent."""

    attempts = models.PositiveSmallIntegerField(default=0, help_text="How often it was taken up.")

    class Meta:
        abstract = True
