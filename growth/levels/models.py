from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OwnLevel(models.Model):
    """The level a person says they are at. HR facts only suggest it."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="growth_level"
    )
    level = models.ForeignKey("growth.JobLevel", on_delete=models.CASCADE, related_name="chosen_by")
    chosen_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.level)


class SelfAssessment(models.Model):
    """Where a person sees themselves at one criterion, in their own words. Never a rating by others."""

    class Stand(models.TextChoices):
        NOT_YET = "not_yet", _("Not yet")
        SOMETIMES = "sometimes", _("Sometimes")
        STEADILY = "steadily", _("Steadily")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="self_assessments"
    )
    criterion = models.ForeignKey(
        "growth.Criterion", on_delete=models.CASCADE, related_name="assessments"
    )
    stand = models.CharField(max_length=10, choices=Stand, blank=True)
    words = models.TextField(max_length=2000, blank=True)
    shown_by = models.ManyToManyField(
        "growth.BinderItem", blank=True, related_name="assessments", help_text="What shows it."
    )
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "criterion"], name="one_self_assessment_per_criterion"
            )
        ]

    def __str__(self) -> str:
        return f"assessment of {self.criterion_id}"
