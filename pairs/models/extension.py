from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pairs.models.pair import Pair


class ExtensionQuerySet(models.QuerySet):
    def proposed(self):
        """Waits for the partner's word."""
        return self.filter(accepted_at__isnull=True, replaced_at__isnull=True)

    def declined(self):
        """The partner would rather end as planned."""
        return self.filter(accepted_at__isnull=True, declined_at__isnull=False)


class Extension(models.Model):
    """One of two people asks to go on longer; it holds once the other agrees (A7).

    Proposing another day replaces the open proposal, and so does a no, which can still become a yes
    until somebody proposes anew. What it is for the two alone read.
    """

    MONTHLY = 30

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="extensions")
    ends_on = models.DateField(_("new last day"))
    reason = models.TextField(_("what it is for"), max_length=500, blank=True)
    cadence_days = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="Days between sessions in the added time; empty: as before.",
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pair"],
                condition=Q(accepted_at__isnull=True, replaced_at__isnull=True),
                name="one_open_extension_per_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"extension of {self.pair_id} to {self.ends_on}"
