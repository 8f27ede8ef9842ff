"""The checker: believes nothing but the instance, and shares no code with the solver."""

from typing import Any

import numpy as np

from pairing.engine.instance import Instance
from pairing.engine.result import Result

BLOCK = 4_000_000


def check(instance: Instance, result: Result) -> list[str]:
    """What is wrong with a result, one sentence each; an empty list means the proof holds.

    Checks in whole numbers, over all pairs: everyone exists and is paired at most once, places
    and locks are kept, prices are not negative, no allowed pair is worth more than its two
    prices, and the prices together are worth exactly the pairing.
    """
    if result.instance != instance.digest():
        return ["The result belongs to another instance."]
    if result.status == "infeasible":
        return _check_clash(instance, result)
    problems = _check_pairs(instance, result)
    if not problems:
        problems = _check_numbers(instance, result) + _check_prices(instance, result)
    return problems


def _check_clash(instance: Instance, result: Result) -> list[str]:
    locks = set(instance.locks)
    if not result.clashing_locks or not locks.issuperset(result.clashing_locks):
        return ["The clashing locks are not locks of the instance."]
    return []


def _check_pairs(instance: Instance, result: Result) -> list[str]:
    problems, load, seen = [], dict.fromkeys(instance.mentors, 0), set()
    vetoed = set(instance.vetoes) | set(instance.same_person)
    for pair in result.pairs:
        row, column = instance.row_of.get(pair.mentee), instance.column_of.get(pair.mentor)
        if row is None or column is None:
            return [f"{pair.mentee} with {pair.mentor} names someone unknown."]
        score = int(instance.scores[row, column])
        if score < 0 or (pair.mentee, pair.mentor) in vetoed:
            problems.append(f"{pair.mentee} with {pair.mentor} is not an allowed pair.")
        if score != pair.score:
            problems.append(f"{pair.mentee} with {pair.mentor} scores {score}, not {pair.score}.")
        if pair.mentee in seen:
            problems.append(f"{pair.mentee} has two mentors.")
        seen.add(pair.mentee)
        load[pair.mentor] += 1
    for mentor, capacity in zip(instance.mentors, instance.capacities.tolist(), strict=True):
        if load[mentor] > capacity:
            problems.append(f"{mentor} has {load[mentor]} mentees and {capacity} places.")
    return problems + _check_lists(instance, result)


def _check_lists(instance: Instance, result: Result) -> list[str]:
    problems = []
    pairs = {(pair.mentee, pair.mentor) for pair in result.pairs}
    locked = {(pair.mentee, pair.mentor) for pair in result.pairs if pair.locked}
    if locked != set(instance.locks):
        problems.append("The locked pairs are not those of the instance.")
    paired = {mentee for mentee, _ in pairs}
    unpaired = [entry.mentee for entry in result.unpaired]
    if sorted([*paired, *unpaired]) != sorted(instance.mentees):
        problems.append("Paired and unpaired mentees are not everyone, each once.")
    mentor_of = dict(pairs)
    as_mentor = dict(instance.same_person)
    as_mentee = {mentor: mentee for mentee, mentor in instance.same_person}
    for mentee, mentor in pairs:
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
    told = result.objective
    same = (
        told.pairs == len(scores)
        and told.score == sum(scores)
        and told.minimum == min(scores, default=None)
        and told.by_priority == by_priority
    )
    return [] if same else ["The objective is not what the pairs are worth."]


