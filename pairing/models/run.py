from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from people.models import Work
from programs.models import Cycle


class Run(Work):
    """One solve of a cycle by the engine, kept with its input and its proof."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="runs")
    objective = models.CharField(max_length=20, choices=Cycle.Objective)
    seed = models.PositiveIntegerField(default=1)
    rules = models.JSONField(default=dict, help_text="Rules and weights as they were.")
    engine_version = models.CharField(max_length=20, blank=True)
    input_hash = models.CharField(max_length=64, blank=True)
    instance = models.JSONField(null=True, help_text="The engine's input, in its file format.")
    result = models.JSONField(null=True, help_text="The engine's answer, with the certificate.")
    mentor_only = models.JSONField(
        default=list, help_text="Mentee applications left out by the shortage rule."
    )
    pair_count = models.PositiveIntegerField(default=0)
    total_score = models.PositiveBigIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle"],
                condition=Q(state__in=["waiting", "running"]),
                name="one_run_at_a_time_per_cycle",
            )
        ]

    def __str__(self) -> str:
        return f"run {self.pk} of {self.cycle_id}"


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


class Proposal(models.Model):
    """A pair on the board. Nobody has been told."""

    class Origin(models.TextChoices):
        ENGINE = "engine", "engine"
        HAND = "hand", "by hand"

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="proposals")
    mentor = models.ForeignKey(
        "programs.Application", on_delete=models.CASCADE, related_name="proposals_as_mentor"
    )
    mentee = models.ForeignKey(
        "programs.Application", on_delete=models.CASCADE, related_name="proposals_as_mentee"
    )
    score = models.PositiveIntegerField(default=0)
    parts = models.JSONField(
        default=list, help_text="Points per criterion: name, points, most, sentence."
    )
    origin = models.CharField(max_length=6, choices=Origin, default=Origin.ENGINE)
    is_locked = models.BooleanField(default=False)
    override_reason = models.TextField(
        blank=True, help_text="Why an organizer set a rule aside for this pair."
    )

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


class Veto(models.Model):
    """An organizer's word that two people are not to be paired in this cycle."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="vetoes")
    mentor = models.ForeignKey("programs.Application", on_delete=models.CASCADE, related_name="+")
    mentee = models.ForeignKey("programs.Application", on_delete=models.CASCADE, related_name="+")
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
    """Somebody the draft leaves without a partner, and why."""

    class Reason(models.TextChoices):
        RULES = "rules", "no allowed partner"
        SHORTAGE = "shortage", "every allowed mentor has a stronger claim"
        MENTOR_ONLY = "mentor_only", "placed as mentor only"
        NOT_NEEDED = "not_needed", "more places than mentees"

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="unpaired")
    application = models.ForeignKey(
        "programs.Application", on_delete=models.CASCADE, related_name="unpaired_on"
    )
    reason = models.CharField(max_length=12, choices=Reason)
    details = models.JSONField(
        default=dict, help_text="Counts per rule: how many possible partners it removed."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["board", "application"], name="unpaired_once_on_a_board"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.reason}"


class BoardChange(models.Model):
    """What somebody did on the board, with what it takes to undo it. Append-only."""

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
