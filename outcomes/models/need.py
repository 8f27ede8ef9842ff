from datetime import date, timedelta

from django.conf import settings
from django.db import models

from programs.models import Cycle

FORGOTTEN_AFTER = timedelta(days=14)


class Need(models.Model):
    """An organizer's word that they look after something on the overview until a day: the others see
    it. What is needed is worked out from the cycle each time; this row only says by whom."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="needs")
    key = models.SlugField(max_length=60, help_text="Which line of the overview.")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    due_on = models.DateField(help_text="By when it is done, in the zone of the cycle.")
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "key"], name="a_need_has_one_owner")
        ]

    def __str__(self) -> str:
        return f"{self.key} of {self.cycle_id}"

    @property
    def audit_scope(self) -> str:
        """Whose organizers may read in the audit trail who took it."""
        return self.cycle.audit_scope

    def counts(self, today: date) -> bool:
        """A word whose day went by long ago was about something else, or is forgotten."""
        return today - self.due_on <= FORGOTTEN_AFTER
