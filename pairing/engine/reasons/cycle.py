"""What a solved state says about the whole cycle: shortages, whom to recruit, rules, fairness."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pairing.engine.changes import Capacity, Override, Rescore
from pairing.engine.difference import Difference
from pairing.engine.search.blocking import blocking_pairs
from pairing.engine.search.problem import BLOCK, Cell
from pairing.engine.state import State
from pairing.engine.values.terms import FORBIDDEN

if TYPE_CHECKING:
    from pairing.engine.scoring import Cohort, Person

FEW = 3


@dataclass(frozen=True)
class ShortageProof:
    """These mentees may only go to these mentors, who have fewer places (Hall's condition):
    at least `short_by` of them stay unpaired in any pairing."""

    mentees: tuple[str, ...]
    mentors: tuple[str, ...]
    places: int
    short_by: int


@dataclass(frozen=True)
class Recruit:
    """One more mentor like `like` (same division, zone and level) would do this."""

    like: str
    division: str
    zone: str
    level: int | None
    difference: Difference


@dataclass(frozen=True)
class Relaxation:
    """What a rule costs. `one` is the effect of allowing the best single pair against it (`mentee`
    with `mentor`, None if no such pair helps), `off` of dropping the rule."""

    rule: str
    label: str
    mentee: str | None
    mentor: str | None
    one: Difference | None
    off: Difference


@dataclass(frozen=True)
class Group:
    """People of one kind: how many, how many paired, mean and least score of their pairs."""

    name: str
    people: int
    paired: int
    mean: float | None
    least: int | None


@dataclass(frozen=True)
class Fairness:
    """The worst pair, and how mentees fare by division, time zone and years of tenure."""

    worst: tuple[str, str, int] | None
    groups: dict[str, tuple[Group, ...]]


def shortages(state: State) -> list[ShortageProof]:
    """For every unpaired mentee with allowed mentors, a proof that somebody must stay unpaired.

    From the mentee along allowed pairs, and from mentors to whom they serve: no place is free
    anywhere on the way, else there would be one more pair. Proofs that share mentors are one.
    """
    groups: list[tuple[set[int], set[int]]] = []
    for row in np.flatnonzero((state.market.mate < 0) & state.market.free).tolist():
        if any(row in rows for rows, _ in groups):
            continue
        rows, columns = _reach(state, row)
        if not columns or _has_room(state, columns):
            continue
        for others in [group for group in groups if group[1] & columns]:
            groups.remove(others)
            rows, columns = rows | others[0], columns | others[1]
        groups.append((rows, columns))
    return [_proof(state, rows, columns) for rows, columns in groups]


def recruits(state: State, cohort: "Cohort", most: int = 3) -> list[Recruit]:
    """Which kind of mentor is missing most: those whose places are dearest, solved exactly."""
    kinds: dict[tuple[str, str, int | None], str] = {}
    order = np.argsort(-state.market.v, kind="stable").tolist()
    for column in order:
        name = state.problem.instance.mentors[state.problem.columns[column]]
        person = cohort.mentors[cohort.column_of[name]]
        if state.market.v[column] > 0:
            kinds.setdefault((person.division, person.zone, person.level), name)
    choices = [
        Recruit(name, *kind, state.what_if([_one_more(state, name)]))
        for kind, name in list(kinds.items())[: 2 * most]
    ]
    choices.sort(key=lambda new: (-new.difference.tier_units, -new.difference.points, new.like))
    return choices[:most]


def relaxations(state: State, cohort: "Cohort") -> list[Relaxation]:
    """The menu of rules in force: what one exception, and what dropping the rule, would gain.

    The cohort must be the one the state was solved for.
    """
    menu = []
    for rule in cohort.rules:
        if rule.is_optional and rule.is_hard:
            scores = cohort.scores_without(rule.key)
            off = state.what_if([Rescore(scores)])
            pair, exception = _best_exception(state, scores)
            menu.append(Relaxation(rule.key, rule.label, pair[0], pair[1], exception, off))
    menu.sort(key=lambda choice: (-choice.off.tier_units, -choice.off.points, choice.rule))
    return menu


def fairness(state: State, cohort: "Cohort") -> Fairness:
    """How the pairing treats groups of mentees. Groups are named, people are not."""
    seats = state.seating()
    problem = state.problem
    score = {
        problem.instance.mentees[place]: int(points) if seat >= 0 else None
        for place, points, seat in zip(problem.rows, seats.points, seats.seat, strict=True)
    }
    people = [cohort.mentees[cohort.row_of[name]] for name in state.instance.mentees]
    kinds = {
        "division": [person.division or "unknown" for person in people],
        "zone": [person.zone for person in people],
        "tenure": [_tenure(person, cohort) for person in people],
    }
    paired = [(points, name) for name, points in score.items() if points is not None]
    worst = None
    if paired:
        points, name = min(paired)
        mentor = problem.columns[seats.seat[problem.row_at[name]]]
        worst = (name, problem.instance.mentors[mentor], points)
    return Fairness(worst, {kind: _groups(people, names, score) for kind, names in kinds.items()})


def blocking(state: State, most: int = 20) -> tuple[int, list[tuple[str, str]]]:
    """How many pairs would both rather have each other, and the first of them."""
    count, cells = blocking_pairs(state.problem, state.market.mate, most)
    return count, [state.problem.pair((int(row), int(column))) for row, column in cells]


def _reach(state: State, start: int) -> tuple[set[int], set[int]]:
    market = state.market
    rows, columns, front = {start}, np.zeros(len(market.v), dtype=bool), [start]
    while front:
        line = (market.scores[front] >= 0).any(axis=0) & (market.places > 0)
        fresh = np.flatnonzero(line & ~columns)
        columns[fresh] = True
        served = np.flatnonzero(np.isin(market.mate, fresh) & (market.mate >= 0))
        front = [row for row in served.tolist() if row not in rows]
        rows.update(front)
    return rows, set(np.flatnonzero(columns).tolist())


def _has_room(state: State, columns: set[int]) -> bool:
    places = list(columns)
    return bool((state.market.load[places] < state.market.places[places]).any())


def _proof(state: State, rows: set[int], columns: set[int]) -> ShortageProof:
    problem = state.problem
    places = int(state.market.places[list(columns)].sum())
    return ShortageProof(
        mentees=tuple(sorted(problem.instance.mentees[problem.rows[row]] for row in rows)),
        mentors=tuple(
            sorted(problem.instance.mentors[problem.columns[column]] for column in columns)
        ),
        places=places,
        short_by=len(rows) - places,
    )


def _one_more(state: State, mentor: str) -> Capacity:
    return Capacity(mentor, int(state.instance.capacities[state.instance.column_of[mentor]]) + 1)


def _best_exception(
    state: State, scores: np.ndarray
) -> tuple[tuple[str, str] | tuple[None, None], Difference | None]:
    """The single pair whose exception gains most, with what it gains; None where none does.

    What a pair is worth beyond its prices bounds its gain, so only the first few are solved.
    """
    best: tuple[int, int] = (0, 0)
    pair: tuple[str, str] | tuple[None, None] = (None, None)
    effect = None
    for cell in _promising(state, scores):
        names = state.problem.pair(cell)
        place = state.problem.rows[cell[0]], state.problem.columns[cell[1]]
        trial = state.what_if([Override(*names, int(scores[place]))])
        if (trial.tier_units, trial.points) > best:
            best, pair, effect = (trial.tier_units, trial.points), names, trial
    return pair, effect


def _promising(state: State, scores: np.ndarray) -> list[Cell]:
    """Newly allowed cells worth more than their prices, the most first."""
    problem, market = state.problem, state.market
    removed = [problem.cell(pair) for pair in (*state.instance.vetoes, *state.instance.same_person)]
    promising: list[tuple[int, Cell]] = []
    for low in range(0, len(problem.rows), BLOCK):
        allowed = scores[problem.rows[low : low + BLOCK]][:, problem.columns]
        gain = allowed + (market.base - market.u)[low : low + BLOCK, None] - market.v
        gain[(allowed == FORBIDDEN) | (problem.scores[low : low + BLOCK] >= 0)] = 0
        gain[~market.free[low : low + BLOCK]] = 0
        gain[:, market.places < 1] = 0
        for row, column in removed:
            if low <= row < low + BLOCK:
                gain[row - low, column] = 0
        flat = gain.ravel()
        for place in np.argsort(-flat, kind="stable")[:FEW].tolist():
            if flat[place] > 0:
                promising.append(
                    (-int(flat[place]), (low + place // gain.shape[1], place % gain.shape[1]))
                )
    return [cell for _, cell in sorted(promising)[:FEW]]


def _tenure(person: "Person", cohort: "Cohort") -> str:
    if person.started_on is None:
        return "unknown"
    years = max(0, (cohort.setting.week - person.started_on).days // 365)
    return "under 1 year" if years < 1 else "1 to 2 years" if years < 3 else "3 years and more"


def _groups(
    people: "Sequence[Person]", names: Sequence[str], score: dict[str, int | None]
) -> tuple[Group, ...]:
    members: dict[str, list[int | None]] = {}
    for person, name in zip(people, names, strict=True):
        members.setdefault(name, []).append(score[person.id])
    groups = []
    for name, scores in sorted(members.items()):
        paired = [points for points in scores if points is not None]
        mean = round(sum(paired) / len(paired), 1) if paired else None
        groups.append(Group(name, len(scores), len(paired), mean, min(paired, default=None)))
    return tuple(groups)
