from django.conf import settings
from django.db import models
from django.utils import timezone

from pairs.models.pair import Pair


class SessionSeries(models.Model):
    """Sessions planned in one go: "every other Monday at 16:00, six times".

    They keep that hour on the wall in `zone`, the one of the person who planned them, also over a
    change of clocks. Each can be moved or called off alone, or with those after it.
    """

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="series")
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    zone = models.CharField(max_length=64)
    weeks = models.PositiveSmallIntegerField(help_text="From one session to the next.")
    form_key = models.UUIDField(help_text="From the form: sending it twice plans once.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["pair", "form_key"], name="one_series_per_form"),
            models.CheckConstraint(condition=models.Q(weeks__gte=1), name="a_series_goes_on"),
        ]

    def __str__(self) -> str:
        return f"series {self.pk}"
