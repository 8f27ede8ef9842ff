"""From people to an instance, and from an instance back to sentences."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import numpy as np

from pairing.engine.scoring.addends import make_addends
from pairing.engine.scoring.blocks import score_all
from pairing.engine.scoring.criteria import Criterion, Setting, criteria
from pairing.engine.scoring.layers import Layer, Listed, Table
from pairing.engine.scoring.people import Person
from pairing.engine.scoring.rules import AppliedRule, PairLists, Rules, applied
from pairing.engine.scoring.weights import Weights, points_of
from pairing.engine.scoring.words import gettext_noop
from pairing.engine.shortage import Shortage, apply_shortage
from pairing.engine.values.instance import Instance
from pairing.engine.values.terms import HIGHEST_PRIORITY, BadInput, Pair

VOTES_LABEL = gettext_noop("Committee")
VETOED_LABEL = gettext_noop("Vetoed")
Cell = tuple[int, int]


@dataclass(frozen=True)
class Part:
    """Points of one criterion for one pair. `points` is negative for a soft rule that is broken.

    `name` is the key of the criterion or rule, or "votes".
    """

    name: str
    label: str
    points: int
    most: int
    sentence: str


@dataclass(frozen=True)
class Refusal:
    """A rule that keeps a pair apart, by its key ("vetoed" for a veto), with the fact."""

    rule: str
    label: str
    sentence: str


@dataclass(frozen=True)
class AppliedCriterion:
    """A criterion at work in a cohort: a perfect pair earns `most`, every pair its own in `layer`."""

    criterion: Criterion
    most: int
    layer: Layer


@dataclass(frozen=True)
class Cohort:
    """Everyone who takes part, scored. `instance` is what to solve.

    Mentees who became mentors only through the shortage rule are not in `instance`; `shortage`
    says who and why.
    """

    mentees: tuple[Person, ...]
    mentors: tuple[Person, ...]
    instance: Instance
    shortage: Shortage
    setting: Setting
    vetoes: tuple[Pair, ...]
    criteria: tuple[AppliedCriterion, ...] = field(repr=False)
    rules: tuple[AppliedRule, ...] = field(repr=False)
    row_of: dict[str, int] = field(repr=False)
    column_of: dict[str, int] = field(repr=False)
    votes: dict[Pair, int] = field(repr=False, default_factory=dict)

    def explain(self, mentee: str, mentor: str) -> list[Part]:
        """The parts of a pair's score, in the order pages show them; they sum to the score.

        Works for refused pairs, too (what they would score). Raises KeyError for an unknown id.
        """
        row, column = self.row_of[mentee], self.column_of[mentor]
        two = self.mentees[row], self.mentors[column]
        parts = [
            Part(
                scored.criterion.key,
                scored.criterion.label,
                scored.layer.at(row, column),
                scored.most,
                scored.criterion.sentence(*two, self.setting),
            )
            for scored in self.criteria
        ]
        if points := self.votes.get((mentee, mentor)):
            parts.append(Part("votes", VOTES_LABEL, points, 0, "The committee prefers this pair."))
        spare = sum(part.points for part in parts)
        for rule in self.rules:
            if not rule.is_hard and rule.layer.at(row, column):
                # A score never falls below 0, so a penalty takes what is there and no more.
                cost = min(rule.choice.points, spare)
                spare -= cost
                parts.append(Part(rule.key, rule.label, -cost, 0, rule.sentence(*two)))
        return parts

    def rules_refusing(self, mentee: str, mentor: str) -> list[Refusal]:
        """The hard rules that keep two people apart, vetoes included; empty if they may be paired."""
        row, column = self.row_of[mentee], self.column_of[mentor]
        two = self.mentees[row], self.mentors[column]
        refusals = [
            Refusal(rule.key, rule.label, rule.sentence(*two))
            for rule in self.rules
            if rule.is_hard and rule.layer.at(row, column)
        ]
        if (mentee, mentor) in self.vetoes:
            refusals.append(Refusal("vetoed", VETOED_LABEL, "An organizer vetoed this pair."))
        return refusals

    def scores_without(self, key: str) -> np.ndarray:
        """The scores of `instance` as they were if one rule did not exist (vetoes still apply)."""
        others = [rule for rule in self.rules if rule.key != key]
        scores = _scores(self.criteria, others, (len(self.mentees), len(self.mentors)))
        rows = [self.row_of[name] for name in self.instance.mentees]
        return np.maximum(scores[rows], self.instance.scores)

    def refusals(self, mentee: str) -> dict[str, list[str]]:
        """Mentor ids that each hard rule removes for one mentee, by key of the rule."""
        row = self.row_of[mentee]
        removed: dict[str, list[str]] = {}
        for rule in self.rules:
            if rule.is_hard:
                names = [self.mentors[column].id for column in self._refused(rule.layer, row)]
                removed |= {rule.key: names} if names else {}
        vetoed = [veto[1] for veto in self.vetoes if veto[0] == mentee]
        return removed | ({"vetoed": vetoed} if vetoed else {})

    def _refused(self, layer: Table | Listed, row: int) -> list[int]:
        if isinstance(layer, Table):
            return np.flatnonzero(layer.points[layer.rows[row]][layer.columns]).tolist()
        return [column for column in range(len(self.mentors)) if layer.at(row, column)]


def build(
    *,
    mentees: Sequence[Person],
    mentors: Sequence[Person],
    week: date,
    rules: Rules | None = None,
    weights: Weights | None = None,
    lists: PairLists | None = None,
    seed: int = 0,
    called: tuple[str, str] = ("mentor", "mentee"),
) -> Cohort:
    """Score every pair, apply the rules and, where mentors are short, the shortage rule.

    `week` is any day of the week whose clocks count (daylight saving). `called` is what sentences
    call a mentor and a mentee. Raises BadInput where the
    people, weights or lists do not fit together.
    """
    chosen, lists, setting = rules or Rules(), lists or PairLists(), Setting(week, *called)
    earning = tuple(_applied_criteria(mentees, mentors, points_of(weights), setting))
    at_work = tuple(applied(mentees, mentors, chosen, lists, setting))
    row_of, column_of = _places(mentees, "mentee"), _places(mentors, "mentor")
    scores = _scores(earning, at_work, (len(mentees), len(mentors)))
    _allow_overrides(scores, earning, at_work, _cells(lists.overrides, row_of, column_of))
    _add_votes(scores, lists.votes, row_of, column_of)
    instance = Instance(
        mentees=tuple(mentee.id for mentee in mentees),
        mentors=tuple(mentor.id for mentor in mentors),
        scores=scores,
        priorities=priorities(mentees, late_last=chosen.late_last),
        capacities=np.array([mentor.capacity for mentor in mentors], dtype=np.int64),
        locks=tuple(dict.fromkeys((*lists.locks, *lists.overrides))),
        vetoes=lists.vetoes,
        same_person=_same_person(mentees, mentors),
        seed=seed,
    )
    shortage = apply_shortage(instance, chosen.shortage)
    return Cohort(
        tuple(mentees),
        tuple(mentors),
        shortage.instance,
        shortage,
        setting,
        tuple(lists.vetoes),
        earning,
        at_work,
        row_of,
        column_of,
        {(mentee, mentor): points for mentee, mentor, points in lists.votes},
    )


def priorities(mentees: Sequence[Person], *, late_last: bool) -> np.ndarray:
    """Tiers 1..9 for the solver: in time before late, then the reviewers' tier.

    Only the order counts. Should there be more than nine steps, the lowest share priority 1.
    """
    ranks = [(not (late_last and mentee.late), mentee.tier) for mentee in mentees]
    steps = sorted(set(ranks))
    priority_of = {
        rank: max(1, place + 1 - max(0, len(steps) - HIGHEST_PRIORITY))
        for place, rank in enumerate(steps)
    }
    return np.array([priority_of[rank] for rank in ranks], dtype=np.int64)


def _applied_criteria(
    mentees: Sequence[Person], mentors: Sequence[Person], points: dict[str, int], setting: Setting
) -> list[AppliedCriterion]:
    return [
        AppliedCriterion(criterion, most, criterion.layer(mentees, mentors, most, setting))
        for criterion in criteria()
        if (most := points[criterion.key])
    ]


def _scores(
    earning: Sequence[AppliedCriterion], rules: Sequence[AppliedRule], shape: tuple[int, int]
) -> np.ndarray:
    hard = [rule.layer for rule in rules if rule.is_hard]
    soft = [_penalty(rule) for rule in rules if not rule.is_hard]
    return score_all(make_addends(shape, [*(scored.layer for scored in earning), *soft], hard))


def _penalty(rule: AppliedRule) -> Layer:
    layer, points = rule.layer, rule.choice.points
    if isinstance(layer, Table):
        return Table(layer.rows, layer.columns, (-points * layer.points).astype(np.int16))
    return Listed(dict.fromkeys(layer.points, -points))


def _allow_overrides(
    scores: np.ndarray,
    earning: Sequence[AppliedCriterion],
    rules: Sequence[AppliedRule],
    cells: list[Cell],
) -> None:
    for row, column in cells:
        if scores[row, column] < 0:
            earned = sum(scored.layer.at(row, column) for scored in earning)
            lost = sum(
                rule.choice.points
                for rule in rules
                if not rule.is_hard and rule.layer.at(row, column)
            )
            scores[row, column] = max(0, earned - lost)


def _add_votes(
    scores: np.ndarray,
    votes: Sequence[tuple[str, str, int]],
    row_of: dict[str, int],
    column_of: dict[str, int],
) -> None:
    """Votes never allow what a rule refuses."""
    for mentee, mentor, points in votes:
        [(row, column)] = _cells([(mentee, mentor)], row_of, column_of)
        if scores[row, column] >= 0:
            scores[row, column] += points


def _cells(pairs: Sequence[Pair], row_of: dict[str, int], column_of: dict[str, int]) -> list[Cell]:
    try:
        return [(row_of[mentee], column_of[mentor]) for mentee, mentor in pairs]
    except KeyError as unknown:
        raise BadInput(f"overrides: unknown person {unknown.args[0]!r}") from None


def _places(people: Sequence[Person], side: Literal["mentee", "mentor"]) -> dict[str, int]:
    places = {person.id: place for place, person in enumerate(people)}
    if len(places) != len(people):
        raise BadInput(f"{side} id given twice")
    return places


def _same_person(mentees: Sequence[Person], mentors: Sequence[Person]) -> tuple[Pair, ...]:
    mentor_of = {mentor.person_id: mentor.id for mentor in mentors if mentor.person_id}
    return tuple(
        (mentee.id, mentor_of[mentee.person_id])
        for mentee in mentees
        if mentee.person_id in mentor_of
    )
