"""The checker: believes nothing but the instance, and shares no code with the solver.

In whole numbers and over all pairs: everyone exists and is paired at most once, places and locks
are kept, prices are not negative, no allowed pair is worth more than its two prices, and the
prices together are worth exactly the pairing. By weak duality of the assignment problem nothing
can then be worth more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from pairing.engine.proof.stability import count_blocking
from pairing.engine.values.instance import Instance
from pairing.engine.values.result import NOT_TOLD, Result

FITS = 2**61


@dataclass(frozen=True)
class _Proof:
    """Prices as the result tells them, with the pairs they need not cover."""

    bound: int
    mentee_prices: Mapping[str, Any]
    mentor_prices: Mapping[str, Any]
    vetoes: tuple[tuple[str, str], ...]


def check(instance: Instance, result: Result) -> list[str]:
    """What is wrong with a result, one sentence each; an empty list means the proof holds."""
    return [" ".join(problem.split()) for problem in _problems(instance, result)]


def _problems(instance: Instance, result: Result) -> list[str]:
    if result.instance and result.instance != instance.digest():
        return ["The result belongs to another instance."]
    if result.status == "infeasible":
        return _check_clash(instance, result)
    problems = _check_pairs(instance, result) or _check_lists(instance, result)
    if problems:
        return problems
    try:
        return [
            *_check_numbers(instance, result),
            *_check_unit(instance, result),
            *_check_goal(instance, result),
        ]
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return ["The certificate is not of the form it should have."]


def _check_clash(instance: Instance, result: Result) -> list[str]:
    """Infeasible is believed only if the named locks do contradict each other."""
    named = set(result.clashing_locks)
    if not named or not named <= set(instance.locks):
        return ["The clashing locks are not locks of the instance."]
    mentees, mentors = [mentee for mentee, _ in named], [mentor for _, mentor in named]
    twice = len(set(mentees)) < len(mentees)
    capacity = dict(zip(instance.mentors, instance.capacities.tolist(), strict=True))
    crowded = any(mentors.count(mentor) > capacity[mentor] for mentor in mentors)
    if twice or crowded or named & _closed_by_locks(instance):
        return []
    return ["The named locks do not clash."]


def _check_pairs(instance: Instance, result: Result) -> list[str]:
    removed = set(instance.vetoes) | set(instance.same_person)
    load = dict.fromkeys(instance.mentors, 0)
    for pair in result.pairs:
        row, column = instance.row_of.get(pair.mentee), instance.column_of.get(pair.mentor)
        if row is None or column is None:
            return [f"{pair.mentee} with {pair.mentor} names someone unknown."]
        score = int(instance.scores[row, column])
        if score < 0 or (pair.mentee, pair.mentor) in removed:
            return [f"{pair.mentee} with {pair.mentor} is not an allowed pair."]
        if score != pair.score:
            return [f"{pair.mentee} with {pair.mentor} scores {score}, not {pair.score}."]
        load[pair.mentor] += 1
    for mentor, capacity in zip(instance.mentors, instance.capacities.tolist(), strict=True):
        if load[mentor] > capacity:
            return [f"{mentor} has {load[mentor]} mentees and {capacity} places."]
    return []


def _check_lists(instance: Instance, result: Result) -> list[str]:
    problems = []
    locked = {(pair.mentee, pair.mentor) for pair in result.pairs if pair.locked}
    if locked != set(instance.locks):
        problems.append("The locked pairs are not those of the instance.")
    paired = [pair.mentee for pair in result.pairs]
    unpaired = [entry.mentee for entry in result.unpaired]
    if sorted([*paired, *unpaired]) != sorted(instance.mentees):
        problems.append("Paired and unpaired mentees are not everyone, each once.")
    mentor_of = result.mentor_of
    as_mentor, as_mentee = dict(instance.same_person), _mentee_of(instance)
    for mentee, mentor in mentor_of.items():
        other = as_mentee.get(mentor)
        if other and mentee in as_mentor and mentor_of.get(other) == as_mentor[mentee]:
            problems.append(f"{mentee} and {other} would mentor each other.")
    return problems


def _check_numbers(instance: Instance, result: Result) -> list[str]:
    by_priority: dict[str, int] = {}
    for pair in result.pairs:
        key = str(int(instance.priorities[instance.row_of[pair.mentee]]))
        by_priority[key] = by_priority.get(key, 0) + 1
    scores = [pair.score for pair in result.pairs]
    claimed = result.objective
    same = (
        claimed.pairs == len(scores)
        and claimed.score == sum(scores)
        and claimed.minimum == min(scores, default=None)
        and claimed.by_priority == by_priority
    )
    problems = [] if same else ["The objective is not what the pairs are worth."]
    closed = _stable_vetoes(result) if result.goal == "stable" else result.certificate.vetoes
    blocking = count_blocking(instance, result.mentor_of, closed)
    if result.blocking_pairs not in (blocking, NOT_TOLD):
        problems.append(f"{blocking} pairs block, not {result.blocking_pairs}.")
    if blocking and result.goal == "stable":
        problems.append(f"{blocking} pairs block a pairing that is called stable.")
    return problems


def _check_unit(instance: Instance, result: Result) -> list[str]:
    """A step of priority must outweigh all points together, or not count at all."""
    unit = result.certificate.unit
    if result.goal == "score":
        return [] if unit == 0 else ["Score alone was asked for, but priorities were counted."]
    removed = {
        (instance.row_of[e], instance.column_of[m])
        for e, m in (*instance.vetoes, *instance.same_person)
    }
    pairs = min(len(instance.mentees), sum(instance.capacities.tolist()))
    highest = 0
    for row, line in enumerate(instance.scores):
        if int(line.max(initial=0)) > highest:
            kept = [
                int(score)
                for column, score in enumerate(line.tolist())
                if (row, column) not in removed
            ]
            highest = max(highest, *kept, 0)
    enough = pairs * highest
    return [] if unit > enough else [f"The unit {unit} does not outweigh {enough} points."]


def _check_goal(instance: Instance, result: Result) -> list[str]:
    proof = _proof(result.certificate.__dict__)
    if result.goal == "max-min":
        return _check_max_min(instance, result, proof)
    problems = _check_prices(instance, result.certificate.unit, proof)
    value = _value(instance, result)
    if result.goal != "stable":
        if value != proof.bound:
            problems.append(f"The prices are worth {proof.bound}, the pairs {value}.")
        return problems
    loss = result.certificate.extra["loss"]
    if result.certificate.unit * loss["tier_units"] + loss["points"] != proof.bound - value:
        problems.append("The loss is not the distance to the best pairing.")
    allowed = _cycle_vetoes(instance, _stable_vetoes(result))
    return problems + ([] if allowed else ["A pair was vetoed without being asked for."])


def _check_max_min(instance: Instance, result: Result, proof: _Proof) -> list[str]:
    """Three sets of prices: no more pairs, no better worst pair, no more points."""
    unit, extra = result.certificate.unit, result.certificate.extra
    threshold, value = extra["threshold"], _value(instance, result)
    most = _proof(extra["most"])
    problems = _check_prices(instance, unit, proof, threshold)
    problems += _check_prices(instance, unit, most)
    if value != proof.bound:
        problems.append(f"The prices are worth {proof.bound}, the pairs {value}.")
    if value // unit != most.bound // unit:
        problems.append("More pairs would be possible.")
    if any(pair.score < threshold for pair in result.pairs if not pair.locked):
        problems.append(f"A pair scores less than {threshold}.")
    if extra["above"] is None:
        free = dict.fromkeys(set(instance.mentees) - {mentee for mentee, _ in instance.locks}, 0)
        nobody = dict.fromkeys(instance.mentors, 0)
        chosen = any(not pair.locked for pair in result.pairs)
        if chosen and _check_every_pair(instance, 0, (free, nobody), {}, (), threshold + 1):
            problems.append("A better worst pair was not ruled out.")
        return problems
    better = _proof(extra["above"])
    problems += _check_prices(instance, unit, better, threshold + 1)
    if better.bound // unit >= value // unit:
        problems.append("A better worst pair may be possible.")
    return problems


def _check_prices(instance: Instance, unit: int, proof: _Proof, threshold: int = 0) -> list[str]:
    """Do the prices cover every allowed pair of at least `threshold`, and sum to the bound?"""
    locked = {mentee for mentee, _ in instance.locks}
    u = {name: proof.mentee_prices[name] for name in instance.mentees if name not in locked}
    v = {name: proof.mentor_prices[name] for name in instance.mentors}
    if not all(type(price) is int and price >= 0 for price in (*u.values(), *v.values())):
        return ["A price is missing, negative or not a whole number."]
    if not _cycle_vetoes(instance, proof.vetoes):
        return ["A pair was vetoed without being asked for."]
    places = dict(zip(instance.mentors, instance.capacities.tolist(), strict=True))
    for _, mentor in instance.locks:
        places[mentor] -= 1
    bound = sum(u.values()) + sum(places[name] * price for name, price in v.items())
    bound += sum(_weight(instance, unit, *lock) for lock in instance.locks)
    if bound != proof.bound:
        return [f"The prices add up to {bound}, not to {proof.bound}."]
    return _check_every_pair(instance, unit, (u, v), places, proof.vetoes, threshold)


def _check_every_pair(
    instance: Instance,
    unit: int,
    prices_of: tuple[dict[str, int], dict[str, int]],
    places: dict[str, int],
    vetoes: tuple[tuple[str, str], ...],
    threshold: int,
) -> list[str]:
    """Row by row in int64; in Python's whole numbers where prices would not fit."""
    u, v = prices_of
    exempt = {*instance.vetoes, *instance.same_person, *vetoes, *_closed_by_locks(instance)}
    exempt_of: dict[str, list[int]] = {}
    for mentee, mentor in exempt:
        exempt_of.setdefault(mentee, []).append(instance.column_of[mentor])
    closed = {name: 0 for name in v if places.get(name) == 0}
    kind = np.int64 if max([unit * 9, *u.values(), *v.values()]) < FITS else object
    prices = np.array([v[name] for name in instance.mentors], dtype=kind)
    for name, price in u.items():
        row = instance.row_of[name]
        floor = price - unit * int(instance.priorities[row])
        line = instance.scores[row]
        above = (line.astype(kind) > prices + floor) & (line >= threshold)
        above[exempt_of.get(name, [])] = False
        if above.any():
            mentor = instance.mentors[int(above.argmax())]
            return [f"{name} with {mentor} is worth more than its prices."]
        for mentor, least in closed.items():
            column = instance.column_of[mentor]
            if line[column] >= max(0, threshold) and column not in exempt_of.get(name, []):
                closed[mentor] = max(least, int(line[column]) - floor)
    wrong = [name for name, least in closed.items() if v[name] != least]
    return [f"{wrong[0]} has no place to give, and not the least price."] if wrong else []


