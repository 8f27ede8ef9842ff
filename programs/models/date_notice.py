from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from programs.models.cycle import Cycle


class DateNotice(models.Model):
    """Dates people knew that became others: gathered over a sitting, told once or not at all."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="date_notices")
    changes = models.JSONField(
        default=list, help_text="What, what people knew, what holds now; empty: no such date."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle"],
                condition=Q(told_at__isnull=True),
                name="one_untold_date_notice_per_cycle",
            )
        ]

    def __str__(self) -> str:
        return ", ".join(title for title, _known, _now in self.changes)
