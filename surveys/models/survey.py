from datetime import timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.models.question import Questionnaire
from surveys.models.response import Response

MOST_REMINDERS = 8


class Survey(models.Model):
    """A questionnaire put to some people during a window. It knows respondents, never cycles."""

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="surveys"
    )
    title = models.CharField(max_length=150)
    is_required = models.BooleanField(default=False)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(
        null=True, blank=True, help_text="When the invitations were made and sent."
    )
    mixed_at = models.DateTimeField(
        null=True, blank=True, help_text="Anonymous surveys: when all answers were mixed last."
    )
    reminders_at_most = models.PositiveSmallIntegerField(
        default=3,
        validators=[MaxValueValidator(MOST_REMINDERS)],
        help_text="A week apart, to who has not answered; none: 0.",
    )
    smallest_group_for_numbers = models.PositiveSmallIntegerField(default=5)
    smallest_group_for_texts = models.PositiveSmallIntegerField(default=10)

    class Meta:
        ordering = ["opens_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__isnull=True)
                | models.Q(closes_at__gt=models.F("opens_at")),
                name="survey_closes_after_it_opens",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def last_minute(self):
        """The end as people say it: it closes at midnight, so "13 October, 23:59"."""
        return self.closes_at and self.closes_at - timedelta(minutes=1)

    def is_over(self, at) -> bool:
        return self.closes_at is not None and at >= self.closes_at

    def is_open(self, at) -> bool:
        return self.opens_at <= at and (self.closes_at is None or at < self.closes_at)


class Invitation(models.Model):
    """One person's place in a survey: who was asked, in which group, and whether they answered.

    For an anonymous survey there is no way from here to what was answered, and no time finer than
    the survey's own window.
    """

    class Group(models.TextChoices):
        MENTOR = "mentor", _("Mentors")
        MENTEE = "mentee", _("Mentees")

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="survey_invitations"
    )
    group = models.CharField(max_length=8, choices=Group)
    has_answered = models.BooleanField(default=False)
    response = models.OneToOneField(
        Response,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="invitation",
        help_text="Named surveys only.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "person", "group"], name="invited_once_per_survey_and_group"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.survey}"
