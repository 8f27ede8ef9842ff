from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from pairing.models.taken_up import TakenUp
from pairing.models.why import Why
from programs.models import Cycle

_IN_PAIRING = [
    Application.Status.ELIGIBLE,
    Application.Status.PAIRED,
]
_SNAPSHOT = (
    "mentee_id",
    "mentor_id",
    "score",
    "parts",
    "origin",
    "is_locked",
    "is_async",
    "flags",
    "override_reason",
)


class Run(TakenUp):
    """One solve of a cycle by the engine, kept with its rules, its figures and its proof."""

    class Step(models.TextChoices):
        READING = "reading", _("Reading the applications")
        SCORING = "scoring", _("Scoring every possible pair")
        SOLVING = "solving", _("Looking for the best pairs")
        CHECKING = "checking", _("Checking the proof")
        WRITING = "writing", _("Writing the board")

    STEPS = list(Step)

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField(help_text="Counts the runs of a cycle from 1.")
    cause = models.CharField(max_length=200, blank=True, help_text="What led to it, in words.")
    objective = models.CharField(max_length=20, choices=Cycle.Objective)
    seed = models.PositiveIntegerField(default=1)
    rules = models.JSONField(default=dict, help_text="Rules and weights as they were.")
    engine_version = models.CharField(max_length=20, blank=True)
    input_hash = models.CharField(max_length=64, blank=True)
    mentor_only = models.JSONField(
        default=list, help_text="Mentee applications left out by the shortage rule."
    )
    pair_count = models.PositiveIntegerField(default=0)
    total_score = models.PositiveBigIntegerField(default=0)
    lowest_score = models.PositiveIntegerField(null=True, blank=True)
    is_proved = models.BooleanField(
        default=False, help_text="The engine's checker went over the certificate and agreed."
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle"],
                condition=Q(state__in=["waiting", "running"]),
                name="one_run_at_a_time_per_cycle",
            ),
            models.UniqueConstraint(
                fields=["cycle", "number"], name="run_numbers_differ_in_a_cycle"
            ),
        ]

    def __str__(self) -> str:
        return f"run {self.number} of {self.cycle_id}"

    @property
    def step_words(self) -> str:
        return str(self.Step(self.step).label) if self.step else ""


class RunFile(models.Model):
    """What anyone needs to check a run without us: a zip with the instance, the result and why.

    A table of its own, so that no list of runs carries the bytes along.
    """

    run = models.OneToOneField(Run, on_delete=models.CASCADE, related_name="file")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"file of run {self.run_id}"


class Board(models.Model):
    """The draft of a cycle's pairs. Its version grows with every change, so nobody overwrites
    silently what somebody else did meanwhile."""

    cycle = models.OneToOneField(Cycle, on_delete=models.CASCADE, related_name="board")
    run = models.ForeignKey(Run, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    version = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    def __str__(self) -> str:
        return f"board of {self.cycle_id}"


class ProposalQuerySet(models.QuerySet):
    def standing(self):
        """Those whose two people are still in pairing; the others are taken off with the next write."""
        return self.filter(mentor__status__in=_IN_PAIRING, mentee__status__in=_IN_PAIRING)

    def fallen(self):
        """Those of which one has withdrawn, left or lost the decision since."""
        return self.exclude(mentor__status__in=_IN_PAIRING, mentee__status__in=_IN_PAIRING)

    def with_people(self):
        return self.select_related("mentor", "mentee")


class Proposal(models.Model):
    """A pair on the board. Nobody has been told."""

    class Origin(models.TextChoices):
        ENGINE = "engine", "engine"
        HAND = "hand", "by hand"

    NO_HOURS = "no_hours"  # the flag of a pair that is published on purpose only

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="proposals")
    mentor = models.ForeignKey(
        "applications.Application", on_delete=models.CASCADE, related_name="proposals_as_mentor"
    )
    mentee = models.ForeignKey(
        "applications.Application", on_delete=models.CASCADE, related_name="proposals_as_mentee"
    )
    score = models.PositiveIntegerField(default=0)
    parts = models.JSONField(
        default=list, help_text="Points per criterion: name, points, most, sentence."
    )
    origin = models.CharField(max_length=6, choices=Origin, default=Origin.ENGINE)
    is_locked = models.BooleanField(default=False)
    is_async = models.BooleanField(default=False, help_text="Both asked for async.")
    flags = ArrayField(
        models.CharField(max_length=20),
        default=list,
        blank=True,
        help_text="Why somebody should look at it: no_focus, no_hours, few_hours, soft_rule, override.",
    )
    override_reason = models.TextField(
        blank=True, help_text="Why an organizer set a rule aside for this pair."
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["score", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "mentee"], name="one_proposed_mentor_per_mentee"
            ),
            models.CheckConstraint(
                condition=~Q(mentor=models.F("mentee")), name="proposal_has_two_applications"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor_id} with {self.mentee_id}"

    def snapshot(self) -> dict[str, Any]:
        """What it takes to make this row anew."""
        return {name: getattr(self, name) for name in _SNAPSHOT}


class Veto(models.Model):
    """An organizer's word that two people are not to be paired in this cycle."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="vetoes")
    mentor = models.ForeignKey(
        "applications.Application", on_delete=models.CASCADE, related_name="+"
    )
    mentee = models.ForeignKey(
        "applications.Application", on_delete=models.CASCADE, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["board", "mentor", "mentee"], name="a_pair_is_vetoed_once"
            )
        ]

    def __str__(self) -> str:
        return f"not {self.mentor_id} with {self.mentee_id}"


class Unpaired(models.Model):
    """Somebody a run leaves without a partner, and why."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="unpaired")
    application = models.ForeignKey(
        "applications.Application", on_delete=models.CASCADE, related_name="unpaired_on"
    )
    reason = models.CharField(max_length=12, choices=Why)
    details = models.JSONField(
        default=dict, help_text="Counts only: partners per rule, allowed, what would have helped."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "application"], name="unpaired_once_in_a_run")
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.reason}"


class ToldWhy(models.Model):
    """Why somebody has no partner, as they were told when pairs were published: what changes
    afterwards does not change it."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="told")
    application = models.OneToOneField(
        Application, on_delete=models.CASCADE, related_name="told_why"
    )
    why = models.CharField(max_length=12, choices=Why)
    details = models.JSONField(default=dict, help_text="Counts only, as a run gives them.")

    def __str__(self) -> str:
        return f"{self.application_id}: {self.why}"


class BoardChange(models.Model):
    """What somebody did on the board, with what it takes to undo it. Append-only."""

    PAIRED_ANEW = "settle"  # the action of an edit with the rest paired anew; `kind` names the edit

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="changes")
    version = models.PositiveIntegerField()
    action = models.CharField(max_length=20)
    data = models.JSONField(default=dict, help_text="Application ids and the state before.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "version"], name="one_change_per_board_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.action} ({self.version})"
