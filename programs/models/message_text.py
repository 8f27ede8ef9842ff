from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models.cycle import Cycle


class MessageText(models.Model):
    """An organizer's own words for one kind of message of a cycle."""

    class Kind(models.TextChoices):
        """The messages whose words may be changed; the rest carry too much that must be said."""

        APPLICATION_RECEIVED = "application_received", _("Receipt for an application")
        APPLICATION_DRAFT = "application_draft", _("Reminder: a draft is not sent yet")
        APPLICATION_WITHDRAWN = "application_withdrawn", _("An application is withdrawn")
        APPLICATION_TAKEN_OVER = "application_taken_over", _("An application was taken over")
        APPLICATION_NOT_ELIGIBLE = "application_not_eligible", _("Not eligible")
        CALL_OPENED = "call_opened", _("A call is open")
        NOMINATION_INVITES = "nomination_invites", _("Somebody suggested you")
        DATES_CHANGED = "dates_changed", _("Dates changed")
        PAIRS_PUBLISHED = "pairs_published", _("Pairs are published")
        EVENT_REMINDER = "event_reminder", _("Reminder of an event")
        TRAINING_REMINDER = "training_reminder", _("Training still open")
        RESOURCE_POSTED = "resource_posted", _("Resource")
        SESSION_DUE = "session_due", _("A session is due")
        SURVEY_OPENED = "survey_opened", _("A survey is open")
        SURVEY_REMINDER = "survey_reminder", _("Reminder of a survey")

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="message_texts")
    kind = models.CharField(max_length=30, choices=Kind)
    subject = models.CharField(_("subject"), max_length=150, blank=True)
    body = models.TextField(_("text"), blank=True)

    class Meta:
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "kind"], name="a_cycle_words_a_message_once"),
            models.CheckConstraint(
                condition=~Q(subject="", body=""), name="own_words_are_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class SendingText(models.Model):
    """Words for one sending of a reminder alone; the next one reads as always.

    `key` is how the kind names the sending: moved to another day it is another one.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="sending_texts")
    kind = models.CharField(max_length=30, choices=MessageText.Kind)
    key = models.CharField(max_length=80)
    subject = models.CharField(_("subject"), max_length=150, blank=True)
    body = models.TextField(_("text"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "kind", "key"], name="a_sending_is_worded_once"
            ),
            models.CheckConstraint(
                condition=~Q(subject="", body=""), name="words_of_a_sending_are_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
