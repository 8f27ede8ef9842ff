from datetime import UTC, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programs.models.cycle import Cycle
from programs.models.details import Obligation
from programs.models.in_calendars import InCalendars

CLOSES_BEFORE = timedelta(hours=1)
CHECK_IN_FOR = timedelta(hours=24)


class Event(models.Model):
    """A live or written gathering of a cycle, once or in several slots for all working hours."""

    # What the calendars of its slots show of it.
    SHOWN_THERE = frozenset({"title", "description", "minutes", "link"})

    class Kind(models.TextChoices):
        KICKOFF = "kickoff", _("Kickoff")
        AMA = "ama", _("Questions and answers")
        CELEBRATION = "celebration", _("Celebration")
        OTHER = "other", _("Other")

    class CheckIn(models.TextChoices):
        """How people who come may say so themselves; organizers can always note it."""

        BUTTON = "button", _("People press a button once it has begun")
        CODE = "code", _("People enter a code that you show at the event")
        ORGANIZER = "organizer", _("Only organizers take attendance")

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="events")
    title = models.CharField(_("title"), max_length=150)
    description = models.TextField(_("description"), blank=True, help_text=_("Markdown."))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.OTHER)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=25)
    obligation = models.CharField(
        _("is it required?"), max_length=20, choices=Obligation, default=Obligation.EXPECTED
    )
    is_async = models.BooleanField(_("in writing, at any time"), default=False)
    link = models.URLField(_("link"), blank=True)
    writing_link = models.URLField(
        _("thread for those who cannot come"),
        blank=True,
        help_text=_("Taking part in writing counts the same."),
    )
    writing_until = models.DateField(
        _("in writing until"),
        null=True,
        blank=True,
        help_text=_("The last day. Left empty, it has no end."),
    )
    check_in = models.CharField(
        _("how attendance is recorded"), max_length=10, choices=CheckIn, default=CheckIn.BUTTON
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title

    def refuse_removal(self) -> None:
        """Attendance stays for the report."""
        if self.attendances.exists():
            words = gettext("Attendance at “%s” is recorded, so it stays in the program.") % self
            raise ValidationError(words, code="in_use")

    @property
    def thread(self) -> str:
        """Where those write who take part in writing."""
        return self.link if self.is_async else self.writing_link

    def takes_writing(self, today) -> bool:
        """Whether people can still say that they took part in writing."""
        is_open = self.writing_until is None or today <= self.writing_until
        return is_open and (self.is_async or bool(self.writing_link))


class Slot(InCalendars):
    """One sitting of an event. Calendars show its event's title, length and text, too."""

    SHOWN_THERE = frozenset({"starts_at", "link"})

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField()
    link = models.URLField(blank=True)
    replay_link = models.URLField(blank=True)
    suits = models.CharField(max_length=80, blank=True, help_text="For whom the time is good.")
    capacity = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1)]
    )
    room = models.TextField(blank=True, help_text="How it was, for organizers only.")

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "starts_at"], name="slots_of_an_event_start_apart"
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.starts_at}"

    def refuse_removal(self) -> None:
        """Attendance stays for the report."""
        if self.attendances.exists():
            words = (
                gettext("Attendance at a session of “%s” is recorded, so it stays.") % self.event
            )
            raise ValidationError(words, code="in_use")

    @property
    def key(self) -> str:
        return f"slot:{self.pk}"

    @property
    def occasion(self) -> str:
        """What sets news about it apart from that of when it was to start at another time."""
        return f"starts:{self.starts_at.astimezone(UTC):%Y%m%dT%H%MZ}"

    @property
    def ends_at(self):
        return self.starts_at + timedelta(minutes=self.event.minutes)

    @property
    def closes_at(self):
        """Until then people choose this slot or leave it."""
        return self.starts_at - CLOSES_BEFORE

    def takes_check_ins(self, at) -> bool:
        """People say that they are here from the start until a day after the end."""
        return self.starts_at <= at < self.ends_at + CHECK_IN_FOR


class Place(models.Model):
    """Somebody means to come to a slot; one slot of an event at most."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="places")
    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="places")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="places"
    )
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "person"], name="one_place_in_an_event")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.slot_id}"


class Attendance(models.Model):
    """A person was at an event, in one of its slots; counted once per event."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="attendances")
    slot = models.ForeignKey(
        Slot, null=True, blank=True, on_delete=models.CASCADE, related_name="attendances"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="attendances"
    )
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person"], name="attendance_counts_once_per_event"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.event_id}"
