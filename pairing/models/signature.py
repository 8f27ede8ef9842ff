from django.conf import settings
from django.db import models
from django.utils import timezone

from pairing.models.run import Board


class Signature(models.Model):
    """An organizer stands behind the draft as it was at one version of the board. Any change of
    the draft makes a new version, which nobody has signed."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="signatures")
    version = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "version", "by"], name="a_draft_is_signed_once_by_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.by_id} signed version {self.version}"
