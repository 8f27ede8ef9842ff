from django.conf import settings
from django.db import models
from django.utils import timezone


class AuditEntry(models.Model):
    """Who did what to which row, and who read what is most sensitive. References only, no content.

    Append-only: a trigger (see the migrations) refuses updates and deletes. Therefore the person is
    kept by number even after the account is erased.
    """

    at = models.DateTimeField(default=timezone.now, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=80, help_text="model:id, for example application:12")
    scope = models.CharField(max_length=80, blank=True, help_text="program:id, or empty")

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["scope", "-at"], name="audit_by_scope"),
            models.Index(fields=["subject", "-at"], name="audit_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"
