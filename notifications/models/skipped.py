from django.conf import settings
from django.db import models


class SkippedSending(models.Model):
    """One sending of a reminder that organizers of a cycle leave out, "not this time".

    `key` is how the kind names it (`kinds.Sending`); its title and moment are kept for the page.
    """

    scope = models.CharField(max_length=80)
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=80)
    title = models.CharField(max_length=250)
    goes_at = models.DateTimeField()
    skipped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    skipped_at = models.DateTimeField()

    class Meta:
        ordering = ["goes_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "kind", "key"], name="a_sending_is_skipped_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
