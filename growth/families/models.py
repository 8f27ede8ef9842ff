from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Pillar(models.Model):
    """What good work rests on, the same for all job families: "works with others"."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=80)
    description = models.TextField(_("what it means"), max_length=600, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name", "pk"]

    def __str__(self) -> str:
        return self.name


class JobFamily(models.Model):
    """A line of work with levels: "Support engineering"."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("what people in it do"), max_length=1000, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "job families"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class JobLevel(models.Model):
    """A step of a job family. `number` is the level that HR data carry, where they do."""

    family = models.ForeignKey(JobFamily, on_delete=models.CASCADE, related_name="levels")
    rank = models.PositiveSmallIntegerField(_("order"), help_text="From 1, the first level.")
    name = models.CharField(_("name"), max_length=80)
    number = models.PositiveSmallIntegerField(_("level in HR data"), null=True, blank=True)
    description = models.TextField(_("in one sentence"), max_length=600, blank=True)

    class Meta:
        ordering = ["family", "rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["family", "rank"],
                deferrable=models.Deferrable.DEFERRED,
                name="levels_of_a_family_are_in_order",
            ),
            models.UniqueConstraint(
                fields=["family", "name"], name="levels_of_a_family_have_names_of_their_own"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Criterion(models.Model):
    """What one level asks for under one pillar. Archived, never deleted: people wrote about it."""

    level = models.ForeignKey(JobLevel, on_delete=models.CASCADE, related_name="criteria")
    pillar = models.ForeignKey(Pillar, on_delete=models.PROTECT, related_name="criteria")
    position = models.PositiveSmallIntegerField(default=1)
    text = models.TextField(_("what it asks for"), max_length=1000)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "criteria"
        ordering = ["level", "pillar__position", "pillar", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["level", "pillar", "position"],
                condition=Q(archived_at__isnull=True),
                name="criteria_of_a_pillar_are_in_order",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="a_criterion_has_words"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class CriterionChange(models.Model):
    """What a criterion said before and says since: "What changed" on the page of levels."""

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="changes")
    old_text = models.TextField(blank=True, help_text="Empty when it was new.")
    new_text = models.TextField(blank=True, help_text="Empty when it was taken out.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"change of {self.criterion_id}"
