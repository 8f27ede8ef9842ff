from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pairs.models.pair import Pair
from pairs.models.session import MentoringSession


class TimeProposalQuerySet(models.QuerySet):
    def open(self):
        """Waits for the partner to pick one."""
        return self.filter(closed_at__isnull=True)


class TimeProposal(models.Model):
    """Moments that would suit one of a pair for their next session; the partner picks one.

    The picked one is a planned session, and the others fall away. Other times that either proposes
    close it, and so does a session that one of them plans meanwhile.
    """

    MOST = 3

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="time_proposals")
    moments = ArrayField(models.DateTimeField(), help_text="In the order of time.")
    minutes = models.PositiveSmallIntegerField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_at = models.DateTimeField()
    form_key = models.UUIDField(help_text="From the form: sending it twice proposes once.")
    closed_at = models.DateTimeField(null=True, blank=True)
    session = models.OneToOneField(
        MentoringSession,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="picked_from",
        help_text="What came of it, once one of the moments is picked.",
    )

    objects = TimeProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("proposed times")
        constraints = [
            models.UniqueConstraint(
                fields=["pair"],
                condition=Q(closed_at__isnull=True),
                name="one_open_proposal_of_times_per_pair",
            ),
            models.UniqueConstraint(
                fields=["pair", "form_key"], name="one_proposal_of_times_per_form"
            ),
            models.CheckConstraint(
                condition=Q(moments__len__gte=1, moments__len__lte=3),
                name="one_to_three_times_are_proposed",
            ),
        ]

    def __str__(self) -> str:
        return f"times proposed to {self.pair_id}"

    def ahead(self, at: datetime) -> list[datetime]:
        """Those that can still be picked."""
        return [moment for moment in self.moments if moment > at]
