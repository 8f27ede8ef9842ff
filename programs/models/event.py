from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.models.cycle import Cycle
from programs.models.details import Obligation


class Event(models.Model):
    """A live or written gathering of a cycle, once or in several slots for all working hours."""

    class Kind(models.TextChoices):
        KICKOFF = "kickoff", _("Kickoff")
        AMA = "ama", _("Questions and answers")
        CELEBRATION = "celebration", _("Celebration")
        OTHER = "other", _("Other")

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="events")
    title = models.CharField(_("title"), max_length=150)
    description = models.TextField(_("description"), blank=True, help_text=_("Markdown."))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.OTHER)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=25)
    obligation = models.CharField(
        _("how binding"), max_length=20, choices=Obligation, default=Obligation.EXPECTED
    )
    is_async = models.BooleanField(_("in writing, at any time"), default=False)
    link = models.URLField(_("link"), blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class Slot(models.Model):
    """One sitting of an event."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField()
    link = models.URLField(blank=True)
    replay_link = models.URLField(blank=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "starts_at"], name="slots_of_an_event_start_apart"
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.starts_at}"


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
