from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from completion.models.summary import Summary


class SummaryShareQuerySet(models.QuerySet["SummaryShare"]):
    def in_force(self) -> "SummaryShareQuerySet":
        """What its reader may read now. A manager reads while they are the manager on record: with
        the change itself it is over, before any job has noticed."""
        still_manager = Q(as_manager=False) | Q(summary__person__manager=F("reader"))
        return self.filter(
            still_manager,
            ended_at__isnull=True,
            reader__is_active=True,
            reader__is_guest=False,
            summary__person__is_active=True,
        )

    def outlived(self) -> "SummaryShareQuerySet":
        """Open in the table, and nobody can read it any more."""
        return self.filter(ended_at__isnull=True).exclude(
            pk__in=SummaryShare.objects.in_force().values("pk")
        )


class SummaryShare(models.Model):
    """A person lets one colleague read their summary, as it was when they shared it.

    The sheet is kept without names, and without what is the partner's: their name and public lines
    are asked for each time, and stand there only while the partner has agreed to them all along.
    """

    class Ended(models.TextChoices):
        TAKEN_BACK = "taken_back", _("Taken back")
        REPLACED = "replaced", _("Shared again, as it was later")
        OUTLIVED = "outlived", _("The manager changed, or one of the two left")

    summary = models.ForeignKey(Summary, on_delete=models.CASCADE, related_name="shares")
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="summaries_shared_with_me"
    )
    as_manager = models.BooleanField(
        default=False, help_text="Ends when the reader is no longer the person's manager."
    )
    sheet = models.JSONField(encoder=DjangoJSONEncoder, help_text="Plain values of what is read.")
    shared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=10, choices=Ended, blank=True)

    objects = SummaryShareQuerySet.as_manager()

    class Meta:
        ordering = ["-shared_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["summary", "reader"],
                condition=Q(ended_at__isnull=True),
                name="a_summary_is_shared_once_with_each_reader",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_because="")
                | (Q(ended_at__isnull=False) & ~Q(ended_because="")),
                name="sharing_a_summary_ends_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"share {self.pk}"
