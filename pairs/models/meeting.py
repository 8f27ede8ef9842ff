import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from pairs.models.pair import Pair
from pairs.models.session import MentoringSession


class MeetingNote(models.Model):
    """What one of the two types while they talk, before the session is logged.

    Each writes in a box of their own, so that nobody overwrites the other. Logging the session takes
    the words over; until then a private one is read by its writer alone. `session` is where they
    went: a page that is still open then goes on writing there.
    """

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="meeting_notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_shared = models.BooleanField()
    text = models.TextField(max_length=20000, blank=True)
    saved_at = models.DateTimeField(default=timezone.now)
    page = models.UUIDField(default=uuid.uuid4, help_text="The open page that wrote it.")
    session = models.ForeignKey(
        MentoringSession,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="meeting_notes",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "author", "is_shared"],
                condition=Q(session__isnull=True),
                name="one_meeting_note_of_a_kind_per_writer",
            )
        ]

    def __str__(self) -> str:
        return "meeting note"
