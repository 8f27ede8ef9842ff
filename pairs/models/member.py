from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models import Participation


class PairMemberQuerySet(models.QuerySet):
    def at_work(self):
        """In a pair that lasts, and not gone from it."""
        return self.filter(left_at__isnull=True)

    def mentors(self):
        return self.filter(side=PairMember.Side.MENTOR)

    def mentees(self):
        return self.filter(side=PairMember.Side.MENTEE)


class PairMember(models.Model):
    """Somebody in a pair, on one of its sides. Who has left stays a member: what was shared stays
    with everybody who shared it.

    Somebody is at work while `left_at` is empty. A deferred trigger keeps an active pair with
    somebody at work on each side, and an ended one without anybody.
    """

    class Side(models.TextChoices):
        MENTOR = "mentor", _("Mentor")
        MENTEE = "mentee", _("Mentee")

    pair = models.ForeignKey("pairs.Pair", on_delete=models.CASCADE, related_name="members")
    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="memberships"
    )
    side = models.CharField(max_length=6, choices=Side)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = PairMemberQuerySet.as_manager()

    class Meta:
        ordering = ["-side", "pk"]  # mentors first
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "participation"], name="nobody_is_in_a_pair_twice"
            ),
            models.UniqueConstraint(fields=["pair", "side"], name="one_on_each_side_for_now"),
            models.UniqueConstraint(
                fields=["participation"],
                condition=Q(side="mentee", left_at__isnull=True),
                name="a_mentee_is_at_work_in_one_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participation.person} as {self.side} of pair {self.pair_id}"
