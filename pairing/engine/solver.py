"""The front door: an instance and an objective in, a proved result out."""

import time
from dataclasses import replace

from pairing.engine.availability import has_numba
from pairing.engine.reporting import infeasible, proof_of, report, report_stable
from pairing.engine.search.branching import optimize_without_two_cycles
from pairing.engine.search.dense import fits, solve_dense
from pairing.engine.search.market import Market
from pairing.engine.search.maxmin import solve_max_min
from pairing.engine.search.problem import Cell, Problem, Solution, clashing_locks, make_problem
from pairing.engine.search.stable import solve_stable
from pairing.engine.values.instance import Instance
from pairing.engine.values.result import OBJECTIVES, Result
from pairing.engine.values.terms import BadInput

SMALL = 250_000
WITHOUT_NUMBA = 60_000_000


def solve(instance: Instance, objective: str = "pairs-then-score") -> Result:
    """The best pairing of `instance`, with prices that prove it.

    Status is "optimal", or "infeasible" with the locks that clash. Raises BadInput for an unknown
    objective.
    """
    if objective not in OBJECTIVES:
        raise BadInput(f"unknown objective {objective!r}; choose one of {', '.join(OBJECTIVES)}")
    started = time.perf_counter()
    result = _solve(instance, objective)
    seconds = round(time.perf_counter() - started, 6)
    return replace(result, stats={"seconds": seconds} | result.stats)


def _solve(instance: Instance, objective: str) -> Result:
    clash = clashing_locks(instance)
    if clash:
        return infeasible(instance, objective, clash)
    problem = make_problem(instance, unit=0 if objective == "score" else None)
    if objective == "max-min":
        return _max_min(problem)
    proof, vetoes = solve_problem(problem)
    if objective == "stable":
        return report_stable(problem, solve_stable(problem, own_cells(problem)), (proof, vetoes))
    return report(problem, proof, vetoes, objective)


def _max_min(problem: Problem) -> Result:
    answer = solve_max_min(problem, solve_problem)
    extra = {
        "threshold": answer.threshold,
        "most": proof_of(problem, *answer.most),
        "above": proof_of(answer.above[0], *answer.above[1]) if answer.above else None,
    }
    return report(replace(problem, scores=answer.problem.scores), *answer.best, "max-min", extra)


def solve_problem(problem: Problem) -> tuple[Solution, tuple[Cell, ...]]:
    """The best pairing without two-cycles, and the cells vetoed to keep them out."""
    market, first = open_market(problem)
    vetoes = optimize_without_two_cycles(market, own_cells(problem))
    return replace(first, mate=market.mate, u=market.u, v=market.v), vetoes


def open_market(problem: Problem) -> tuple[Market, Solution]:
    """A solved market (two-cycles not looked at yet) by the method that suits the size."""
    if fits(problem, SMALL) or (not has_numba() and fits(problem, WITHOUT_NUMBA)):
        solution = solve_dense(problem)
    elif has_numba():
        from pairing.engine.search.large import solve_large  # noqa: PLC0415 - loads numba

        solution = solve_large(problem)
    else:
        market = Market.empty(problem)
        market.optimize()
        return market, replace(market.solution(), solver="paths")
    return Market.of(problem, solution), solution


def own_cells(problem: Problem) -> list[Cell]:
    """(row, column) of everyone in both roles."""
    return [problem.cell(own) for own in problem.instance.same_person]
