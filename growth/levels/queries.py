"""A person's level beside another one, with their own words between them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import groupby

from growth.families.models import Criterion, JobLevel, Pillar
from growth.families.queries import criteria_of
from growth.levels.models import OwnLevel, SelfAssessment
from growth.plans.models import PlanGoal
from people.models import User

Stand = SelfAssessment.Stand
GAPS = (Stand.NOT_YET, Stand.SOMETIMES)


@dataclass(frozen=True)
class Asked:
    """One thing the level beside asks for, what the person says of it, and the goal it became.

    typed is what they just wrote and could not be saved: shown again in place of the stored words.
    """

    criterion: Criterion
    assessment: SelfAssessment | None
    goal: PlanGoal | None = None
    typed: tuple[str, str] | None = None

    @property
    def stand(self) -> str:
        if self.typed:
            return self.typed[0]
        return self.assessment.stand if self.assessment else ""

    @property
    def words(self) -> str:
        if self.typed:
            return self.typed[1]
        return self.assessment.words if self.assessment else ""

    @property
    def mark(self) -> str:
        """Of what is stored: goes to the page and comes back with it."""
        return mark_of(self.assessment.stand, self.assessment.words) if self.assessment else ""

    @property
    def is_gap(self) -> bool:
        return self.assessment is not None and self.assessment.stand in GAPS

    @property
    def is_open_gap(self) -> bool:
        return self.is_gap and self.goal is None


@dataclass(frozen=True)
class Row:
    """A pillar: what the own level asks for, and what the one beside asks for."""

    pillar: Pillar
    now: list[Criterion]
    asked: list[Asked]


@dataclass(frozen=True)
class Ladder:
    """Two levels side by side."""

    own: JobLevel
    beside: JobLevel
    rows: list[Row]
    changed_on: date

    @property
    def asked(self) -> list[Asked]:
        return [asked for row in self.rows for asked in row.asked]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How often the person says which word, from the strongest to the weakest."""
        said = [asked.assessment.stand for asked in self.asked if asked.assessment]
        words = (Stand.STEADILY, Stand.SOMETIMES, Stand.NOT_YET)
        return [(str(word.label), said.count(word)) for word in words]

    @property
    def open_gaps(self) -> list[Asked]:
        return [asked for asked in self.asked if asked.is_open_gap]

    @property
    def goal_count(self) -> int:
        return sum(asked.goal is not None for asked in self.asked)


def mark_of(stand: str, words: str) -> str:
    """Tells whether somebody wrote something else than a page had shown; line breaks aside."""
    text = " ".join([stand, *words.split()])
    return sha256(text.encode()).hexdigest()[:16] if text.strip() else ""


def own_level(person: User) -> JobLevel | None:
    row = OwnLevel.objects.select_related("level__family").filter(person=person).first()
    return row.level if row else None


def next_level(level: JobLevel) -> JobLevel | None:
    later = JobLevel.objects.filter(family=level.family_id, rank__gt=level.rank)
    return later.select_related("family").order_by("rank").first()


def suggested(person: User) -> list[JobLevel]:
    """Levels with the number that HR data give the person; they choose, nobody for them."""
    if person.level is None:
        return []
    levels = JobLevel.objects.filter(number=person.level, family__archived_at__isnull=True)
    return list(levels.select_related("family").order_by("family__name"))


def ladder(
    person: User,
    own: JobLevel,
    beside: JobLevel,
    *,
    typed: Mapping[int, tuple[str, str]] | None = None,
) -> Ladder:
    """In a constant number of queries, however much the levels ask for."""
    now = {pillar.pk: list(rows) for pillar, rows in _by_pillar(own)}
    asked = {pillar.pk: list(rows) for pillar, rows in _by_pillar(beside)}
    criteria = [criterion for rows in asked.values() for criterion in rows]
    words = _assessments(person, criteria)
    goals = {
        goal.criterion_id: goal
        for goal in PlanGoal.objects.filter(
            revision__plan__person=person,
            revision__closed_at__isnull=True,
            criterion__in=criteria,
        )
    }
    pillars = Pillar.objects.filter(pk__in={*now, *asked})
    rows = [
        Row(
            pillar,
            now.get(pillar.pk, []),
            [
                Asked(
                    criterion,
                    words.get(criterion.pk),
                    goals.get(criterion.pk),
                    (typed or {}).get(criterion.pk),
                )
                for criterion in asked.get(pillar.pk, [])
            ],
        )
        for pillar in pillars
    ]
    changed = max(own.family.changed_at, beside.family.changed_at)
    return Ladder(own, beside, rows, changed.date())


def shared_words(person: User) -> list[SelfAssessment]:
    """What a reader sees: every criterion the person said something about, level by level."""
    rows = SelfAssessment.objects.filter(person=person, criterion__archived_at__isnull=True)
    return list(
        rows.exclude(stand="")
        .select_related("criterion__level__family", "criterion__pillar")
        .prefetch_related("shown_by")
        .order_by(
            "criterion__level__family__name",
            "criterion__level__rank",
            "criterion__pillar__position",
            "criterion__position",
        )
    )


def _by_pillar(level: JobLevel) -> Iterator[tuple[Pillar, Iterator[Criterion]]]:
    return groupby(criteria_of(level), key=lambda criterion: criterion.pillar)


def _assessments(person: User, criteria: list[Criterion]) -> dict[int, SelfAssessment]:
    rows = SelfAssessment.objects.filter(person=person, criterion__in=criteria)
    return {row.criterion_id: row for row in rows.prefetch_related("shown_by")}
