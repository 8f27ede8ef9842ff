import secrets
from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from outcomes.models.frozen import FrozenReport


def new_code() -> str:
    return secrets.token_urlsafe(24)


class ReportShare(models.Model):
    """A link for people without an account: it shows the chosen parts of one frozen version, without
    names, until it ends or is taken back. After that it does not exist for anybody."""

    frozen = models.ForeignKey(FrozenReport, on_delete=models.CASCADE, related_name="shares")
    name = models.CharField(_("for whom"), max_length=80)
    code = models.CharField(max_length=32, unique=True, default=new_code, editable=False)
    parts = ArrayField(models.CharField(max_length=20))
    ends_at = models.DateTimeField()
    opens = models.PositiveIntegerField(
        default=0, help_text="How many browsers asked to see it; nobody knows whose."
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(parts__len__gt=0), name="a_shared_report_shows_something"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("made_at")), name="a_share_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_scope(self) -> str:
        """Whose organizers may read in the audit trail what happened to this link."""
        return self.frozen.audit_scope

    def is_open(self, at: datetime) -> bool:
        return self.withdrawn_at is None and at < self.ends_at
