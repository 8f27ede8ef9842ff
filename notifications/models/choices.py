from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class SwitchedOff(models.Model):
    """A kind of message that somebody does not want."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="switched_off"
    )
    kind = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="a_kind_is_switched_off_once")
        ]

    def __str__(self) -> str:
        return self.kind


class Digest(models.Model):
    """Somebody wants what can wait gathered into one mail, at an hour of their own clock; who has
    none gets everything at once."""

    class Every(models.TextChoices):
        DAY = "day", _("Once a day")
        WEEK = "week", _("Once a week")

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="digest"
    )
    every = models.CharField(max_length=4, choices=Every)
    weekday = models.PositiveSmallIntegerField(default=0, help_text="0 is Monday; for weekly ones.")
    hour = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(hour__lte=23, weekday__lte=6), name="a_digest_has_an_hour_and_a_weekday"
            )
        ]

    def __str__(self) -> str:
        return f"{self.every} {self.hour}"


class QuietHours(models.Model):
    """Hours of the day, by the person's own clock, in which no mail is sent to them."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="quiet_hours",
    )
    starts = models.TimeField(_("no mail from"))
    ends = models.TimeField(_("until"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(starts=F("ends")),
                name="quiet_hours_end_at_another_time_than_they_start",
                violation_error_message=_("Choose two different times."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts:%H:%M} to {self.ends:%H:%M}"
