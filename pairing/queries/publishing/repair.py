"""Ways on from published pairs when somebody left or came late, the least disturbance first."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from django.db.models import Q, QuerySet

from applications.models import Application
from pairing.engine import BadInput
from pairing.engine.repair import Repair, repairs
from pairing.engine.scoring import Cohort, Person
from pairing.models import Board
from pairing.runs import calculation, cohort
from pairing.runs.cohort import HIGHEST_TIER, Entries
from pairs.models import Pair, PairMember
from pairs.models.pair import PairQuerySet
from people.models.columns import known
from programs.models import Cycle, Role

MOST_CHOICES = 5
Status = Application.Status


@dataclass(frozen=True)
class Step:
    """What a choice changes for one mentee; `before` and `after` are mentors."""

    mentee: Application
    before: Application | None
    after: Application | None
    score: int = 0
    suits_no_hour: bool = False


@dataclass(frozen=True)
class Choice:
    """One way on. `points` is what it gains over the choice that keeps every pair."""

    key: str
    steps: list[Step]
    disturbed: int
    pair_count: int
    more_pairs: int
    points: int

    @cached_property
    def made(self) -> list[Step]:
        """Mentees without a mentor who get one."""
        return [step for step in self.steps if step.before is None]

    @cached_property
    def moved(self) -> list[Step]:
        """Mentees who were told of a mentor and get another."""
        return [step for step in self.steps if step.before and step.after]

    @cached_property
    def parted(self) -> list[Step]:
        """Mentees who were told of a mentor and get none."""
        return [step for step in self.steps if step.before and not step.after]

    @cached_property
    def disturbs(self) -> list[Application]:
        """Everybody who was told of a partner whom this choice takes away, each once, by name."""
        found = {}
        for step in (*self.moved, *self.parted):
            for one in (step.mentee, known(step.before)):
                found[one.pk] = one
        return sorted(found.values(), key=lambda one: (one.sort_name, one.pk))

    @cached_property
    def people(self) -> set[int]:
        """Applications this choice changes anything for."""
        found = {one.pk for one in self.disturbs}
        for step in self.steps:
            found |= {one.pk for one in (step.mentee, step.after) if one is not None}
        return found

    @cached_property
    def persons(self) -> set[int]:
        """People who are told something when this choice is made true."""
        rows = [one for step in self.steps for one in (step.mentee, step.before, step.after)]
        return {one.person_id for one in rows if one is not None}

    @property
    def points_per_pair(self) -> float:
        return self.points / self.disturbed if self.disturbed else 0.0


@dataclass(frozen=True)
class Outlook:
    """The cycle as it is now: who has no partner, and what can be done about it."""

    choices: list[Choice]
    mentees: list[Application]
    mentors: list[Application]
    scored: Cohort | None

    def choice(self, key: str) -> Choice | None:
        return next((one for one in self.choices if one.key == key), None)


def people_of(cycle: Cycle) -> QuerySet[Application]:
    """Who can be in a pair now: those in one, those without, and those decided since."""
    active = Pair.objects.active().filter(cycle=cycle)
    members = PairMember.objects.filter(pair__in=active)
    in_pairs = Q(pk__in=members.values("participation__application"))
    free = Q(status__in=[Status.ELIGIBLE, Status.UNPAIRED])
    rows = Application.objects.filter(free | Q(in_pairs, status=Status.PAIRED), cycle=cycle)
    return rows.filter(person__is_active=True)


def outlook(cycle: Cycle, *, at: datetime) -> Outlook:
    """Everything the page of repairs shows. The engine solves, so it takes a moment."""
    published = _published(cycle)
    people = {row.pk: row for row in people_of(cycle).select_related("role", "person")}
    mentees, mentors = _without(people, published)
    scored = _scored(cycle, published, at)
    found = repairs(scored.instance, published, most=MOST_CHOICES) if scored else []
    return Outlook(
        choices=[_choice(known(scored), published, one, people) for one in found],
        mentees=mentees,
        mentors=mentors,
        scored=scored,
    )


def _published(cycle: Cycle) -> dict[str, str]:
    """Mentee and mentor of each pair that stands, by the numbers of their applications."""
    rows = _applications_of(Pair.objects.active().filter(cycle=cycle))
    return {str(mentee): str(mentor) for mentee, mentor in rows if mentee and mentor}


def _applications_of(pairs: PairQuerySet) -> QuerySet:
    """Mentee and mentor of each, those who came without an application as None."""
    return (
        pairs.side_by_side()
        .order_by("pk")
        .values_list(
            "as_mentee__participation__application", "as_mentor__participation__application"
        )
    )


def _without(
    people: dict[int, Application], published: dict[str, str]
) -> tuple[list[Application], list[Application]]:
    """Mentees without a mentor, and mentors with a place left."""
    taken: dict[int, int] = {}
    for mentor in published.values():
        taken[int(mentor)] = taken.get(int(mentor), 0) + 1
    mentees, mentors = [], []
    for row in sorted(people.values(), key=lambda one: (one.sort_name, one.pk)):
        if row.role.side == Role.Side.MENTEE and str(row.pk) not in published:
            mentees.append(row)
        elif row.role.side == Role.Side.MENTOR and taken.get(row.pk, 0) < row.capacity:
            mentors.append(row)
    return mentees, mentors


def _scored(cycle: Cycle, published: dict[str, str], at: datetime) -> Cohort | None:
    """Everybody scored by the rules of now. A pair that was published stays possible, whatever
    has become of the rules since; a pair that ended does not come back."""
    entries = cohort.entries(cycle, at=at, people=people_of(cycle))
    if not entries.mentees or not entries.mentors:
        return None
    entries = _as_of_now(cycle, published, entries)
    try:
        scored = _cohort(cycle, entries, at)
        refused = [pair for pair in published.items() if scored.rules_refusing(*pair)]
        if refused:
            lists = replace(entries.lists, overrides=tuple(refused))
            scored = _cohort(cycle, replace(entries, lists=lists), at)
    except BadInput:
        return None
    return scored


def _cohort(cycle: Cycle, entries: Entries, at: datetime) -> Cohort:
    week = cohort.week_of(cycle, at)
    return calculation.cohort_of(entries, week=week, seed=cycle.pairing_seed)


def _as_of_now(cycle: Cycle, published: dict[str, str], entries: Entries) -> Entries:
    waited = _waited(cycle)
    ids = {person.id for person in (*entries.mentees, *entries.mentors)}
    ended = _applications_of(Pair.objects.filter(cycle=cycle, state=Pair.State.ENDED))
    over = [(str(mentee), str(mentor)) for mentee, mentor in ended]
    vetoes = dict.fromkeys((*entries.lists.vetoes, *over))
    return replace(
        entries,
        mentees=[_ranked(person, published, waited) for person in entries.mentees],
        rules=replace(entries.rules, shortage="off"),
        lists=replace(
            entries.lists,
            locks=(),
            overrides=(),
            vetoes=tuple(pair for pair in vetoes if ids.issuperset(pair)),
        ),
    )


def _ranked(person: Person, published: Iterable[str], waited: set[int]) -> Person:
    """Nobody who was told of a mentor ends without one so that somebody else has one; those who
    had been on the waiting list come after all others."""
    if person.id in published:
        return replace(person, tier=HIGHEST_TIER, late=False)
    tier = 1 if int(person.id) in waited else min(HIGHEST_TIER - 1, person.tier + 1)
    return replace(person, tier=tier)


def _waited(cycle: Cycle) -> set[int]:
    board = Board.objects.filter(cycle=cycle).first()
    published = board and board.changes.filter(action="publish").order_by("-version").first()
    before = published.data["before"] if published else {}
    return {int(pk) for pk, status in before.items() if status == Status.WAITLISTED}


def _choice(
    scored: Cohort, published: dict[str, str], found: Repair, people: dict[int, Application]
) -> Choice:
    steps = [
        Step(
            mentee=people[int(mentee)],
            before=_one(people, published.get(mentee)),
            after=_one(people, found.mentor_of.get(mentee)),
            score=_score(scored, mentee, found.mentor_of.get(mentee)),
            suits_no_hour=_suits_no_hour(scored, mentee, found.mentor_of.get(mentee)),
        )
        for mentee in _changed(published, found)
    ]
    return Choice(
        key=_key(scored, published, found),
        steps=sorted(steps, key=lambda step: (step.mentee.sort_name, step.mentee.pk)),
        disturbed=found.disturbed,
        pair_count=found.pairs,
        more_pairs=found.pairs - len(published),
        points=found.points,
    )


def _changed(published: dict[str, str], found: Repair) -> Iterable[str]:
    everybody = dict.fromkeys((*published, *found.mentor_of))
    return [one for one in everybody if published.get(one) != found.mentor_of.get(one)]


def _one(people: dict[int, Application], number: str | None) -> Application | None:
    return people[int(number)] if number is not None else None


def _score(scored: Cohort, mentee: str, mentor: str | None) -> int:
    return max(0, sum(p.points for p in scored.explain(mentee, mentor))) if mentor else 0


def _suits_no_hour(scored: Cohort, mentee: str, mentor: str | None) -> bool:
    return mentor is not None and calculation.suits_no_hour(scored, mentee, mentor)


def _key(scored: Cohort, published: dict[str, str], found: Repair) -> str:
    """Names the choice together with everything it was worked out from: after any change that
    matters the same key is found no more."""
    told = json.dumps([scored.instance.digest(), published, found.mentor_of], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:24]
