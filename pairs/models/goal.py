from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.models import Participation


class Goal(models.Model):
    """What somebody works on in a cycle. It hangs on the participation, so re-pairing keeps it.

    Six criteria, each with a question (goal matrix): when will it be complete, is it within your
    control, what is the outcome, what good will it do, how is it measured, why does it matter.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Working on it")
        REACHED = "reached", _("Reached")
        PARTLY = "partly", _("Partly reached")
        CHANGED = "changed", _("Changed course")

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="goals")
    text = models.TextField(_("goal"), max_length=1000)
    time_bound = models.TextField(_("When will it be complete?"), max_length=500, blank=True)
    certain = models.TextField(_("Is it within your control?"), max_length=500, blank=True)
    specific = models.TextField(_("What is the desired outcome?"), max_length=500, blank=True)
    positive = models.TextField(_("What good will it do?"), max_length=500, blank=True)
    measurable = models.TextField(_("How will you measure it?"), max_length=500, blank=True)
    personal = models.TextField(_("Why does it matter to you?"), max_length=500, blank=True)
    closing = models.TextField(_("What came of it?"), max_length=1000, blank=True)
    progress = models.PositiveSmallIntegerField(_("progress in %"), default=0)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(progress__lte=100), name="goal_progress_is_a_percentage"
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
