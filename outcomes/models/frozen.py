from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models import Cycle


class FrozenReport(models.Model):
    """What a cycle came to, as it was counted at one moment; a trigger keeps it from changing.

    The document holds figures, sentences and definitions, and no name of a person but what
    organizers wrote down about a room. A correction is a further version, with its reason.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="frozen_reports")
    number = models.PositiveSmallIntegerField()
    document = models.JSONField()
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of the document.")
    reason = models.CharField(_("what is corrected"), max_length=500, blank=True)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "number"], name="versions_of_a_frozen_report_differ"
            ),
            models.CheckConstraint(
                condition=Q(number=1, reason="") | (Q(number__gt=1) & ~Q(reason="")),
                name="a_correction_of_a_frozen_report_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle} {self.number}"

    @property
    def audit_scope(self) -> str:
        """Whose organizers may read in the audit trail what happened to this report."""
        return self.cycle.audit_scope
