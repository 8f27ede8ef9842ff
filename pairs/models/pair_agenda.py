from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pairs.models.agenda_template import lines_of
from pairs.models.pair import Pair

MOST_OWN = 12  # of one pair


class PairAgenda(models.Model):
    """Points that a pair keeps to begin with again: its own, read by its members alone."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="own_agendas")
    name = models.CharField(_("name"), max_length=60)
    points = models.TextField(_("points"), max_length=8000, help_text=_("One per line."))
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("agenda of a pair")
        constraints = [
            models.UniqueConstraint("pair", Lower("name"), name="one_agenda_of_a_name_for_a_pair"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(points=""), name="an_agenda_of_a_pair_says_something"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """What starting from it is asked by, beside the numbers of the program's agendas."""
        return f"own-{self.pk}"

    @property
    def lines(self) -> list[str]:
        return lines_of(self.points)
