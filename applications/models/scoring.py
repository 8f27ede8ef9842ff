from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models.application import Application
from programs.models.cycle import Role


class Criterion(models.Model):
    """One thing reviewers score in the applications for a role."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="criteria")
    key = models.SlugField(max_length=60)
    name = models.CharField(_("what is scored"), max_length=120)
    help_text = models.CharField(_("a question that helps to score it"), max_length=250, blank=True)
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=1, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["role", "key"], name="criterion_keys_differ"),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=10), name="criterion_weight_from_1_to_10"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Review(models.Model):
    """What one reviewer thinks of one application; its scores say it by criterion.

    Only the reviewer and organizers read it, never the applicant.
    """

    class Proposal(models.TextChoices):
        ELIGIBLE = "eligible", _("Eligible")
        WAITLISTED = "waitlisted", _("Waitlist")
        NOT_ELIGIBLE = "not_eligible", _("Not eligible")

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reviews"
    )
    proposal = models.CharField(max_length=12, choices=Proposal, blank=True)
    note = models.TextField(blank=True, help_text="The reviewer and organizers only.")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["saved_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "reviewer"], name="one_review_per_reviewer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reviewer_id} about {self.application_id}"


class Score(models.Model):
    """The points a reviewer gives for one criterion, or why they give none."""

    class Answer(models.TextChoices):
        POINTS = "points", _("Points")
        ABSTAIN = "abstain", _("Abstain")
        ASK_ME = "ask_me", _("Ask me")

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    answer = models.CharField(max_length=8, choices=Answer)
    points = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="one_score_per_criterion"),
            models.CheckConstraint(
                condition=Q(answer="points", points__gte=1)
                | (~Q(answer="points") & Q(points__isnull=True)),
                name="points_belong_to_a_score",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.points or self.answer}"
