from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.models import Cycle
from programs.models.details import Stage

MOST_POINTS = 20
MOST_AGENDAS = 12  # of one cycle
# What pairs begin with at a stage for which their program proposes nothing of its own.
USUAL = {
    Stage.FIRST: [
        _("Who we are, and what we hope for"),
        _("How we work together: when, how long, on a call or in writing"),
        _("The goal for our time together"),
        _("What stays between us"),
    ],
    Stage.ONGOING: [
        _("What happened since last time"),
        _("One question I bring"),
        _("Progress on the goal"),
        _("Next steps, and when we talk again"),
    ],
    Stage.FINAL: [
        _("What I take from our time together"),
        _("How far the goal came"),
        _("Feedback for each other"),
        _("Whether and how we stay in touch"),
    ],
}


class AgendaTemplate(models.Model):
    """Points a program proposes to its pairs at one stage, instead of the usual ones.

    A stage may have several, each with a name of its own; one without is called like its stage.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="agenda_templates")
    stage = models.CharField(_("for"), max_length=7, choices=Stage)
    name = models.CharField(
        _("name"),
        max_length=60,
        blank=True,
        help_text=_("What pairs pick it by. Left empty, it is called like its stage."),
    )
    points = models.TextField(_("points"), help_text=_("One per line."))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("agenda")
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "stage", "name"], name="one_agenda_of_a_name_for_a_stage"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.get_stage_display()

    @property
    def lines(self) -> list[str]:
        return lines_of(self.points)


def lines_of(text: str) -> list[str]:
    """The points of a text, each once."""
    return list(dict.fromkeys(filter(None, (" ".join(line.split()) for line in text.splitlines()))))
