"""What people of a pair give each other: thanks, a public line, feedback."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pairs.models import Pair


class Given(models.Model):
    """From one member of a pair to another; nobody else reads it, if it does not say otherwise."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="+")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(giver=F("receiver")), name="%(class)s_is_for_somebody_else"
            ),
        ]


class ThankYou(Given):
    """A thank-you note: between the two, for good. Its writer may take it back."""

    text = models.TextField(_("your thanks"), max_length=1000)
    written_at = models.DateTimeField()
    form_key = models.UUIDField(unique=True, help_text="Of its form: sent twice, it is one note.")

    class Meta(Given.Meta):
        ordering = ["-written_at", "-pk"]
        constraints = [
            *Given.Meta.constraints,
            models.CheckConstraint(condition=~Q(text=""), name="a_thank_you_note_has_words"),
        ]

    def __str__(self) -> str:
        return f"thanks {self.pk}"


class KudosQuerySet(models.QuerySet["Kudos"]):
    def public(self) -> "KudosQuerySet":
        """What both agree to, of people who are still here."""
        return self.filter(
            agreed_at__isnull=False, giver__is_active=True, receiver__is_active=True
        ).select_related("giver", "receiver")


class Kudos(Given):
    """One line about a partner that everyone here may read, as long as both agree (I5).

    The giver agrees by saying it, and the row is gone when they take it back. The receiver says yes
    or no to these very words: other words ask them again.
    """

    line = models.CharField(_("the line"), max_length=200)
    said_at = models.DateTimeField(help_text="When these words were said.")
    agreed_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)

    objects = KudosQuerySet.as_manager()

    class Meta(Given.Meta):
        ordering = ["-said_at", "-pk"]
        verbose_name_plural = "kudos"
        constraints = [
            *Given.Meta.constraints,
            models.UniqueConstraint(
                fields=["pair", "giver", "receiver"], name="one_line_about_each_partner"
            ),
            models.CheckConstraint(condition=~Q(line=""), name="kudos_have_words"),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True) | Q(declined_at__isnull=True),
                name="kudos_are_agreed_to_or_declined",
            ),
        ]

    def __str__(self) -> str:
        return f"kudos {self.pk}"

    @property
    def is_open(self) -> bool:
        """The receiver has said neither yes nor no."""
        return self.agreed_at is None and self.declined_at is None


class PartnerFeedback(Given):
    """What one says to a partner about working together, asked for or not (G8).

    Between the two: no report, export or organizer ever reads it.
    """

    QUESTIONS = ("keep", "more", "helped", "words")

    keep = models.TextField(_("What should they keep doing?"), max_length=1000, blank=True)
    more = models.TextField(_("What could they do more of?"), max_length=1000, blank=True)
    helped = models.TextField(_("What helped you most?"), max_length=1000, blank=True)
    words = models.TextField(_("Anything else?"), max_length=1000, blank=True)
    asked_at = models.DateTimeField(
        null=True, blank=True, help_text="When the receiver asked for it."
    )
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta(Given.Meta):
        verbose_name_plural = "feedback between partners"
        constraints = [
            *Given.Meta.constraints,
            models.UniqueConstraint(
                fields=["pair", "giver", "receiver"], name="one_feedback_to_each_partner"
            ),
            models.CheckConstraint(
                condition=Q(asked_at__isnull=False) | Q(given_at__isnull=False),
                name="feedback_is_asked_for_or_given",
            ),
            models.CheckConstraint(
                condition=Q(given_at__isnull=True) | ~Q(keep="", more="", helped="", words=""),
                name="feedback_that_is_given_has_words",
            ),
        ]

    def __str__(self) -> str:
        return f"feedback {self.pk}"

    @property
    def answers(self) -> list[tuple[str, str]]:
        """What was said, each with its question."""
        said = ((self._meta.get_field(name), getattr(self, name)) for name in self.QUESTIONS)
        return [(str(field.verbose_name), text) for field, text in said if text]  # type: ignore[union-attr]
