from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.models import Participation
from programs.models import Cycle

# What a page or a mail reads of a pair, besides itself.
PEOPLE = ("cycle__program", "mentor__person", "mentor__role", "mentee__person", "mentee__role")


class PairQuerySet(models.QuerySet):
    def of(self, user):
        """Pairs this person belongs to, also ended ones."""
        return self.filter(Q(mentor__person=user) | Q(mentee__person=user))

    def visible_to(self, user):
        """Whose pair page this person may open: only the two people themselves."""
        return self.of(user)

    def active(self):
        return self.filter(state=Pair.State.ACTIVE)

    def with_people(self):
        return self.select_related(*PEOPLE)


class Pair(models.Model):
    """Two people who work together: a mentor and a mentee of one cycle, told of each other."""

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        ENDED = "ended", _("Ended")

    class EndReason(models.TextChoices):
        COMPLETED = "completed", _("Completed as planned")
        GOAL_REACHED = "goal_reached", _("The goal is reached")
        NOT_A_FIT = "not_a_fit", _("Not a good fit")
        NO_TIME = "no_time", _("No time")
        LEFT = "left", _("One of the two left")
        REPAIRED = "repaired", _("Paired again in a repair")

    # The two had what they came for: nobody looks for another partner.
    FULFILLED = frozenset({EndReason.COMPLETED, EndReason.GOAL_REACHED})

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="pairs")
    mentor = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="pairs_as_mentor"
    )
    mentee = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="pairs_as_mentee"
    )
    state = models.CharField(max_length=8, choices=State, default=State.ACTIVE)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=12, choices=EndReason, blank=True)
    score = models.PositiveIntegerField(null=True, blank=True)
    parts = models.JSONField(default=list, blank=True)
    session_minutes = models.PositiveSmallIntegerField(default=30)
    sessions_async = models.BooleanField(default=False, help_text="Both asked for async.")
    video_link = models.URLField(blank=True)
    cadence_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Of its own; 0 is without dates, None as in the cycle."
    )
    continues = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="goes_on",
        help_text="The pair that these two were before, which they go on from.",
    )

    objects = PairQuerySet.as_manager()

    # What queries fetch along for a page: sessions, open points, open cases, and the
    # agreement in force with the one that is proposed.
    current_agreements: list
    open_extensions: list
    open_times: list
    log: list
    whole_agenda: list
    open_cases: list

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentee"], condition=Q(state="active"), name="one_mentor_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(mentor=F("mentee")), name="a_pair_is_two_participations"
            ),
            models.CheckConstraint(
                condition=Q(state="active", ended_at__isnull=True)
                | Q(state="ended", ended_at__isnull=False),
                name="an_ended_pair_ended_at_a_moment",
            ),
        ]
        indexes = [models.Index(fields=["cycle", "state"], name="pairs_by_state")]

    def __str__(self) -> str:
        return f"{self.mentor.person} and {self.mentee.person}"

    @property
    def audit_scope(self) -> str:
        """Whose organizers may read in the audit trail what happened to this pair."""
        return self.cycle.audit_scope

    @property
    def key(self) -> str:
        """How messages and the audit trail name this pair."""
        return f"pair:{self.pk}"

    @property
    def members(self):
        """The participations of everybody in it, mentors first."""
        return (self.mentor, self.mentee)

    def has(self, user) -> bool:
        return any(one.person_id == user.pk for one in self.members)

    def partner_of(self, user):
        """The other participation, seen from one of the two."""
        return self.mentee if self.mentor.person_id == user.pk else self.mentor

    def side_of(self, user):
        """The participation of one of the two themselves."""
        return self.mentor if self.mentor.person_id == user.pk else self.mentee

    @property
    def is_fulfilled(self) -> bool:
        return self.end_reason in self.FULFILLED

    def role_of(self, user) -> str:
        return "mentor" if self.mentor.person_id == user.pk else "mentee"
