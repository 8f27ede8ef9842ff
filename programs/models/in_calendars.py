from collections.abc import Iterable
from typing import ClassVar

from django.db import models


class InCalendars(models.Model):
    """Something people put into their calendars, which take up a change by a higher revision."""

    SHOWN_THERE: ClassVar[frozenset[str]]

    revision = models.PositiveIntegerField(
        default=0, help_text="Counts what changed of what calendars show: they take the highest."
    )

    class Meta:
        abstract = True

    def count_change(self, changed: Iterable[str]) -> list[str]:
        """Count a change of these fields if calendars show one; which field it is to write then."""
        if self.SHOWN_THERE.isdisjoint(changed):
            return []
        self.revision += 1
        return ["revision"]
