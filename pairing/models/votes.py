from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pairing.models.run import Run
from programs.models import Cycle


class VoteRound(models.Model):
    """Near-ties of one run, put to the committee. Once closed, its votes count in the next run."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="vote_rounds")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="vote_rounds")
    most_cost = models.PositiveSmallIntegerField(
        help_text="Points up to which another mentor counts as nearly as good."
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    is_counted = models.BooleanField(default=True, help_text="No: its votes are set aside.")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle"],
                condition=Q(closed_at__isnull=True),
                name="one_open_vote_per_cycle",
            )
        ]

    def __str__(self) -> str:
        return f"votes about run {self.run_id}"


class Tie(models.Model):
    """A mentee and the two mentors between whom the engine is nearly indifferent.

    `first` is whom the run chose. The committee does not know, and reads the two in the order of
    their application numbers.
    """

    round = models.ForeignKey(VoteRound, on_delete=models.CASCADE, related_name="ties")
    mentee = models.ForeignKey(
        "applications.Application", on_delete=models.CASCADE, related_name="+"
    )
    first = models.ForeignKey(
        "applications.Application", on_delete=models.CASCADE, related_name="+"
    )
    second = models.ForeignKey(
        "applications.Application", on_delete=models.CASCADE, related_name="+"
    )
    cost = models.PositiveSmallIntegerField(help_text="Points lost in all by taking the second.")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "mentee"], name="one_tie_per_mentee"),
            models.CheckConstraint(
                condition=~Q(first=F("second")), name="a_tie_is_between_two_mentors"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentee_id}: {self.first_id} or {self.second_id}"


class Ballot(models.Model):
    """A tie handed to a committee member, and their vote. Others never read it with a name."""

    class Choice(models.TextChoices):
        FIRST = "first", _("As the engine proposes")
        SECOND = "second", _("The other option")
        EITHER = "either", _("Either")

    tie = models.ForeignKey(Tie, on_delete=models.CASCADE, related_name="ballots")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="ballots"
    )
    choice = models.CharField(max_length=6, choices=Choice, blank=True)
    voted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["tie", "member"], name="one_ballot_per_member"),
            models.CheckConstraint(
                condition=Q(choice="", voted_at__isnull=True)
                | (~Q(choice="") & Q(voted_at__isnull=False)),
                name="a_vote_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"ballot of {self.member_id}"