def _check_prices(instance: Instance, result: Result) -> list[str]:
    proof = result.certificate
    problems = _check_unit(instance, result) + _check_vetoes(instance, result)
    free = _free_mentees(instance)
    u = _prices(proof.mentee_prices, instance.mentees, free)
    v = _prices(proof.mentor_prices, instance.mentors, set(instance.mentors))
    if u is None or v is None:
        return [*problems, "A price is missing, negative or not a whole number."]
    places = dict(zip(instance.mentors, instance.capacities.tolist(), strict=True))
    locked = 0
    for mentee, mentor in instance.locks:
        places[mentor] -= 1
        locked += _weight(instance, mentee, mentor, proof.unit)
    bound = sum(u.values()) + sum(places[name] * price for name, price in v.items()) + locked
    value = sum(_weight(instance, pair.mentee, pair.mentor, proof.unit) for pair in result.pairs)
    if not bound == value == proof.bound:
        problems.append(f"Prices add up to {bound}, pairs to {value}, told is {proof.bound}.")
    return problems + _check_every_pair(instance, result, u, v)


def _check_unit(instance: Instance, result: Result) -> list[str]:
    """A step of priority must outweigh all points together, or not count at all."""
    unit = result.certificate.unit
    if result.goal == "score":
        return [] if unit == 0 else ["Score alone was asked for, but priorities were counted."]
    removed = [*instance.vetoes, *instance.same_person]
    scores = instance.scores
    if removed:
        scores = scores.copy()
        for mentee, mentor in removed:
            scores[instance.row_of[mentee], instance.column_of[mentor]] = -1
    pairs = min(len(instance.mentees), sum(instance.capacities.tolist()))
    enough = pairs * max(0, int(scores.max(initial=0)))
    return [] if unit > enough else [f"The unit {unit} does not outweigh {enough} points."]


def _check_vetoes(instance: Instance, result: Result) -> list[str]:
    """Only a pair that could close a two-cycle may have been forbidden on the way."""
    mentees, mentors = dict(instance.same_person), {m: e for e, m in instance.same_person}
    return [
        f"{mentee} with {mentor} was vetoed without being asked for."
        for mentee, mentor in result.certificate.vetoes
        if mentee not in mentees or mentor not in mentors or mentees[mentee] == mentor
    ]


def _free_mentees(instance: Instance) -> set[str]:
    return set(instance.mentees) - {mentee for mentee, _ in instance.locks}


def _prices(given: dict[str, Any], names: tuple[str, ...], wanted: set[str]) -> Any:
    prices = {name: given.get(name) for name in names if name in wanted}
    good = all(type(price) is int and price >= 0 for price in prices.values())
    return prices if good else None


def _weight(instance: Instance, mentee: str, mentor: str, unit: int) -> int:
    row, column = instance.row_of[mentee], instance.column_of[mentor]
    return unit * int(instance.priorities[row]) + int(instance.scores[row, column])


def _closed_by_locks(instance: Instance) -> set[tuple[str, str]]:
    """A lock of A with B rules out B with A."""
    as_mentor, as_mentee = dict(instance.same_person), {m: e for e, m in instance.same_person}
    return {
        (as_mentee[mentor], as_mentor[mentee])
        for mentee, mentor in instance.locks
        if mentor in as_mentee and mentee in as_mentor
    }


def _check_every_pair(
    instance: Instance, result: Result, u: dict[str, int], v: dict[str, int]
) -> list[str]:
    """Row blocks in int64; Python's whole numbers where prices would not fit."""
    exempt = {*instance.vetoes, *instance.same_person, *result.certificate.vetoes}
    exempt |= _closed_by_locks(instance)
    rows_exempt: dict[str, list[int]] = {}
    for mentee, mentor in exempt:
        rows_exempt.setdefault(mentee, []).append(instance.column_of[mentor])
    kind = np.int64 if max([0, *u.values(), *v.values()]) < 2**61 else object
    prices = np.array([v[name] for name in instance.mentors], dtype=kind)
    for row, name in enumerate(instance.mentees):
        if name not in u or not len(prices):
            continue
        line = instance.scores[row].astype(kind)
        floor = u[name] - result.certificate.unit * int(instance.priorities[row])
        above = (line > prices + floor) & (instance.scores[row] >= 0)
        above[rows_exempt.get(name, [])] = False
        if above.any():
            return [
                f"{name} with {instance.mentors[int(above.argmax())]} is worth more than "
                "its prices."
            ]
    return []
