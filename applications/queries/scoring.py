"""What reviewers gave: on the desk, in the table, and how far each of them is."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Avg,
    Count,
    Exists,
    F,
    FloatField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Cast, Coalesce, JSONObject

from applications.models import Application, Criterion, Delegation, Review, Score
from people.models import User
from programs.models import Cycle, Staff
from programs.permissions import conflicts_of

Answer = Score.Answer
POINTS, ASK_ME = Answer.POINTS, Answer.ASK_ME


def mean(pairs: Iterable[tuple[float, int]]) -> float | None:
    """The weighted mean of points; None where nobody gave any."""
    pairs = list(pairs)
    total = sum(weight for _points, weight in pairs)
    return sum(points * weight for points, weight in pairs) / total if total else None


@dataclass(frozen=True)
class Opinion:
    """One reviewer's review as others read it."""

    review: Review
    scores: dict[int, dict]
    mean: float | None

    @property
    def asks(self) -> bool:
        return any(score["answer"] == ASK_ME for score in self.scores.values())


@dataclass(frozen=True)
class Line:
    """One criterion over all reviewers: what each gave, the mean, and how far they are apart."""

    criterion: Criterion
    given: list[int]
    abstained: int
    asked: int

    @property
    def mean(self) -> float | None:
        return mean((points, 1) for points in self.given)

    @property
    def spread(self) -> int:
        return max(self.given) - min(self.given) if self.given else 0


@dataclass(frozen=True)
class Desk:
    """Scores beside one application. `others` stays empty until the viewer may see them."""

    criteria: list[Criterion]
    own: Opinion | None
    others: list[Opinion] = field(default_factory=list)
    hidden: int = 0
    lines: list[Line] = field(default_factory=list)
    count: int = 0
    mean: float | None = None
    spread: float | None = None

    @property
    def weights(self) -> int:
        return sum(criterion.weight for criterion in self.criteria)


def criteria_of(application: Application) -> list[Criterion]:
    """What is scored for the application's role, fetched along with it."""
    return list(application.role.criteria.all())


def desk(application: Any, viewer: User, *, reads_all: bool, is_open: bool) -> Desk:
    """The viewer's own review, and what others gave: one query.

    What others gave is only handed on once the viewer has given their own, or with `is_open`.
    Then organizers and administrators (`reads_all`) read who gave what with the notes, committee
    members only the means, never who and why.
    """
    criteria = criteria_of(application)
    opinions = [_opinion(review, criteria) for review in _reviews(application)]
    own = next((one for one in opinions if one.review.reviewer_id == viewer.pk), None)
    others = [one for one in opinions if one is not own]
    if own is None and not is_open:
        return Desk(criteria, own, hidden=len(others))
    means = [one.mean for one in opinions if one.mean is not None]
    return Desk(
        criteria=criteria,
        own=own,
        others=others if reads_all else [],
        lines=[_line(criterion, opinions) for criterion in criteria],
        count=len(opinions),
        mean=sum(means) / len(means) if means else None,
        spread=max(means) - min(means) if means else None,
    )


def own_opinion(application: Application, viewer: User) -> Opinion | None:
    criteria = criteria_of(application)
    own = _reviews(application).filter(reviewer=viewer).first()
    return _opinion(own, criteria) if own is not None else None


def _reviews(application: Application) -> QuerySet[Review]:
    scores = Score.objects.filter(review=OuterRef("pk"))
    given = JSONObject(criterion="criterion_id", answer="answer", points="points")
    rows = Review.objects.filter(application=application.pk).select_related("reviewer")
    return rows.annotate(given=ArraySubquery(scores.values(one=given)))


def _opinion(review: Any, criteria: list[Criterion]) -> Opinion:
    scores = {score["criterion"]: score for score in review.given}
    weighed = [
        (scores[one.pk]["points"], one.weight)
        for one in criteria
        if one.pk in scores and scores[one.pk]["answer"] == POINTS
    ]
    return Opinion(review, scores, mean(weighed))


def _line(criterion: Criterion, opinions: list[Opinion]) -> Line:
    given = [one.scores[criterion.pk] for one in opinions if criterion.pk in one.scores]
    answers = [score["answer"] for score in given]
    return Line(
        criterion,
        given=[score["points"] for score in given if score["answer"] == POINTS],
        abstained=answers.count(Answer.ABSTAIN),
        asked=answers.count(ASK_ME),
    )


# ---- In the table


def _means() -> QuerySet:
    """The reviews of an application, each with its weighted mean."""
    points = Score.objects.filter(review=OuterRef("pk"), answer=POINTS).order_by()
    weighed = Cast(Sum(F("points") * F("criterion__weight")), FloatField())
    weights = Sum("criterion__weight")
    own = points.values("review").annotate(mean=weighed / weights).values("mean")
    reviews = Review.objects.filter(application=OuterRef("pk")).order_by()
    return reviews.annotate(mean=Subquery(own)).values("application")


def mean_score() -> Subquery:
    """The mean of all reviews, as a column of an application's row: to sort by."""
    return Subquery(_means().annotate(value=Avg("mean")).values("value"))


def summed_scores() -> Subquery:
    """Mean, spread and number of reviews in one column of an application's row."""
    spread = Max("mean") - Min("mean")
    value = JSONObject(mean=Avg("mean"), spread=spread, count=Count("pk"))
    return Subquery(_means().annotate(value=value).values("value"))


# ---- How far the reviewers are


@dataclass(frozen=True)
class Reviewer:
    """Somebody of the committee, or an organizer who has scored."""

    person: User
    handed: int
    done: int

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done // self.handed) if self.handed else 100


def reviewers_of(cycle: Cycle) -> list[Reviewer]:
    """Everybody on the committee with their slice, then organizers who have scored: one query."""
    handed = Delegation.objects.filter(member=OuterRef("pk"), application__cycle=cycle)
    done = Review.objects.filter(reviewer=OuterRef("pk"), application__cycle=cycle)
    committee = Staff.objects.filter(
        program=cycle.program_id, role=Staff.Role.COMMITTEE, person=OuterRef("pk")
    )
    people = User.objects.annotate(
        handed=_number(handed, "member"),
        done=_number(done, "reviewer"),
        is_member=Exists(committee),
    ).filter(Q(is_member=True) | Q(done__gt=0))
    rows = people.order_by("-is_member", "sort_name", "pk")
    return [Reviewer(row, row.handed, row.done) for row in rows]


def _number(rows: QuerySet, by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def own_progress(cycle: Cycle, member: User) -> Reviewer:
    """How much of their slice a committee member has scored: people they may judge count."""
    mine = Application.objects.submitted().filter(cycle=cycle, delegations__member=member)
    mine = mine.exclude(conflicts_of(member))
    scored = Exists(Review.objects.filter(application=OuterRef("pk"), reviewer=member))
    counts = mine.annotate(scored=scored).aggregate(
        handed=Count("pk"), done=Count("pk", filter=Q(scored=True))
    )
    return Reviewer(member, counts["handed"], counts["done"])


def missing_reviews(cycle: Cycle) -> int:
    """How many reviews applications without a decision still need to have as many as wanted."""
    waiting = Application.objects.awaiting_decision().filter(cycle=cycle)
    rows = waiting.annotate(n=Count("reviews")).filter(n__lt=cycle.reviews_wanted)
    counts = rows.aggregate(applications=Count("pk"), given=Sum("n", default=0))
    return int(cycle.reviews_wanted * counts["applications"] - counts["given"])
