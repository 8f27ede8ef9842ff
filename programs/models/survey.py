from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programs.models.called import Called
from programs.models.cycle import Cycle
from surveys.models import Survey


class CycleSurvey(models.Model):
    """When a cycle asks whom what. The survey itself is made from this at its moment."""

    class Kind(models.TextChoices):
        BASELINE = "baseline", _("Before the start")
        CHECK_IN = "check_in", _("One-month check-in")
        MIDWAY = "midway", _("Midway survey")
        END = "end", _("End survey")

    class Audience(models.TextChoices):
        MENTEES = "mentees", _("Mentees")
        MENTORS = "mentors", _("Mentors")
        BOTH = "both", _("Mentors and mentees")

        @classmethod
        def called(cls, called: Called) -> list[tuple[str, str]]:
            """The choices in the words of a cycle."""
            both = capfirst(gettext("%(mentors)s and %(mentees)s") % called.words)
            words = {cls.MENTEES: capfirst(called.mentees), cls.MENTORS: capfirst(called.mentors)}
            return [(one.value, words.get(one, both)) for one in cls]

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="cycle_surveys")
    survey = models.OneToOneField(Survey, on_delete=models.PROTECT, related_name="cycle_survey")
    kind = models.CharField(max_length=10, choices=Kind)
    asks_quotes = models.BooleanField(
        default=False,
        help_text="End survey: whether people are asked for a sentence that others may read.",
    )
    audience = models.CharField(max_length=8, choices=Audience, default=Audience.BOTH)

    class Meta:
        ordering = ["survey__opens_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "kind"], name="one_survey_of_a_kind_per_cycle"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="check_in") | models.Q(audience="mentees"),
                name="check_in_asks_mentees_only",
            ),
            models.CheckConstraint(
                condition=models.Q(asks_quotes=False) | models.Q(kind="end"),
                name="only_the_end_survey_asks_for_quotes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle}: {self.get_kind_display()}"

    @property
    def asked_people(self) -> str:
        """Whom it asks, as the cycle calls them."""
        return dict(self.Audience.called(self.cycle.called))[self.audience]

    @property
    def audit_scope(self) -> str:
        """Whose organizers may read in the audit trail what happened to this survey."""
        return self.cycle.audit_scope
