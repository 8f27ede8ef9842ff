from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.models.cycle import Cycle
from surveys.models import Question


class PublishedResults(models.Model):
    """What of a cycle's surveys others may read, from which day on, and who.

    It holds what was chosen and no figure: the page counts anew whenever somebody opens it, so a
    survey that closes later joins by itself. Taken back, the page is gone for readers.
    """

    class Audience(models.TextChoices):
        PUBLIC = "public", _("Everybody who may see the program’s page")
        SIGNED_IN = "signed_in", _("Signed-in people who may see the program’s page")
        MEMBERS = "members", _("Those who take part in this cycle")

    cycle = models.OneToOneField(Cycle, on_delete=models.CASCADE, related_name="published_results")
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.MEMBERS)
    shown_from = models.DateField()
    questions = models.ManyToManyField(Question, related_name="+", blank=True)
    shows_changes = models.BooleanField(default=True)
    shows_quotes = models.BooleanField(default=True)
    published_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.cycle)

    @property
    def audit_scope(self) -> str:
        """Whose organizers may read in the audit trail what happened to these results."""
        return self.cycle.audit_scope

    def is_shown(self, at) -> bool:
        """From the first minute of its day in the cycle's zone."""
        return self.taken_back_at is None and self.shown_from <= self.cycle.day(at)
