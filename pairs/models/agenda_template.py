from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.models import Cycle
from programs.models.details import Stage

MOST_POINTS = 20


class AgendaTemplate(models.Model):
    """The points a program proposes to its pairs at one stage, instead of the usual ones."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="agenda_templates")
    stage = models.CharField(_("stage"), max_length=7, choices=Stage)
    points = models.TextField(_("points"), help_text=_("One per line."))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("agenda")
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "stage"], name="one_agenda_for_a_stage_of_a_cycle"
            )
        ]

    def __str__(self) -> str:
        return self.get_stage_display()

    @property
    def lines(self) -> list[str]:
        return lines_of(self.points)


def lines_of(text: str) -> list[str]:
    """The points of a text, each once."""
    return list(dict.fromkeys(filter(None, (" ".join(line.split()) for line in text.splitlines()))))
