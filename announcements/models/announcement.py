from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models import Event, Training
from people.versions import version_of
from programs.models import Cycle

LONGEST = 10_000  # characters of a text


class AnnouncementQuerySet(models.QuerySet):
    def due(self, at):
        """Those whose moment has come and whose messages are not written yet."""
        return self.filter(state=Announcement.State.PLANNED, goes_at__lte=at)


class Announcement(models.Model):
    """What organizers write to many people of a cycle at once, in their own words.

    Whom it reaches is found out when it goes: `audiences` are keys of groups ("not_met"); the group
    "picked" is `people`, ticked by somebody in a table.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PLANNED = "planned", _("Planned")
        GONE = "gone", _("Sent")
        STOPPED = "stopped", _("Stopped")

    class Feed(models.TextChoices):
        """What it is on the page of the program that everybody it went to can open."""

        POST = "post", _("A post")
        PROMPT = "prompt", _("A question for the next session")

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="announcements")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="announcements_written",
    )
    audiences = models.JSONField(_("recipients"), default=list, blank=True)
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="announcements_picked_for"
    )
    subject = models.CharField(_("subject"), max_length=150, blank=True)
    text = models.TextField(_("text"), blank=True, validators=[MaxLengthValidator(LONGEST)])
    feed_as = models.CharField(_("on the feed"), max_length=6, choices=Feed, blank=True)
    asks_event = models.ForeignKey(
        Event,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Whose time people choose by a button of the post.",
    )
    asks_training = models.ForeignKey(
        Training,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="What people are led to by a button of the post.",
    )
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    goes_at = models.DateTimeField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)
    recipients = models.PositiveIntegerField(
        default=0, help_text="How many it was written to when it went."
    )

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="planned") | Q(goes_at__isnull=False, gone_at__isnull=True),
                name="a_planned_announcement_has_a_moment_and_has_not_gone",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["gone", "stopped"]) | Q(gone_at__isnull=False),
                name="an_announcement_that_went_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | (~Q(subject="") & ~Q(text="")),
                name="an_announcement_goes_with_words",
            ),
            models.CheckConstraint(
                condition=Q(asks_event__isnull=True) | Q(asks_training__isnull=True),
                name="a_post_asks_for_one_thing",
            ),
        ]
        indexes = [
            models.Index(
                fields=["goes_at"], condition=Q(state="planned"), name="announcements_to_go"
            ),
        ]

    def __str__(self) -> str:
        return self.subject or str(_("Without a subject"))

    @property
    def audit_scope(self) -> str:
        """Whose organizers may read in the audit trail what happened to it."""
        return self.cycle.audit_scope

    @property
    def told_as(self) -> str:
        """The kind of its messages: what is on the feed can be switched off as mail."""
        return "feed_post" if self.feed_as else "announcement"

    @property
    def version(self) -> str:
        """Of what it says and to whom: who sends it has read this one."""
        words = (self.subject, self.text, self.feed_as, self.asks)
        return version_of(sorted(self.audiences), *words)

    @property
    def asks(self) -> str:
        """What it asks people to do, as the form names it: “event:3”; empty for nothing."""
        if self.asks_event_id is not None:
            return f"event:{self.asks_event_id}"
        return f"training:{self.asks_training_id}" if self.asks_training_id is not None else ""

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED
