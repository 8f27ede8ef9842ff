from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models import Participation


class CommunicationStyle(models.Model):
    """How somebody likes to talk and be talked to. The partner reads it once both have said it."""

    class Channel(models.TextChoices):
        CHAT = "chat", _("A short message in the chat")
        MAIL = "mail", _("An e-mail")
        CALL = "call", _("A quick call")
        WAIT = "wait", _("Nothing, it can wait until we talk")

    class Reply(models.TextChoices):
        DAY = "day", _("The same day")
        DAYS = "days", _("Within two days")
        WEEK = "week", _("Within a week")

    class Stuck(models.TextChoices):
        ASK = "ask", _("Ask me until I find my own answer")
        TELL = "tell", _("Tell me what you would do")
        BOTH = "both", _("Ask first, then tell")

    class Honesty(models.TextChoices):
        STRAIGHT = "straight", _("Straight and at once")
        GENTLE = "gentle", _("With what went well first")
        WRITTEN = "written", _("In writing, so that I can think")

    class Thinking(models.TextChoices):
        ALOUD = "aloud", _("I think aloud")
        QUIET = "quiet", _("I think first, then speak")

    QUESTIONS = ("channel", "reply", "stuck", "honesty", "thinking")

    participation = models.OneToOneField(
        Participation, on_delete=models.CASCADE, related_name="communication_style"
    )
    channel = models.CharField(_("Between our talks, reach me by"), max_length=8, choices=Channel)
    reply = models.CharField(_("Expect my answer"), max_length=8, choices=Reply)
    stuck = models.CharField(_("When I am stuck"), max_length=8, choices=Stuck)
    honesty = models.CharField(_("Give me feedback"), max_length=8, choices=Honesty)
    thinking = models.CharField(_("While we talk"), max_length=8, choices=Thinking)
    words = models.TextField(
        _("What else helps when you talk with me?"), max_length=500, blank=True
    )
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"communication style {self.pk}"

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Each question with the answer in words."""
        asked = ((self._meta.get_field(name), name) for name in self.QUESTIONS)
        return [
            (str(getattr(field, "verbose_name", "")), getattr(self, f"get_{name}_display")())
            for field, name in asked
        ]
