import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class StretchTask(models.Model):
    """A challenging task: how somebody came to it, and what it did for the three values."""

    class Idea(models.TextChoices):
        MANAGER = "manager", _("Talked to my manager")
        HARD_WORK = "hard_work", _("Took on hard work")
        EYES_OPEN = "eyes_open", _("Kept my eyes open")
        MISTAKE = "mistake", _("Learned from a mistake")
        OTHERS = "others", _("Helped others grow")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="stretch_tasks"
    )
    idea = models.CharField(_("how it came about"), max_length=10, choices=Idea)
    title = models.CharField(_("task"), max_length=200)
    story = models.TextField(_("what was hard about it"), max_length=4000, blank=True)
    collaboration = models.TextField(_("collaboration"), max_length=1000, blank=True)
    iteration = models.TextField(_("iteration"), max_length=1000, blank=True)
    results = models.TextField(_("results"), max_length=1000, blank=True)
    started_on = models.DateField(_("from"))
    done_on = models.DateField(_("to"), null=True, blank=True)
    url = models.URLField(_("link"), max_length=500, blank=True)
    goal = models.ForeignKey(
        "growth.PlanGoal",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="stretch_tasks",
    )
    form_key = models.UUIDField(default=uuid.uuid4)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-started_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "form_key"], name="one_stretch_task_per_form"
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(done_on__gte=F("started_on")),
                name="a_stretch_task_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class LearningEntry(models.Model):
    """Something a person read, heard, attended or finished. Counted into their pathway."""

    class Kind(models.TextChoices):
        COURSE = "course", _("Online course")
        BOOK = "book", _("Book")
        AUDIO_BOOK = "audio_book", _("Audio book")
        CERTIFICATE = "certificate", _("Certificate")
        TRAINING = "training", _("Training")
        LIVE_LEARNING = "live_learning", _("Live learning session")
        GROUP_CONVERSATION = "group_conversation", _("Group conversation")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="learning_entries"
    )
    kind = models.CharField(_("kind"), max_length=18, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    done_on = models.DateField(_("finished on"))
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1, null=True, blank=True)
    url = models.URLField(_("link"), max_length=500, blank=True)
    takeaway = models.TextField(_("what I take from it"), max_length=2000, blank=True)
    division = models.CharField(
        _("division"),
        max_length=120,
        blank=True,
        help_text="Of a group conversation: whose it was.",
    )
    form_key = models.UUIDField(default=uuid.uuid4)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "learning entries"
        ordering = ["-done_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "form_key"], name="one_learning_entry_per_form"
            ),
            models.CheckConstraint(
                condition=Q(hours__isnull=True) | Q(hours__gt=0), name="hours_of_learning_are_some"
            ),
            models.CheckConstraint(
                condition=~Q(kind="group_conversation") | ~Q(division=""),
                name="a_group_conversation_is_of_a_division",
            ),
        ]
        indexes = [models.Index(fields=["person", "kind", "done_on"], name="learning_by_kind")]

    def __str__(self) -> str:
        return self.title
