from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pairs.models import Pair


class Summary(models.Model):
    """One page about a mentorship that a person takes along (I3). They print it, and let colleagues
    read it whom they choose (`SummaryShare`); nobody else does.

    Of the partner it holds nothing but the name and a public line, each only while they agree.
    """

    class Part(models.TextChoices):
        GOAL = "goal", _("My goal and how far I got")
        DID = "did", _("What I did")
        SESSIONS = "sessions", _("Number of sessions")
        LEARNED = "learned", _("What I learned")
        NEXT = "next", _("What comes next")
        KUDOS = "kudos", _("What my partner says about me")
        PARTNER = "partner", _("My partner’s name")

    # Of one's own; what concerns the partner is off until one switches it on.
    AT_FIRST = (Part.GOAL, Part.DID, Part.SESSIONS, Part.LEARNED, Part.NEXT)

    LONGEST_LEARNED = 800

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="summaries")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    parts = ArrayField(models.CharField(max_length=8, choices=Part), default=list, blank=True)
    did = models.TextField(_("What did you do?"), max_length=800, blank=True)
    learned = models.TextField(_("What did you learn?"), max_length=LONGEST_LEARNED, blank=True)
    comes_next = models.TextField(_("What comes next?"), max_length=400, blank=True)
    saved_at = models.DateTimeField()
    name_asked_at = models.DateTimeField(
        null=True, blank=True, help_text="When the partner was asked for their name on it."
    )
    name_given_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when the partner agrees."
    )

    class Meta:
        verbose_name_plural = "summaries"
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "person"], name="one_summary_of_a_person_in_a_pair"
            ),
            models.CheckConstraint(
                condition=Q(name_given_at__isnull=True) | Q(name_asked_at__isnull=False),
                name="a_name_is_given_to_who_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"summary {self.pk}"
