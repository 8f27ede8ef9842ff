from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.keys import key_of
from people.models import User
from people.models.columns import known

# In a message's context: that somebody got it would say what organizers must not know.
UNLISTED = "unlisted"


@dataclass(frozen=True)
class Part:
    """Beside the words of a mail, the same for a program that reads it: an invitation, for example."""

    content: str
    mimetype: str


class MessageQuerySet(models.QuerySet):
    def listed(self):
        """What people may look at: everything but account mails (codes, resets)."""
        return self.filter(is_account=False)

    def of(self, scope: models.Model):
        """The messages of one cycle, or program, that its organizers read."""
        return self.listed().filter(scope=key_of(scope)).exclude(context__has_key=UNLISTED)

    def about(self, row: models.Model):
        return self.filter(about=key_of(row))

    def about_same(self, message):
        """What the same person was, or is to be, told about the same row."""
        return self.filter(to=message.to_id, address=message.address, about=message.about)

    def waiting(self, at):
        """What delivery sends one by one. Account mails go another way: see `account_mail`."""
        return self._due(at).filter(gathered_for__isnull=True)

    def gathered(self, at):
        """What goes out in somebody's digest."""
        return self._due(at).filter(gathered_for__isnull=False)

    def _due(self, at):
        return self.listed().filter(status=Message.Status.QUEUED, send_after__lte=at)


class Message(models.Model):
    """One piece of news for one person. Written in the transaction that causes it, sent later.

    Unique on (to, kind, about, occasion) unless cancelled, so telling twice changes nothing. The
    wording is rendered from templates when shown and frozen here once sent. What is found untrue at
    its turn is cancelled, what comes after its end of life is kept as late; neither is sent. Account
    mails (sign-in codes, resets, verification) keep no words at all.
    """

    class Status(models.TextChoices):
        HELD = "held", _("Held")
        QUEUED = "queued", _("Queued")
        SENDING = "sending", _("Sending")
        SENT = "sent", _("Sent")
        UNCERTAIN = "uncertain", _("Uncertain")
        FAILED = "failed", _("Failed")
        LATE = "late", _("Too late")
        CANCELLED = "cancelled", _("Cancelled")

    class Reason(models.TextChoices):
        """Why a message was cancelled."""

        NOT_TRUE = "not_true", _("No longer true")
        NEWER = "newer", _("Replaced by newer news")
        SKIPPED = "skipped", _("Left out this time by an organizer")
        TAKEN_BACK = "taken_back", _("Taken back")
        DISCARDED = "discarded", _("Taken out by an organizer")
        SWITCHED_OFF = "switched_off", _("The person switched this kind off")
        ACCOUNT_CLOSED = "account_closed", _("The account is closed")

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="messages",
    )
    address = models.EmailField(
        max_length=254, blank=True, help_text="For somebody without an account; else empty."
    )
    kind = models.CharField(max_length=60)
    about = models.CharField(max_length=80, help_text="model:id, for example application:12")
    occasion = models.CharField(
        max_length=60, blank=True, help_text="What sets a repeat about the same row apart."
    )
    scope = models.CharField(max_length=80, blank=True, help_text="cycle:id, or empty")
    sending = models.CharField(
        max_length=80, blank=True, help_text="Which sending of its kind a reminder belongs to."
    )
    status = models.CharField(max_length=12, choices=Status, default=Status.QUEUED)
    is_account = models.BooleanField(default=False)
    context = models.JSONField(
        default=dict, help_text="What cannot be read from the rows again: words an organizer wrote."
    )
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    problem = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=20, choices=Reason, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    send_after = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    gathered_for = models.DateTimeField(
        null=True, blank=True, help_text="The moment of the digest that it is to be in."
    )

    # Made anew whenever it is sent, and kept on no row.
    part: Part | None = None

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["to", "address", "kind", "about", "occasion"],
                condition=~models.Q(status="cancelled") & models.Q(is_account=False),
                nulls_distinct=False,
                name="nobody_is_told_twice",
            ),
            models.CheckConstraint(
                condition=models.Q(to__isnull=False) | ~models.Q(address=""),
                name="message_has_somebody_to_go_to",
            ),
            models.CheckConstraint(
                condition=models.Q(is_account=False) | models.Q(subject="", body="", context={}),
                name="account_mail_keeps_no_words",
            ),
            models.CheckConstraint(
                condition=(models.Q(status="cancelled") & ~models.Q(reason=""))
                | (~models.Q(status="cancelled") & models.Q(reason="")),
                name="what_is_cancelled_says_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["send_after", "id"],
                condition=models.Q(status="queued"),
                name="messages_waiting",
            ),
            models.Index(fields=["scope", "kind", "status"], name="messages_of_a_cycle"),
            models.Index(fields=["about", "kind"], name="messages_about_a_row"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"

    def is_for_one_of(self, people: models.QuerySet) -> bool:
        """Whether whoever it is for is among these people; an address alone is nobody."""
        return self.to_id is not None and people.filter(pk=self.to_id).exists()

    @property
    def reader(self) -> User:
        """Of news that only people get; some kinds go to an address that no person here has."""
        return known(self.to)

    @property
    def goes_to(self) -> str:
        return self.to.email if self.to else self.address
