"""What the pages of a plan show."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from growth.plans.models import PlanAction, PlanGoal, PlanRevision, PlanTemplate
from growth.plans.rules import Quarter, quarter_of, quarters
from pairs.models import Goal, Pair
from people.models import User
from people.models.columns import known


@dataclass(frozen=True)
class Item:
    """A goal or a step in a column of the plan."""

    goal: PlanGoal
    step: PlanAction | None = None

    @property
    def text(self) -> str:
        return self.step.text if self.step else self.goal.shown_text

    @property
    def due_on(self) -> date | None:
        return self.step.due_on if self.step else self.goal.due_on

    @property
    def is_done(self) -> bool:
        if self.step:
            return self.step.done_on is not None
        return not self.goal.is_open


@dataclass(frozen=True)
class Column:
    """A quarter of the plan with what is due in it."""

    quarter: Quarter
    state: str
    items: list[Item] = field(default_factory=list)


@dataclass(frozen=True)
class Board:
    """A revision by quarter; `hidden` counts the goals a reader does not see."""

    revision: PlanRevision
    columns: list[Column]
    undated: list[Item]
    hidden: int = 0

    @property
    def items(self) -> list[Item]:
        return [item for column in self.columns for item in column.items] + self.undated

    @property
    def done(self) -> int:
        return sum(item.is_done for item in self.items)

    @property
    def goals(self) -> list[PlanGoal]:
        return [item.goal for item in self.items if item.step is None]


def with_everything(revisions: QuerySet[PlanRevision]) -> QuerySet[PlanRevision]:
    """Texts, goals and steps along, in a constant number of queries."""
    goals = PlanGoal.objects.select_related("mentoring_goal").prefetch_related("actions")
    return revisions.select_related(
        "plan__person__manager", "template", "target_family", "target_level__family"
    ).prefetch_related("texts", Prefetch("goals", goals))


def current(person: User) -> PlanRevision | None:
    """The version somebody works on; None before they began a plan."""
    return with_everything(PlanRevision.objects.current().filter(plan__person=person)).first()


def board(revision: PlanRevision, *, today: date, for_reader: bool = False) -> Board:
    """The plan by quarter. A reader sees no goal that belongs to a mentorship too."""
    columns = [Column(quarter, quarter.state(today)) for quarter in quarters(revision.starts_on)]
    undated: list[Item] = []
    hidden = 0
    for goal in revision.goals.all():
        if for_reader and goal.is_of_a_pair:
            hidden += 1
            continue
        for item in [Item(goal), *(Item(goal, step) for step in goal.actions.all())]:
            if item.due_on is None:
                undated.append(item)
            else:
                columns[quarter_of(item.due_on, revision.starts_on) - 1].items.append(item)
    for column in columns:
        column.items.sort(key=lambda item: known(item.due_on))
    return Board(revision, columns, undated, hidden)


def versions(person: User) -> QuerySet[PlanRevision]:
    return PlanRevision.objects.filter(plan__person=person).order_by("-number")


def templates() -> QuerySet[PlanTemplate]:
    """Those on offer, with their headings."""
    rows = PlanTemplate.objects.filter(archived_at__isnull=True)
    return rows.prefetch_related("prompts")


def next_template(revision: PlanRevision) -> PlanTemplate | None:
    """What a new version begins with: the same form while it is offered, else the first one."""
    if revision.template and revision.template.archived_at is None:
        return revision.template
    return templates().first()


def goals_to_link(person: User, revision: PlanRevision) -> QuerySet[Goal]:
    """Goals of the person's mentorships that are not in the plan yet, those being worked on first."""
    linked = revision.goals.filter(mentoring_goal__isnull=False).values("mentoring_goal")
    goals = Goal.objects.there().filter(participation__person=person).exclude(pk__in=linked)
    return goals.select_related("participation__cycle__program").order_by("-pk")


def pair_of(goal: PlanGoal) -> Pair | None:
    """The pair whose goal it is linked to, the latest where there were several."""
    if not goal.is_linked:
        return None
    pairs = Pair.objects.with_mentee(participation=known(goal.mentoring_goal).participation_id)
    return pairs.with_people().order_by("pk").last()


@dataclass(frozen=True)
class Due:
    """How many goals and steps are not done: `late` past their date, `soon` due this quarter."""

    late: int = 0
    soon: int = 0


def due(person: User, today: date) -> Due:
    """Of the plan somebody works on, until the end of its present quarter."""
    revision = PlanRevision.objects.current().filter(plan__person=person).first()
    if revision is None:
        return Due()
    quarter = quarters(revision.starts_on)[quarter_of(today, revision.starts_on) - 1]
    goals = PlanGoal.objects.filter(revision=revision)
    still_open = Q(state=PlanGoal.State.OPEN, mentoring_goal__isnull=True) | Q(
        mentoring_goal__state=PlanGoal.State.OPEN
    )
    steps = PlanAction.objects.filter(goal__revision=revision, done_on__isnull=True)
    counts = [
        rows.aggregate(
            late=Count("pk", filter=Q(due_on__lt=today)),
            soon=Count("pk", filter=Q(due_on__gte=today, due_on__lte=quarter.last)),
        )
        for rows in (goals.filter(still_open), steps)
    ]
    return Due(
        late=sum(count["late"] for count in counts), soon=sum(count["soon"] for count in counts)
    )
