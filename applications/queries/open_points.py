"""What nobody has answered yet about applications: confirmations, the manager's word, reviews.

A cycle may make each of them a condition of a decision and of publishing; where it does not, the
pages that decide and publish name what is open all the same.
"""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from applications.models import (
    Application,
    Criterion,
    Fulfilment,
    PerformanceCheck,
    Review,
    Score,
)
from applications.queries.review_lists import asks_performance
from applications.queries.table.filters import in_both_roles
from people.models import User
from programs.models import Cycle, Obligation, Requirement
from programs.permissions import ORGANIZER, conflicts_of

Kind = Requirement.Kind


@dataclass(frozen=True)
class OpenPoints:
    """The applications, by number, of which something is open."""

    confirmations: frozenset[int] = frozenset()
    managers: frozenset[int] = frozenset()
    reviews: frozenset[int] = frozenset()
    stops: frozenset[int] = frozenset()  # those that a condition of the cycle holds back

    def __bool__(self) -> bool:
        return bool(self.confirmations or self.managers or self.reviews)

    def only(self, numbers: set[int]) -> "OpenPoints":
        sets = (self.confirmations, self.managers, self.reviews, self.stops)
        return OpenPoints(*(found & numbers for found in sets))

    def words(self, number: int) -> str:
        """What is open of one application."""
        named = [
            (_("the performance confirmation is open"), self.confirmations),
            (_("the manager has not answered"), self.managers),
            (_("reviews are missing, or one says “Ask me”"), self.reviews),
        ]
        return ", ".join(words for words, found in named if number in found)

    @property
    def confirmation_count(self) -> int:
        return len(self.confirmations)

    @property
    def manager_count(self) -> int:
        return len(self.managers)

    @property
    def review_count(self) -> int:
        return len(self.reviews)


def open_points(cycle: Cycle, applications: QuerySet[Application]) -> OpenPoints:
    """Three queries, however many applications. “Ask me” answers nothing, so it leaves open."""
    rows = applications.order_by()
    confirmations = _numbers(_without_confirmation(cycle, rows))
    managers = _numbers(_without_manager(cycle, rows))
    reviews = _numbers(_without_reviews(cycle, rows))
    conditions = [
        (cycle.needs_confirmations, confirmations),
        (cycle.needs_managers_word, managers),
        (cycle.needs_reviews, reviews),
    ]
    stops = frozenset().union(*(found for is_needed, found in conditions if is_needed))
    return OpenPoints(confirmations, managers, reviews, stops)


def open_points_for(
    cycle: Cycle, applications: QuerySet[Application], viewer: User, *, roles: set[str]
) -> OpenPoints:
    """As far as this viewer may know: organizers, and nothing about people close to them."""
    if ORGANIZER not in roles:
        return OpenPoints()
    return open_points(cycle, applications.exclude(conflicts_of(viewer)))


def _numbers(rows: QuerySet[Application]) -> frozenset[int]:
    return frozenset(rows.values_list("pk", flat=True))


def _without_confirmation(cycle: Cycle, rows: QuerySet[Application]) -> QuerySet[Application]:
    answers = [PerformanceCheck.Answer.YES, PerformanceCheck.Answer.NO]
    answered = PerformanceCheck.objects.filter(application=OuterRef("pk"), answer__in=answers)
    return rows.filter(asks_performance(cycle), ~Exists(answered))


def _without_manager(cycle: Cycle, rows: QuerySet[Application]) -> QuerySet[Application]:
    """A talk with the manager or the manager's yes is required, and neither said nor refused."""
    verified = Q(requirement__check_by=Requirement.Check.VERIFIED)
    settled = Fulfilment.objects.filter(
        Q(verified_at__isnull=False)
        | Q(refused_at__isnull=False)
        | (Q(attested_at__isnull=False) & ~verified),
        application=OuterRef(OuterRef("pk")),
        requirement=OuterRef("pk"),
    )
    wanted = Requirement.objects.filter(
        ~Exists(settled),
        kind__in=[Kind.MANAGER, Kind.CONSENT],
        obligation=Obligation.REQUIRED,
        role=OuterRef("role"),
    )
    always, in_both = (wanted.filter(only_in_both_roles=only) for only in (False, True))
    twice = rows.filter(in_both_roles(cycle)).values("pk")
    return rows.filter(Exists(always) | (Q(Exists(in_both)) & Q(pk__in=twice)))


def _without_reviews(cycle: Cycle, rows: QuerySet[Application]) -> QuerySet[Application]:
    """Fewer reviews than the cycle wants, or one that says “Ask me”, where anything is scored."""
    reviews = Review.objects.filter(application=OuterRef("pk")).order_by()
    counted = reviews.values("application").annotate(n=Count("pk")).values("n")
    asking = Score.objects.filter(review__application=OuterRef("pk"), answer=Score.Answer.ASK_ME)
    scored = rows.filter(Exists(Criterion.objects.filter(role=OuterRef("role"))))
    scored = scored.annotate(review_count=Coalesce(Subquery(counted), 0))
    return scored.filter(Q(review_count__lt=F("cycle__reviews_wanted")) | Exists(asking))
