from collections.abc import Iterable
from typing import TypeVar

from django.db import models, transaction
from django.db.models import FilteredRelation, Prefetch, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.models import Participation
from pairs.models.member import PairMember
from programs.models import Cycle

Rows = TypeVar("Rows", bound=models.QuerySet)


def members_with_people(to_pair: str = "", *also: str) -> Prefetch:
    """What a page or a mail reads of the people of pairs, in one query for all of them.

    `to_pair` is the way from the rows to their pair; `also` names more of each participation.
    """
    columns = [f"participation__{name}" for name in ("person", "role", *also)]
    return Prefetch(f"{to_pair}members", PairMember.objects.select_related(*columns))


def with_pair(rows: Rows) -> Rows:
    """Rows of something that belongs to a pair, with the pair and its people."""
    return rows.select_related("pair__cycle__program").prefetch_related(
        members_with_people("pair__")
    )


def name_on(side: str) -> Subquery:
    """To sort pairs by the name of who is on a side."""
    known = PairMember.objects.filter(pair=models.OuterRef("pk"), side=side)
    by_name = known.order_by("participation__person__sort_name")
    return Subquery(by_name.values("participation__person__sort_name")[:1])


class PairQuerySet(models.QuerySet):
    def of(self, user):
        """Pairs this person belongs to, also ended ones."""
        return self.with_member(participation__person=user)

    def with_member(self, **who):
        """Pairs with somebody in them of whom this is true, in words of `PairMember`."""
        return self.filter(pk__in=PairMember.objects.filter(**who).values("pair"))

    def with_mentor(self, **who):
        return self.with_member(side=PairMember.Side.MENTOR, **who)

    def with_mentee(self, **who):
        return self.with_member(side=PairMember.Side.MENTEE, **who)

    def visible_to(self, user):
        """Whose pair page this person may open: only the two people themselves."""
        return self.of(user)

    def active(self):
        return self.filter(state=Pair.State.ACTIVE)

    def with_people(self, *also: str):
        """With everybody in them; `also` names more of each participation to fetch along."""
        return self.select_related("cycle__program").prefetch_related(
            members_with_people("", *also)
        )

    def persons(self):
        """The numbers of everybody in these pairs, for a query of people."""
        return PairMember.objects.filter(pair__in=self).values("participation__person")

    def side_by_side(self):
        """To look at both sides in one query, by `as_mentor` and `as_mentee`: a row for each mentor
        with each mentee. It is one row a pair while there is one on each side."""
        return self.annotate(
            as_mentor=FilteredRelation("members", condition=Q(members__side="mentor")),
            as_mentee=FilteredRelation("members", condition=Q(members__side="mentee")),
        )

    def begin(self, *, mentor: Participation, mentee: Participation, **fields) -> "Pair":
        return self.begin_all([(Pair(**fields), mentor.pk, mentee.pk)])[0]

    @transaction.atomic(savepoint=False)
    def begin_all(self, begun: "Iterable[tuple[Pair, int, int]]") -> "list[Pair]":
        """New pairs, each with the numbers of the participations of its mentor and its mentee: two
        statements for any number of them."""
        rows = list(begun)
        pairs = [pair for pair, _mentor, _mentee in rows]
        Pair.objects.bulk_create(pairs, batch_size=500)
        sides = PairMember.Side
        PairMember.objects.bulk_create(
            [
                PairMember(pair=pair, participation_id=number, side=side, left_at=pair.ended_at)
                for pair, mentor, mentee in rows
                for side, number in ((sides.MENTOR, mentor), (sides.MENTEE, mentee))
            ],
            batch_size=500,
        )
        return pairs


class Pair(models.Model):
    """People of one cycle who work together, told of each other: today a mentor and a mentee.

    Who they are say its `members`; `PairMember` keeps the rules about them.
    """

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
    def everybody(self) -> list[Participation]:
        """The participations of everybody in it, mentors first."""
        return [one.participation for one in self._known_members()]

    @property
    def mentor(self) -> Participation:
        """The one on that side."""
        return self._on(PairMember.Side.MENTOR)

    @property
    def mentee(self) -> Participation:
        """The one on that side."""
        return self._on(PairMember.Side.MENTEE)

    def has(self, user) -> bool:
        return any(one.person_id == user.pk for one in self.everybody)

    def partner_of(self, user) -> Participation:
        """The other participation, seen from one of the two."""
        return self.mentee if self.mentor.person_id == user.pk else self.mentor

    def side_of(self, user) -> Participation:
        """The participation of one of the two themselves."""
        return self.mentor if self.mentor.person_id == user.pk else self.mentee

    @property
    def is_fulfilled(self) -> bool:
        return self.end_reason in self.FULFILLED

    def role_of(self, user) -> str:
        return "mentor" if self.mentor.person_id == user.pk else "mentee"

    def _on(self, side: str) -> Participation:
        return next(one.participation for one in self._known_members() if one.side == side)

    def _known_members(self) -> list[PairMember]:
        """As `with_people` brought them, else asked for once, in one query."""
        if "members" not in getattr(self, "_prefetched_objects_cache", {}):
            models.prefetch_related_objects([self], members_with_people())
        return list(self.members.all())
