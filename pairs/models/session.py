import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pairs.models.goal import Goal
from pairs.models.pair import Pair
from pairs.models.series import SessionSeries
from people.versions import version_of
from programs.models.in_calendars import InCalendars

SHORTEST, LONGEST = 5, 480  # minutes
LONGEST_POINT = 300  # characters
OWN_FOR = timedelta(days=7)  # so long somebody may correct what they logged


class SessionQuerySet(models.QuerySet):
    def held(self):
        """Sessions that count: logged, and not denied by the partner; coffee chats never count."""
        return self.filter(
            kind=MentoringSession.Kind.SESSION, state=MentoringSession.State.HELD
        ).exclude(confirmation=MentoringSession.Confirmation.DENIED)

    def words(self):
        """Somebody's word that they did not talk, or agreed not to; it counts as nothing."""
        return self.filter(state__in=MentoringSession.WORDS)

    def planned(self):
        return self.filter(state=MentoringSession.State.PLANNED)


class MentoringSession(InCalendars):
    """Two people met, or exchanged in writing, or plan to. Organizers see day, length and form.

    A removed session stays for its way back, and for the notes on it. One that did not take place
    is somebody's word that they did not talk: with a planned time, or for the days up to
    `held_on`. A skipped one is their word that the two left the fortnight out, whose last day is
    `held_on`.
    """

    SHOWN_THERE = frozenset({"state", "planned_at", "minutes"})

    class Kind(models.TextChoices):
        SESSION = "session", _("Session")
        COFFEE = "coffee", _("Coffee chat")

    class Form(models.TextChoices):
        LIVE = "live", _("Live")
        ASYNC = "async", _("In writing")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")
        NOT_HELD = "not_held", _("Did not take place")
        SKIPPED = "skipped", _("Skipped by agreement")
        REMOVED = "removed", _("Removed")

    class Confirmation(models.TextChoices):
        OPEN = "open", _("Not confirmed yet")
        CONFIRMED = "confirmed", _("Confirmed")
        DENIED = "denied", _("Denied")

    WORDS = frozenset({State.NOT_HELD, State.SKIPPED})

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="sessions")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.SESSION)
    form = models.CharField(max_length=6, choices=Form, default=Form.LIVE)
    state = models.CharField(max_length=10, choices=State, default=State.HELD)
    held_on = models.DateField(null=True, blank=True)
    planned_at = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(
        default=30, validators=[MinValueValidator(SHORTEST), MaxValueValidator(LONGEST)]
    )
    logged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmation = models.CharField(max_length=10, choices=Confirmation, default=Confirmation.OPEN)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    form_key = models.UUIDField(
        default=uuid.uuid4, help_text="From the form: sending it twice logs once."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    series = models.ForeignKey(
        SessionSeries, null=True, blank=True, on_delete=models.SET_NULL, related_name="sessions"
    )
    goals = models.ManyToManyField(Goal, blank=True, related_name="sessions")

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["pair", "form_key"], name="one_log_per_form"),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(held_on__isnull=False),
                name="a_held_session_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="planned") | Q(planned_at__isnull=False),
                name="a_planned_session_has_a_moment",
            ),
        ]
        indexes = [models.Index(fields=["pair", "state", "held_on"], name="sessions_of_a_pair")]

    def __str__(self) -> str:
        return f"session {self.pk}"

    @property
    def is_coffee_chat(self) -> bool:
        return self.kind == self.Kind.COFFEE

    @property
    def counts(self) -> bool:
        """The same as the queryset's `held`, for a row in hand."""
        return (
            self.kind == self.Kind.SESSION
            and self.state == self.State.HELD
            and self.confirmation != self.Confirmation.DENIED
        )

    @property
    def version(self) -> str:
        """Of what the partner is asked to confirm; the buttons carry it along."""
        return version_of(self.pk, self.held_on, self.minutes, self.form)

    def is_of_a_day_begun(self, at: datetime, zone: str) -> bool:
        """Planned for today or before on that clock: a talk that is logged now may be this one. Of a
        later day it is another talk, which is still to come."""
        if self.planned_at is None:
            return False
        clock = ZoneInfo(zone)
        return self.planned_at.astimezone(clock).date() <= at.astimezone(clock).date()

    def can_be_restored(self, pair: Pair, person: int, at: datetime) -> bool:
        """Removed by this person; or called off and still ahead; or said not to have been."""
        if self.state == self.State.REMOVED:
            return self.logged_by_id == person
        if self.planned_at is None or pair.state != Pair.State.ACTIVE:
            return False
        if self.state == self.State.CANCELLED:
            return self.planned_at > at
        return self.state == self.State.NOT_HELD


class SessionNote(models.Model):
    """Words about a session: shared by the pair, or private to their writer. Nobody else's."""

    session = models.ForeignKey(MentoringSession, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_shared = models.BooleanField(default=False)
    text = models.TextField(max_length=20000)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "author"],
                condition=Q(is_shared=False),
                name="one_private_note_per_writer",
            ),
            models.UniqueConstraint(
                fields=["session"], condition=Q(is_shared=True), name="one_shared_note"
            ),
        ]

    def __str__(self) -> str:
        return "note"


class AgendaQuerySet(models.QuerySet):
    def open(self):
        """Still to be talked about."""
        return self.filter(done_at__isnull=True, dropped_at__isnull=True)


class AgendaItem(models.Model):
    """A point the pair wants to talk about. Open points are carried to the next session."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="agenda")
    text = models.CharField(max_length=LONGEST_POINT)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    position = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    done_in = models.ForeignKey(
        MentoringSession, null=True, blank=True, on_delete=models.SET_NULL, related_name="agenda"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = AgendaQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class SessionPoint(models.Model):
    """A point of the agenda as a session had it: what becomes of the point later changes nothing."""

    session = models.ForeignKey(MentoringSession, on_delete=models.CASCADE, related_name="points")
    item = models.ForeignKey(AgendaItem, null=True, on_delete=models.SET_NULL, related_name="talks")
    text = models.CharField(max_length=LONGEST_POINT)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "item"], name="a_point_once_in_a_session")
        ]

    def __str__(self) -> str:
        return self.text
