from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pairs.models.pair import Pair


class CaseQuerySet(models.QuerySet):
    def to_look_after(self):
        """Open cases of pairs that are still together: what every list and count means."""
        return self.filter(state=Case.State.OPEN, pair__state=Pair.State.ACTIVE)


class Case(models.Model):
    """Something about a pair that an organizer has to look after."""

    class Kind(models.TextChoices):
        NOT_MET = "not_met", _("Have not met")
        PARTNER_LEFT = "partner_left", _("Partner may have left")
        QUIET = "quiet", _("No session for two fortnights")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="cases")
    kind = models.CharField(max_length=12, choices=Kind)
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    due_on = models.DateField(
        null=True, blank=True, help_text="By when its owner has looked after it."
    )
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField(blank=True, help_text="What the organizer did about it.")

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "kind"], condition=Q(state="open"), name="one_open_case_per_kind"
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True)
                | Q(state="closed", closed_at__isnull=False),
                name="a_closed_case_closed_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.pair_id})"

    @property
    def audit_scope(self) -> str:
        """Whose organizers may read in the audit trail what happened to this case."""
        return self.pair.audit_scope


class CaseEntry(models.Model):
    """What happened to a case, in the order in which it did: who took it, until when, what was tried.
    Organizers read it, the two people never."""

    class Kind(models.TextChoices):
        TAKEN = "taken", _("took it")
        GIVEN_BACK = "given_back", _("gave it back")
        NOTE = "note", _("added a note")
        CLOSED = "closed", _("closed it")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=10, choices=Kind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} ({self.case_id})"
