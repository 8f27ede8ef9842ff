from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SILENT_AFTER = timedelta(seconds=60)


class Work(models.Model):
    """Long work that a page shows while it runs: a row with state, progress and a heartbeat.

    A row that was silent for a minute has lost its worker and is taken up again.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    step = models.CharField(max_length=80, blank=True)
    done_count = models.PositiveIntegerField(default=0)
    total_count = models.PositiveIntegerField(default=0)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True, help_text="What went wrong, in words for the person.")

    class Meta:
        abstract = True

    @property
    def is_over(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED, self.State.CANCELLED}

    @property
    def percent(self) -> int:
        return 100 * self.done_count // self.total_count if self.total_count else 0

    def is_silent(self, at) -> bool:
        """Running, but no sign of life for a minute: its worker is gone."""
        last = self.heartbeat_at or self.created_at
        return not self.is_over and at - last > SILENT_AFTER
