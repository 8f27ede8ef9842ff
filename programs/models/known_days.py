from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models

from programs.models.cycle import Cycle
from programs.models.in_calendars import InCalendars


class CalledOff(models.Model):
    """A day of a published cycle that is no more: what is left to tell calendars that have it."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="called_off")
    key = models.CharField(max_length=40, help_text="What calendars know the day by.")
    title = models.CharField(max_length=150)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "key"], name="a_day_is_called_off_once")
        ]

    def __str__(self) -> str:
        return self.title


class KnownDay(InCalendars):
    """A day of a cycle that people have in their calendars until it is called off there, too."""

    cycle: Any  # each has a key of its own, under the name its rows have on the cycle

    class Meta:
        abstract = True

    @property
    def key_there(self) -> str:
        return f"{self._meta.model_name}-{self.pk}"

    @property
    def days_there(self) -> tuple[date, date | None] | None:
        """First and last day as calendars have them; None while they have none."""
        raise NotImplementedError

    def count_change(self, changed: Iterable[str]) -> list[str]:
        counted = super().count_change(changed)
        if counted and self.pk:
            if self.days_there:
                CalledOff.objects.filter(cycle=self.cycle, key=self.key_there).delete()
            else:
                self._call_off()
        return counted

    def delete(self, *args, **more):
        self.revision += 1
        self._call_off()
        return super().delete(*args, **more)

    def _call_off(self) -> None:
        """Keep what calendars were last told, which is what the database still holds."""
        told = type(self)._default_manager.get(pk=self.pk)
        if not told.days_there or told.cycle.published_at is None:
            return
        first, last = told.days_there
        CalledOff.objects.update_or_create(
            cycle=told.cycle,
            key=told.key_there,
            defaults={
                "title": str(told),
                "starts_on": first,
                "ends_on": last,
                "revision": self.revision,
            },
        )
