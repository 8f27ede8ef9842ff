from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Seeking(models.Model):
    """What somebody looks for in a mentor. Only they read it; cards and suggestions compare with it."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="seeking"
    )
    topics = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    slots = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    wants_word = models.BooleanField(
        default=False, help_text="Tell them once, as soon as somebody fits who has a free place."
    )
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(wants_word=False) | ~Q(topics=[]), name="a_wish_names_topics"
            )
        ]
        indexes = [
            models.Index(fields=["person"], condition=Q(wants_word=True), name="open_wishes")
        ]

    def __str__(self) -> str:
        return f"what {self.person_id} looks for"


class Mark(models.Model):
    """A star on a mentor, or "not for me". Nobody but its owner ever learns of it."""

    class Kind(models.TextChoices):
        STAR = "star", _("Starred")
        NOT_FOR_ME = "not_for_me", _("Not for me")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="directory_marks"
    )
    mentor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "mentor"], name="one_mark_on_a_mentor"),
            models.CheckConstraint(
                condition=~Q(person=F("mentor")), name="nobody_marks_themselves"
            ),
        ]

    def __str__(self) -> str:
        return f"mark of {self.person_id}"
