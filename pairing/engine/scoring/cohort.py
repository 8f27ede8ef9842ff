"""From people to an instance, and from an instance back to sentences."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import numpy as np

from pairing.engine.instance import Instance
from pairing.engine.scoring.addends import make_addends
from pairing.engine.scoring.blocks import score_all
from pairing.engine.scoring.criteria import Criterion, Setting, criteria
from pairing.engine.scoring.layers import Layer, Listed, Table
from pairing.engine.scoring.people import Person
from pairing.engine.scoring.rules import Check, PairLists, Rules, checks
from pairing.engine.scoring.weights import Weights, points_of
from pairing.engine.shortage import Shortage, apply_shortage
from pairing.engine.terms import BadInput

HIGHEST_PRIORITY = 9


@dataclass(frozen=True)
class Part:
    """Points of one criterion for one pair. `points` is negative for a soft rule that is broken."""

    name: str
    label: str
    points: int
    most: int
    sentence: str


@dataclass(frozen=True)
class Refusal:
    """A rule that keeps a pair apart, with the fact."""

    rule: str
    label: str
    sentence: str


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
    vetoes: tuple[tuple[str, str], ...]
    earning: tuple[tuple[Criterion, int, Layer], ...] = field(repr=False)
    rules: tuple[Check, ...] = field(repr=False)
    row_of: dict[str, int] = field(repr=False)
    column_of: dict[str, int] = field(repr=False)
    votes: dict[tuple[str, str], int] = field(repr=False, default_factory=dict)

    def explain(self, mentee: str, mentor: str) -> list[Part]:
        """The parts of a pair's score, in the order pages show them; they sum to the score.

        Works for refused pairs, too (what they would score). Raises KeyError for an unknown id.
        """
        row, column = self.row_of[mentee], self.column_of[mentor]
        one, other = self.mentees[row], self.mentors[column]
        parts = [
            Part(
                criterion.name,
                criterion.label,
                layer.at(row, column),
                most,
                criterion.sentence(one, other, self.setting),
            )
            for criterion, most, layer in self.earning
        ]
        if points := self.votes.get((mentee, mentor)):
            parts.append(Part("votes", "Committee", points, 0, "The committee prefers this pair."))
        spare = sum(part.points for part in parts)
        for check in self.rules:
            if check.rule.mode == "soft" and check.layer.at(row, column):
                # A score never falls below 0, so a penalty takes what is there and no more.
                cost = min(check.rule.points, spare)
                spare -= cost
                sentence = check.sentence(one, other)
                parts.append(Part(check.name, check.label, -cost, 0, sentence))
        return parts

    def rules_refusing(self, mentee: str, mentor: str) -> list[Refusal]:
        """The hard rules that keep two people apart, vetoes included; empty if they may be paired."""
        row, column = self.row_of[mentee], self.column_of[mentor]
        one, other = self.mentees[row], self.mentors[column]
        refusals = [
            Refusal(check.name, check.label, check.sentence(one, other))
            for check in self.rules
            if check.rule.mode == "hard" and check.layer.at(row, column)
        ]
        if (mentee, mentor) in self.vetoes:
            refusals.append(Refusal("vetoed", "Vetoed", "An organizer vetoed this pair."))
        return refusals

    def scores_without(self, rule: str) -> np.ndarray:
        """The scores of `instance` as they were if one rule did not exist (vetoes still apply)."""
        found = [check for check in self.rules if check.name != rule]
        scores = _scores(self.earning, found, (len(self.mentees), len(self.mentors)))
        rows = [self.row_of[name] for name in self.instance.mentees]
        return np.maximum(scores[rows], self.instance.scores)

    def refusals(self, mentee: str) -> dict[str, list[str]]:
        """Mentor ids each hard rule removes for one mentee, by name of the rule."""
        row = self.row_of[mentee]
        removed: dict[str, list[str]] = {}
        for check in self.rules:
            if check.rule.mode == "hard":
                names = [self.mentors[column].id for column in _refused(check.layer, row, self)]
                removed |= {check.name: names} if names else {}
        vetoed = [mentor for one, mentor in self.vetoes if one == mentee]
        return removed | ({"vetoed": vetoed} if vetoed else {})


def build(
    *,
    mentees: Sequence[Person],
    mentors: Sequence[Person],
    week: date,
    rules: Rules | None = None,
    weights: Weights | None = None,
    lists: PairLists | None = None,
    seed: int = 0,
) -> Cohort:
    """Score every pair, apply the rules and, where mentors are short, the shortage rule.

    `week` is any day of the week whose clocks count (daylight saving). Raises BadInput where the
    people, weights or lists do not fit together.
    """
    rules, lists, setting = rules or Rules(), lists or PairLists(), Setting(week)
    earning = tuple(_earning(mentees, mentors, points_of(weights), setting))
    found = tuple(checks(mentees, mentors, rules, lists, week))
    row_of, column_of = _places(mentees, "mentee"), _places(mentors, "mentor")
    scores = _scores(earning, found, (len(mentees), len(mentors)))
    _allow_overrides(scores, earning, found, _cells(lists.overrides, row_of, column_of))
    _add_votes(scores, lists.votes, row_of, column_of)
    instance = _instance(mentees, mentors, scores, rules, lists, seed)
    shortage = apply_shortage(instance, rules.shortage)
    return Cohort(
        tuple(mentees),
        tuple(mentors),
        shortage.instance,
        shortage,
        setting,
        tuple(lists.vetoes),
        earning,
        found,
        row_of,
        column_of,
        {(mentee, mentor): points for mentee, mentor, points in lists.votes},
    )


def _instance(
    mentees: Sequence[Person],
    mentors: Sequence[Person],
    scores: np.ndarray,
    rules: Rules,
    lists: PairLists,
    seed: int,
) -> Instance:
    return Instance(
        mentees=tuple(one.id for one in mentees),
        mentors=tuple(one.id for one in mentors),
        scores=scores,
        priorities=priorities(mentees, rules),
        capacities=np.array([one.capacity for one in mentors], dtype=np.int64),
        locks=tuple(dict.fromkeys((*lists.locks, *lists.overrides))),
        vetoes=lists.vetoes,
        same_person=_same_person(mentees, mentors),
        seed=seed,
    )


def priorities(mentees: Sequence[Person], rules: Rules) -> np.ndarray:
    """Tiers 1..9 for the solver: in time before late, then the reviewers' tier.

    Only the order counts. Should there be more than nine steps, the lowest share priority 1.
    """
    keys = [(not (rules.late_last and one.late), one.tier) for one in mentees]
    steps = sorted(set(keys))
    step = {
        key: max(1, place + 1 - max(0, len(steps) - HIGHEST_PRIORITY))
        for place, key in enumerate(steps)
    }
    return np.array([step[key] for key in keys], dtype=np.int64)


def _earning(
    mentees: Sequence[Person], mentors: Sequence[Person], points: dict[str, int], setting: Setting
) -> list[tuple[Criterion, int, Layer]]:
    return [
        (
            criterion,
            points[criterion.name],
            criterion.layer(mentees, mentors, points[criterion.name], setting),
        )
        for criterion in criteria()
        if points[criterion.name]
    ]


def _scores(
    earning: Sequence[tuple[Criterion, int, Layer]], found: Sequence[Check], shape: tuple[int, int]
) -> np.ndarray:
    hard = [check.layer for check in found if check.rule.mode == "hard"]
    soft = [_penalty(check) for check in found if check.rule.mode == "soft"]
    return score_all(make_addends(shape, [*(layer for _, _, layer in earning), *soft], hard))


def _penalty(check: Check) -> Layer:
    if isinstance(check.layer, Table):
        points = (-check.rule.points * check.layer.points).astype(np.int16)
        return Table(check.layer.rows, check.layer.columns, points)
    return Listed(dict.fromkeys(check.layer.points, -check.rule.points))


def _allow_overrides(
    scores: np.ndarray,
    earning: Sequence[tuple[Criterion, int, Layer]],
    found: Sequence[Check],
    cells: list[tuple[int, int]],
) -> None:
    for row, column in cells:
        if scores[row, column] < 0:
            earned = sum(layer.at(row, column) for _, _, layer in earning)
            lost = sum(
                check.rule.points
                for check in found
                if check.rule.mode == "soft" and check.layer.at(row, column)
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


def _cells(
    pairs: Sequence[tuple[str, str]], row_of: dict[str, int], column_of: dict[str, int]
) -> list[tuple[int, int]]:
    try:
        return [(row_of[mentee], column_of[mentor]) for mentee, mentor in pairs]
    except KeyError as unknown:
        raise BadInput(f"overrides: unknown person {unknown.args[0]!r}") from None


def _places(people: Sequence[Person], side: Literal["mentee", "mentor"]) -> dict[str, int]:
    places = {one.id: place for place, one in enumerate(people)}
    if len(places) != len(people):
        raise BadInput(f"{side} id given twice")
    return places


def _same_person(
    mentees: Sequence[Person], mentors: Sequence[Person]
) -> tuple[tuple[str, str], ...]:
    mentor_of = {one.person_id: one.id for one in mentors if one.person_id}
    return tuple(
        (one.id, mentor_of[one.person_id]) for one in mentees if one.person_id in mentor_of
    )


def _refused(layer: Table | Listed, row: int, cohort: Cohort) -> list[int]:
    if isinstance(layer, Table):
        return np.flatnonzero(layer.points[layer.rows[row]][layer.columns]).tolist()
    return [column for column in range(len(cohort.mentors)) if layer.at(row, column)]
