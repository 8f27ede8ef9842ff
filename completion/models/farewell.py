from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pairs.models import Pair


class FarewellQuerySet(models.QuerySet["Farewell"]):
    def for_organizers(self) -> "FarewellQuerySet":
        """Where something is said to them."""
        return self.filter(~Q(to_organizers="") | Q(wants_another=True) | Q(wants_again=True))


class Farewell(models.Model):
    """What one of the two writes when their mentorship ends (I1).

    Every part has its own readers: what was reached and learned the partner, once the two have
    ended; the words to the organizers those alone, never the partner; whether and how to go on the
    partner, once both have answered.
    """

    class Reached(models.TextChoices):
        """Kind words: nobody failed."""

        FIRST_STEP = "first_step", _("A first step")
        HALFWAY = "halfway", _("Halfway")
        MOST = "most", _("Most of it")
        ALL = "all", _("All of it")
        CHANGED = "changed", _("It changed")

    class Rhythm(models.TextChoices):
        MONTHLY = "monthly", _("Once a month")
        TWICE = "twice", _("Twice a month")
        WRITING = "writing", _("In writing, now and then")
        NO = "no", _("No, this was it")

    # Days between two talks of those who go on; 0 is without dates.
    CADENCE = {Rhythm.MONTHLY: 30, Rhythm.TWICE: 15, Rhythm.WRITING: 0}

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="farewells")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    reached = models.CharField(
        _("How far did you get?"), max_length=10, choices=Reached, blank=True
    )
    learned = models.TextField(_("What did you learn on the way?"), max_length=1000, blank=True)
    to_organizers = models.TextField(
        _("What helped, what got in the way?"), max_length=2000, blank=True
    )
    wants_another = models.BooleanField(_("I would like another partner"), default=False)
    wants_again = models.BooleanField(_("I would like to take part again"), default=False)
    rhythm = models.CharField(_("Do you want to go on?"), max_length=8, choices=Rhythm, blank=True)
    saved_at = models.DateTimeField()

    objects = FarewellQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "person"], name="one_farewell_of_a_person_in_a_pair"
            ),
        ]

    def __str__(self) -> str:
        return f"farewell {self.pk}"
