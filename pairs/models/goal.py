from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.models import Participation

LONGEST_ANSWER = 500
SIX = ("time_bound", "certain", "specific", "positive", "measurable", "personal")
TWO = ("improve", "proof")


class GoalQuerySet(models.QuerySet):
    def there(self):
        """Those that nobody has removed."""
        return self.filter(removed_at__isnull=True)


class Goal(models.Model):
    """What somebody works on in a cycle. It hangs on the participation, so re-pairing keeps it.

    Six criteria, each with a question (goal matrix): when will it be complete, is it within your
    control, what is the outcome, what good will it do, how is it measured, why does it matter.
    Learning a tool hardly fits them and has two questions of its own. `text` is the whole goal: in
    own words, or put together from the answers.

    Its owner alone reads it until they share it with their partner.
    """

    class Kind(models.TextChoices):
        SIX = "six", _("A goal in six questions")
        TOOL = "tool", _("Learning a tool, in two questions")

    class State(models.TextChoices):
        OPEN = "open", _("Working on it")
        REACHED = "reached", _("Reached")
        PARTLY = "partly", _("Partly reached")
        CHANGED = "changed", _("Changed course")

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="goals")
    kind = models.CharField(max_length=4, choices=Kind, default=Kind.SIX)
    text = models.TextField(_("goal"), max_length=4000)
    time_bound = models.TextField(_("When will it be complete?"), max_length=500, blank=True)
    certain = models.TextField(_("Is it within your control?"), max_length=500, blank=True)
    specific = models.TextField(_("What is the desired outcome?"), max_length=500, blank=True)
    positive = models.TextField(_("What good will it do?"), max_length=500, blank=True)
    measurable = models.TextField(_("How will you measure it?"), max_length=500, blank=True)
    personal = models.TextField(_("Why does it matter to you?"), max_length=500, blank=True)
    improve = models.TextField(
        _("What will you do to understand it better?"), max_length=500, blank=True
    )
    proof = models.TextField(
        _("How will you show that you understand it?"), max_length=500, blank=True
    )
    closing = models.TextField(_("What was the result?"), max_length=1000, blank=True)
    progress = models.PositiveSmallIntegerField(_("progress in %"), default=0)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now)
    looked_at = models.DateTimeField(
        default=timezone.now, help_text="When somebody last wrote it or said that it still holds."
    )
    shared_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when the partner reads it; empty: private."
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = GoalQuerySet.as_manager()

    whole_history: list  # its versions, where a page fetches them along

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(progress__lte=100), name="goal_progress_is_a_percentage"
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def asked(self) -> tuple[str, ...]:
        """The names of the questions that this kind of goal has."""
        return TWO if self.kind == self.Kind.TOOL else SIX

    @property
    def is_finished(self) -> bool:
        return self.state != self.State.OPEN

    @property
    def is_private(self) -> bool:
        return self.shared_at is None


class GoalVersion(models.Model):
    """How a goal read after a change, so that nobody loses what it was before."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="versions")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    values = models.JSONField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"goal {self.goal_id} of {self.at:%Y-%m-%d}"


class GoalStep(models.Model):
    """One thing to do on the way to a goal, with the day it should be done by."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="steps")
    text = models.CharField(_("step"), max_length=300)
    due_on = models.DateField(_("done by"), null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = [models.F("due_on").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_step_of_a_goal_has_words"),
            models.UniqueConstraint(
                fields=["goal", "text"], name="a_step_is_there_once_for_a_goal"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
