"""Measure the engine on invented people, beside what one would use otherwise."""

import resource
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from pairing.engine import changes as do
from pairing.engine.availability import has_numba
from pairing.engine.measuring.invented import WEEK, WEIGHTS, people, scored
from pairing.engine.measuring.rivals import rivals
from pairing.engine.proof.certificate import check
from pairing.engine.reasons.counterfactual import losses
from pairing.engine.scoring import build, text
from pairing.engine.search.market import Market
from pairing.engine.solver import solve
from pairing.engine.state import State
from pairing.engine.values.instance import Instance
from pairing.engine.values.result import Result

ENOUGH, SHORT = (1, 2, 3), (1,)
QUESTIONS = 15
MOST_QUESTIONED = 500_000_000


@dataclass(frozen=True)
class Timing:
    """Wall-clock and processor seconds of one call."""

    wall: float
    cpu: float


def bench(
    mentees: int,
    mentors: int,
    *,
    family: str,
    short: bool,
    seed: int,
    repeat: int,
    compare: bool,
) -> Iterator[str]:
    """Lines of a report: phases, seconds (medians), peak memory, what-ifs, rivals."""
    capacities = SHORT if short else ENOUGH
    if family == "people":
        make = _cohort_maker(mentees, mentors, seed, capacities)
    else:
        drawn = scored(family, mentees, mentors, seed, capacities)
        make = partial(replace, drawn)  # a new instance knows nothing of what an old one found out
    instance = make()
    yield (
        f"{family}: {mentees} mentees x {mentors} mentors, {instance.capacities.sum()} places, "
        f"seed {seed}, median of {repeat}; seconds wall (processor)"
    )
    making, solving, totals = [], [], []
    for _ in range(repeat):
        instance, made = timed(make)
        result, solved = timed(partial(solve, instance))
        making.append(made)
        solving.append(solved)
        totals.append(Timing(made.wall + solved.wall, made.cpu + solved.cpu))
    if family == "people":
        yield row("scores from people", making)
    yield row("pairs, proof on all pairs, result", solving)
    if family == "people":
        yield row("together", totals)
    yield f"peak memory {peak()} MB; {facts(result)}"
    yield from _proof(instance, result)
    yield from _questions(instance, result)
    if compare:
        yield from _rivals(instance, result, statistics.median(t.cpu for t in solving))


def _cohort_maker(
    mentees: int, mentors: int, seed: int, capacities: tuple[int, ...]
) -> Callable[[], Instance]:
    sides = people("e", mentees, seed, capacities), people("m", mentors, seed, capacities)

    def make() -> Instance:
        # Words read in an earlier round must not be free in the next one.
        text.stem.cache_clear()
        return build(mentees=sides[0], mentors=sides[1], week=WEEK, weights=WEIGHTS).instance

    return make


def timed(work: Callable[[], Any]) -> tuple[Any, Timing]:
    wall, cpu = time.perf_counter(), time.process_time()
    answer = work()
    return answer, Timing(time.perf_counter() - wall, time.process_time() - cpu)


def row(name: str, timings: list[Timing]) -> str:
    wall = statistics.median(timing.wall for timing in timings)
    cpu = statistics.median(timing.cpu for timing in timings)
    return f"  {name:<40} {wall:9.4f} ({cpu:.4f})"


def peak() -> int:
    """The most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def facts(result: Result) -> str:
    reached, stats = result.objective, result.stats
    return (
        f"{reached.pairs} pairs, {reached.score} points, solver {stats['solver']}, "
        f"{stats['candidates']} candidates, {stats['rounds']} rounds"
    )


def _proof(instance: Instance, result: Result) -> Iterator[str]:
    problems, spent = timed(partial(check, instance, result))
    yield row("independent check of everything", [spent])
    yield "  certificate " + ("holds" if not problems else f"FAILS: {problems[0]}")


def _questions(instance: Instance, result: Result) -> Iterator[str]:
    if instance.scores.size > MOST_QUESTIONED:
        yield "  what-ifs are not measured at this size"
        return
    state = State.from_result(instance, result)
    pairs = result.pairs[:: max(1, len(result.pairs) // QUESTIONS)][:QUESTIONS]
    vetoes, locks = [], []
    for pair, other in zip(pairs, [*pairs[1:], pairs[0]] if pairs else [], strict=True):
        vetoes.append(timed(partial(_proved, state, do.Veto(pair.mentee, pair.mentor)))[1])
        if instance.is_allowed(pair.mentee, other.mentor):
            lock = do.Lock(pair.mentee, other.mentor)
            locks.append(timed(partial(_proved, state, lock))[1])
    if vetoes:
        yield row("veto, proof renewed on all pairs", vetoes)
    if locks:
        yield row("lock, proof renewed on all pairs", locks)
    rows = np.flatnonzero(state.market.free)[:QUESTIONS]
    if len(rows):
        _, first = timed(partial(losses, state.market, int(rows[0])))
        later = [timed(partial(losses, state.market, int(mentee)))[1] for mentee in rows]
        yield row("all counterfactuals of one mentee", later)
        yield row("  the very first (turns the table)", [first])


def _proved(state: State, change: do.Change) -> None:
    """A what-if, and afterwards every pair held against the prices once more."""
    state.what_if([change])
    assert is_proved(state.market), "the what-if broke the proof"  # noqa: S101 - a measurement


def is_proved(market: Market) -> bool:
    """No allowed pair anywhere is worth more than its prices."""
    if market.scores.size > 4_000_000 and has_numba():
        from pairing.engine.search.sparse import overpriced_cells  # noqa: PLC0415 - loads numba

        return not len(overpriced_cells(market)[0])
    worth = market.base[:, None] + market.scores
    prices = market.u[:, None] + market.v
    return not bool(((worth > prices) & (market.scores >= 0) & market.free[:, None]).any())


def _rivals(instance: Instance, result: Result, own: float) -> Iterator[str]:
    yield "  beside, on the same scores:       seconds (processor)   MB   pairs   points   against ours"
    for rival in rivals(instance):
        if rival.seconds is None:
            yield f"  {rival.name:<38} {rival.remark}"
            continue
        behind = result.objective.pairs - rival.pairs, result.objective.score - rival.score
        yield (
            f"  {rival.name:<38} {rival.seconds:8.3f} ({rival.processor:.3f}) "
            f"{rival.memory:5d} {rival.pairs:7d} "
            f"{rival.score:8d}   {rival.processor / own:.1f}x the processor time, "
            f"{behind[0]:+d} pairs and {behind[1]:+d} points for us"
        )
