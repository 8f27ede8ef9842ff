from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MOST_PLACES = 10
MOST_UNANSWERED = 3  # so many requests in a row without a word, and a person is paused
CONFIRM_EVERY = timedelta(days=182)
TIME_TO_CONFIRM = timedelta(days=14)


class AvailabilityQuerySet(models.QuerySet):
    def listed(self):
        """Everybody whom people may find: open, still here, and of the organization."""
        return self.filter(
            state=Availability.State.OPEN, person__is_active=True, person__is_guest=False
        )

    def to_confirm(self, at):
        """Listed, and for half a year nobody has said that it is still right, nor been asked."""
        return self.listed().filter(confirmed_at__lte=at - CONFIRM_EVERY, asked_at__isnull=True)

    def unconfirmed(self, at):
        """Listed, and asked two weeks ago without an answer."""
        return self.listed().filter(asked_at__lte=at - TIME_TO_CONFIRM)


class Availability(models.Model):
    """What a person offers as a mentor outside of programs, in their own words.

    Pairs of programs count against the places, too. `User.is_available_as_mentor` follows the state.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Available")
        PAUSED = "paused", _("Paused")

    class Because(models.TextChoices):
        OWN = "own", _("By themselves")
        UNANSWERED = "unanswered", _("Three requests without an answer")
        UNCONFIRMED = "unconfirmed", _("Not confirmed for half a year")
        LEFT = "left", _("Left the organization")

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mentor_availability"
    )
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    paused_because = models.CharField(max_length=12, choices=Because, blank=True)
    topics = ArrayField(
        models.CharField(max_length=60), verbose_name=_("topics"), default=list, blank=True
    )
    slots = ArrayField(
        models.CharField(max_length=8),
        verbose_name=_("times that usually work"),
        default=list,
        blank=True,
        help_text="As in the weekly grid of surveys, on the person's own clock.",
    )
    places = models.PositiveSmallIntegerField(
        _("places"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)],
    )
    helps_with = models.TextField(_("what I help with"), max_length=600, blank=True)
    how_i_work = models.TextField(_("how I work"), max_length=600, blank=True)
    not_doing = models.TextField(_("what I do not do"), max_length=600, blank=True)
    takes_writing = models.BooleanField(_("in writing is fine, too"), default=False)
    from_on = models.DateField(_("from"), null=True, blank=True)
    away_from = models.DateField(_("away from"), null=True, blank=True)
    away_until = models.DateField(_("away until"), null=True, blank=True)
    unanswered = models.PositiveSmallIntegerField(
        default=0, help_text="Requests that expired without a word since the last sign of life."
    )
    opened_at = models.DateTimeField(default=timezone.now, help_text="Switched on or back on.")
    confirmed_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When we asked whether it is still right, unless they said.",
    )

    objects = AvailabilityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "availabilities"
        constraints = [
            models.CheckConstraint(
                condition=Q(places__gte=1, places__lte=MOST_PLACES),
                name="a_mentor_has_one_to_ten_places",
            ),
            models.CheckConstraint(
                condition=Q(state="open", paused_because="")
                | (Q(state="paused") & ~Q(paused_because="")),
                name="a_pause_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(away_from__isnull=True, away_until__isnull=True)
                | Q(away_from__isnull=False, away_until__gte=F("away_from")),
                name="away_from_a_day_to_a_day",
            ),
        ]
        indexes = [models.Index(fields=["state"], name="availability_by_state")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def round(self) -> str:
        """What a question whether it is still right refers to: an answer is good for this one only."""
        return f"{self.confirmed_at:%Y%m%d%H%M%S}"

    def is_away(self, day) -> bool:
        return self.away_from is not None and self.away_from <= day <= self.away_until

    def begins_later(self, day) -> bool:
        return self.from_on is not None and self.from_on > day