def _proof(content: Mapping[str, Any]) -> _Proof:
    vetoes = tuple((mentee, mentor) for mentee, mentor in content["vetoes"])
    return _Proof(content["bound"], content["mentee_prices"], content["mentor_prices"], vetoes)


def _cycle_vetoes(instance: Instance, vetoes: tuple[tuple[str, str], ...]) -> bool:
    """Only a pair that could close a two-cycle may have been forbidden on the way."""
    as_mentor, as_mentee = dict(instance.same_person), _mentee_of(instance)
    return all(mentee in as_mentor and mentor in as_mentee for mentee, mentor in vetoes)


def _stable_vetoes(result: Result) -> tuple[tuple[str, str], ...]:
    return tuple((mentee, mentor) for mentee, mentor in result.certificate.extra["stable_vetoes"])


def _closed_by_locks(instance: Instance) -> set[tuple[str, str]]:
    """A lock of A with B rules out B with A."""
    as_mentor, as_mentee = dict(instance.same_person), _mentee_of(instance)
    return {
        (as_mentee[mentor], as_mentor[mentee])
        for mentee, mentor in instance.locks
        if mentor in as_mentee and mentee in as_mentor
    }


def _mentee_of(instance: Instance) -> dict[str, str]:
    return {mentor: mentee for mentee, mentor in instance.same_person}


def _value(instance: Instance, result: Result) -> int:
    unit = result.certificate.unit
    return sum(_weight(instance, unit, pair.mentee, pair.mentor) for pair in result.pairs)


def _weight(instance: Instance, unit: int, mentee: str, mentor: str) -> int:
    row, column = instance.row_of[mentee], instance.column_of[mentor]
    return unit * int(instance.priorities[row]) + int(instance.scores[row, column])
