from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pairing.models.taken_up import TakenUp
from programs.models import Cycle


class Rehearsal(TakenUp):
    """People who are not there run through a cycle as it is planned. It makes no application, no
    pair and no message; what it came to is kept here in totals, and never whose they are."""

    class Step(models.TextChoices):
        READING = "reading", _("Gathering the people")
        SOLVING = "solving", _("Looking for the best pairs")
        WEIGHING = "weighing", _("Weighing rules and criteria")
        PLANNING = "planning", _("Going through the dates")

    STEPS = list(Step)

    class Cohort(models.TextChoices):
        ORGANIZATION = "organization", _("People like those of your organization")
        INVENTED = "invented", _("Invented people from all over the world")
        FORMER = "former", _("The people of an earlier cycle")
        FILE = "file", _("The people in a file of applications")

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="rehearsals")
    number = models.PositiveIntegerField(help_text="Counts the rehearsals of a cycle from 1.")
    cohort = models.CharField(max_length=12, choices=Cohort, default=Cohort.INVENTED)
    former = models.ForeignKey(
        Cycle,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="Whose applications were run through.",
    )
    people = models.PositiveIntegerField(default=0, help_text="How many were asked for.")
    mentor_percent = models.PositiveSmallIntegerField(
        default=0, help_text="How many of a hundred apply as mentors."
    )
    people_read = models.JSONField(
        default=list, blank=True, help_text="Of a file, without names, until the work is over."
    )
    plan = models.JSONField(default=dict, help_text="Rules, weights and dates as they were.")
    result = models.JSONField(default=dict, help_text="Totals only.")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle"],
                condition=Q(state__in=["waiting", "running"]),
                name="one_rehearsal_at_a_time_per_cycle",
            ),
            models.UniqueConstraint(
                fields=["cycle", "number"], name="rehearsal_numbers_differ_in_a_cycle"
            ),
            models.CheckConstraint(
                condition=Q(cohort="former", former__isnull=False)
                | (~Q(cohort="former") & Q(former__isnull=True)),
                name="a_rehearsal_of_an_earlier_cycle_names_it",
            ),
            models.CheckConstraint(
                condition=Q(people_read=[]) | Q(state__in=["waiting", "running"]),
                name="people_of_a_file_are_gone_once_a_rehearsal_is_over",
            ),
            models.CheckConstraint(
                condition=Q(mentor_percent__lte=100), name="mentors_are_a_share_of_the_people"
            ),
        ]

    def __str__(self) -> str:
        return f"rehearsal {self.number} of {self.cycle_id}"

    def let_go(self) -> list[str]:
        self.people_read = []
        return ["people_read"]

    @property
    def step_words(self) -> str:
        return str(self.Step(self.step).label) if self.step else ""

    @property
    def figures(self) -> dict[str, Any]:
        """How many people, places and pairs; empty before it is done."""
        return self.result.get("figures", {})
