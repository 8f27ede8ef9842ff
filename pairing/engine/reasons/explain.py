"""Why this pair, why not that one, why nobody: answers about single people on a solved state."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pairing.engine.changes import Capacity, Change, Lock, Override, Unlock, Veto
from pairing.engine.difference import Difference
from pairing.engine.reasons.counterfactual import FAR, losses
from pairing.engine.reporting import decode
from pairing.engine.state import State
from pairing.engine.values.terms import BadInput

if TYPE_CHECKING:
    from pairing.engine.scoring import Cohort

FEW = 3


@dataclass(frozen=True, slots=True)
class Cost:
    """Part of an objective: whole steps of priority, then points."""

    tier_units: int
    points: int


@dataclass(frozen=True)
class Alternative:
    """Another mentor for a mentee, and everything that would follow from it."""

    mentor: str
    score: int
    cost: Cost
    difference: Difference


@dataclass(frozen=True)
class PairReasons:
    """Ranks count from 1 (how many are strictly better, plus one), out of all who are allowed.

    `mentor_price` is what one place of this mentor is worth to the cycle; `runner_up` the mentor
    the mentee could have instead at the least cost; `without` what forbidding the pair would do.
    """

    mentee: str
    mentor: str
    score: int
    locked: bool
    rank_for_mentee: int
    mentors_allowed: int
    rank_for_mentor: int
    mentees_allowed: int
    mentor_price: Cost
    runner_up: Alternative | None
    without: Difference


@dataclass(frozen=True)
class Claim:
    """An allowed mentor of an unpaired mentee, and who has the places."""

    mentor: str
    score: int
    held_by: tuple[str, ...]
    price: Cost


@dataclass(frozen=True)
class Remedy:
    """A change that would pair somebody. kind: place (one more with this mentor), force (lock the
    two, somebody else pays) or rule (an override of the named rule)."""

    kind: str
    mentor: str
    rule: str
    sentence: str
    changes: tuple[Change, ...]
    difference: Difference


@dataclass(frozen=True)
class UnpairedReasons:
    """`removed` names the mentors each rule took away (needs the cohort); `claims` are the allowed
    mentors, best score first; `remedies` begin with the smallest change."""

    mentee: str
    removed: dict[str, list[str]]
    claims: tuple[Claim, ...]
    remedies: tuple[Remedy, ...]


def pair(state: State, mentee: str, mentor: str) -> PairReasons:
    """Everything about a pair of the state. Raises BadInput if the two are not paired."""
    seats = state.seating()
    problem = state.problem
    row, column = _row(state, mentee), _column(state, mentor)
    if seats.seat[row] != column:
        raise BadInput(f"{mentee!r} is not paired with {mentor!r}")
    line, file = problem.scores[row], problem.scores[:, column]
    score = int(problem.scores[row, column])
    others = alternatives(state, mentee, most=1)
    return PairReasons(
        mentee=mentee,
        mentor=mentor,
        score=score,
        locked=(mentee, mentor) in state.instance.locks,
        rank_for_mentee=int(np.count_nonzero(line > score)) + 1,
        mentors_allowed=int(np.count_nonzero(line >= 0)),
        rank_for_mentor=int(np.count_nonzero(file > score)) + 1,
        mentees_allowed=int(np.count_nonzero(file >= 0)),
        mentor_price=_cost(state, int(state.market.v[column])),
        runner_up=others[0] if others else None,
        without=state.what_if([Veto(mentee, mentor)]),
    )


def all_costs(state: State, mentee: str) -> dict[str, Cost]:
    """For every mentor this mentee may have: what forcing the two together costs the cycle.

    A mentee who is locked counts as free for the question. Where somebody in both roles is
    concerned, the cost is a lower bound: the rule against two-cycles may add to it, and
    `alternatives` gives the exact figure.
    """
    row = _row(state, mentee)
    market = state.market
    if not market.free[row]:
        raise BadInput(f"{mentee!r} is locked; unlock first")
    lost = losses(market, row)
    problem = state.problem
    names = problem.instance.mentors
    return {
        names[problem.columns[column]]: _cost(state, int(lost[column]))
        for column in np.flatnonzero(lost < FAR).tolist()
    }


def alternatives(state: State, mentee: str, most: int = 4) -> list[Alternative]:
    """The other mentors whom the mentee could have at the least cost, each solved exactly."""
    row = _row(state, mentee)
    now = int(state.seating().seat[row])
    if state.market.free[row]:
        lost = losses(state.market, row)
    else:
        line = state.problem.scores[row].astype(np.int64)
        lost = np.where(line >= 0, int(line.max(initial=0)) - line, FAR)
    if now >= 0:
        lost[now] = FAR
    order = np.lexsort((-state.problem.scores[row].astype(np.int64), lost))
    others = []
    for column in order[: 2 * most].tolist():
        if lost[column] < FAR:
            name = state.problem.instance.mentors[state.problem.columns[column]]
            other = _alternative(state, mentee, name)
            others += [other] if other else []
    others.sort(key=lambda other: (other.cost.tier_units, other.cost.points, -other.score))
    return others[:most]


def together(state: State, mentee: str, mentor: str) -> Alternative | None:
    """What pairing these two would cost, and who moves; None where locks forbid it."""
    _row(state, mentee), _column(state, mentor)
    return _alternative(state, mentee, mentor)


def unpaired(state: State, mentee: str, cohort: "Cohort | None" = None) -> UnpairedReasons:
    """Why a mentee has no mentor, and what would change it. Raises BadInput if they have one."""
    row = _row(state, mentee)
    if state.seating().seat[row] >= 0:
        raise BadInput(f"{mentee!r} is paired")
    claims = _claims(state, row)
    return UnpairedReasons(
        mentee=mentee,
        removed=cohort.refusals(mentee) if cohort else {},
        claims=tuple(claims),
        remedies=(
            *_more_places(state, mentee, claims),
            *_overrides(state, mentee, cohort),
            *_forced(state, mentee),
        ),
    )


def _alternative(state: State, mentee: str, mentor: str) -> Alternative | None:
    changes: list[Change] = [Unlock(*lock) for lock in state.instance.locks if lock[0] == mentee]
    try:
        effect = state.what_if([*changes, Lock(mentee, mentor)])
    except BadInput:  # all places of this mentor are locked, or it would close a two-cycle
        return None
    row, column = _row(state, mentee), _column(state, mentor)
    score = int(state.instance.scores[state.problem.rows[row], state.problem.columns[column]])
    return Alternative(mentor, score, Cost(-effect.tier_units, -effect.points), effect)


def _claims(state: State, row: int) -> list[Claim]:
    problem, seat = state.problem, state.seating().seat
    line = problem.scores[row]
    allowed = np.flatnonzero(line >= 0)
    names, mentees = problem.instance.mentors, problem.instance.mentees
    claims = []
    for column in allowed[np.argsort(-line[allowed].astype(np.int64), kind="stable")].tolist():
        held = sorted(mentees[problem.rows[other]] for other in np.flatnonzero(seat == column))
        price = _cost(state, int(state.market.v[column]))
        name = names[problem.columns[column]]
        claims.append(Claim(name, int(line[column]), tuple(held), price))
    return claims


def _more_places(state: State, mentee: str, claims: Sequence[Claim]) -> list[Remedy]:
    """One more place: only worth naming where it would really go to this mentee."""
    remedies = []
    for claim in claims[: 2 * FEW]:
        column = state.instance.column_of[claim.mentor]
        change = Capacity(claim.mentor, int(state.instance.capacities[column]) + 1)
        effect = state.what_if([change])
        if any(move.mentee == mentee for move in effect.paired):
            sentence = f"One more place with {claim.mentor} would pair {mentee}."
            remedies.append(Remedy("place", claim.mentor, "", sentence, (change,), effect))
    return remedies[:FEW]


def _forced(state: State, mentee: str) -> list[Remedy]:
    return [
        Remedy(
            "force",
            best.mentor,
            "",
            f"Locking {mentee} with {best.mentor} moves others.",
            (Lock(mentee, best.mentor),),
            best.difference,
        )
        for best in alternatives(state, mentee, most=1)
    ]


def _overrides(state: State, mentee: str, cohort: "Cohort | None") -> list[Remedy]:
    """Mentors kept away by one rule alone, those with room and the best score first."""
    if cohort is None:
        return []
    room = _with_room(state)
    optional = {rule.key for rule in cohort.rules if rule.rule.is_optional}
    candidates = []
    for mentor in state.instance.mentors:
        refusals = cohort.rules_refusing(mentee, mentor) if mentor in room else []
        if len(refusals) == 1 and refusals[0].rule in optional:
            score = sum(part.points for part in cohort.explain(mentee, mentor))
            candidates.append((-score, mentor, refusals[0]))
    remedies = []
    for negative, mentor, refusal in sorted(candidates, key=lambda best: best[:2])[:FEW]:
        change = Override(mentee, mentor, -negative)
        effect = state.what_if([change])
        remedies.append(Remedy("rule", mentor, refusal.rule, refusal.sentence, (change,), effect))
    return remedies


def _with_room(state: State) -> set[str]:
    market, problem = state.market, state.problem
    room = np.flatnonzero(market.load < market.places).tolist()
    return {problem.instance.mentors[problem.columns[column]] for column in room}


def _cost(state: State, difference: int) -> Cost:
    return Cost(*decode(difference, state.unit))


def _row(state: State, mentee: str) -> int:
    if mentee not in state.problem.row_at:
        raise BadInput(f"unknown mentee {mentee!r}")
    return state.problem.row_at[mentee]


def _column(state: State, mentor: str) -> int:
    if mentor not in state.problem.column_at:
        raise BadInput(f"unknown mentor {mentor!r}")
    return state.problem.column_at[mentor]
