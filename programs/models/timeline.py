from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from programs.models.call import _Window  # noqa: F401 - the first migration finds it here
from programs.models.cycle import Cycle
from programs.models.known_days import KnownDay


class Milestone(KnownDay):
    """A line of the timeline, as exact as it is known."""

    SHOWN_THERE = frozenset(
        {"title", "description", "precision", "starts_on", "ends_on", "is_public"}
    )

    class Precision(models.TextChoices):
        DAY = "day", _("One day")
        SPAN = "span", _("From a day to a day")
        WEEK = "week", _("Week of")
        MONTH = "month", _("In the month of")
        UNDECIDED = "undecided", _("To be decided")

    class Kind(models.TextChoices):
        """Milestones the software itself reads; everything else is "other"."""

        PAIRS_ANNOUNCED = "pairs_announced", _("Pairs announced")
        KICKOFF = "kickoff", _("Kickoff")
        TRAINING = "training", _("Training")
        MIDWAY = "midway", _("Midway")
        END = "end", _("End")
        OTHER = "other", _("Other")

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(_("title"), max_length=150)
    description = models.TextField(_("description"), blank=True, help_text=_("Markdown."))
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.OTHER)
    precision = models.CharField(max_length=10, choices=Precision, default=Precision.DAY)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    is_public = models.BooleanField(_("public"), default=True)
    is_optional = models.BooleanField(_("optional"), default=False)
    link = models.URLField(_("link"), blank=True)
    link_label = models.CharField(_("name of the link"), max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = [F("starts_on").asc(nulls_last=True), "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(precision="undecided", ends_on__isnull=True)
                | Q(precision="span", starts_on__isnull=False, ends_on__gte=F("starts_on"))
                | Q(
                    precision__in=["day", "week", "month"],
                    starts_on__isnull=False,
                    ends_on__isnull=True,
                ),
                name="milestone_dates_fit_their_precision",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def days_there(self) -> tuple[date, date | None] | None:
        """A month is no date for a calendar; a week is its five working days."""
        first = self.starts_on
        if not self.is_public or first is None or self.precision == self.Precision.MONTH:
            return None
        if self.precision == self.Precision.WEEK:
            return first, first + timedelta(days=4)
        return first, self.ends_on
