import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.models.cycle import Cycle, Role


def new_code() -> str:
    return secrets.token_urlsafe(12)


class InvitationLink(models.Model):
    """A way to the public page that counts who comes by it: one per channel or person invited.

    A late link also lets people apply after the close, as often and as long as it says.
    """

    class Channel(models.TextChoices):
        MAIL = "mail", _("Mail")
        CHAT = "chat", _("Chat")
        NEWSLETTER = "newsletter", _("Newsletter")
        POSTER = "poster", _("Poster")
        PERSON = "person", _("Personal invitation")
        LATE = "late", _("Late entry")

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="links")
    role = models.ForeignKey(
        Role, null=True, blank=True, on_delete=models.CASCADE, related_name="links"
    )
    channel = models.CharField(_("kind"), max_length=12, choices=Channel)
    name = models.CharField(_("name"), max_length=80)
    code = models.CharField(max_length=32, unique=True, default=new_code, editable=False)
    visits = models.PositiveIntegerField(
        default=0, help_text="How many browsers opened the page by it; nobody knows whose."
    )
    most_uses = models.PositiveSmallIntegerField(_("people it lets in"), null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "channel", "name"], name="links_of_a_cycle_have_their_own_names"
            ),
            models.CheckConstraint(
                condition=~Q(channel="late")
                | Q(role__isnull=False, most_uses__gte=1, expires_at__isnull=False),
                name="a_late_link_says_for_what_how_often_and_how_long",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_scope(self) -> str:
        """Whose organizers may read in the audit trail what happened to this link."""
        return self.cycle.audit_scope

    @property
    def is_late(self) -> bool:
        return self.channel == self.Channel.LATE

    def is_open(self, at) -> bool:
        return self.closed_at is None and (self.expires_at is None or at < self.expires_at)

    @property
    def last_day(self):
        """The last day of a late link, in the cycle's zone."""
        return self.expires_at and self.cycle.day(self.expires_at - timedelta(seconds=1))


class LateEntry(models.Model):
    """Somebody took a late link: until it ends they may apply although the call is closed."""

    link = models.ForeignKey(InvitationLink, on_delete=models.CASCADE, related_name="entries")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="late_entries"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["link", "person"], name="let_in_once_by_a_link")
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.link})"
