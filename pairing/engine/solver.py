"""The front door: an instance and an objective in, a proved result out."""

import time

from pairing.engine.branching import solve_without_two_cycles
from pairing.engine.dense import solve_dense
from pairing.engine.instance import BadInput, Instance
from pairing.engine.problem import clashing_locks, make_problem
from pairing.engine.reporting import infeasible, report
from pairing.engine.result import OBJECTIVES, Result


def solve(instance: Instance, objective: str = "pairs-then-score") -> Result:
    """The best pairing of `instance`, with prices that prove it.

    Status is "optimal", or "infeasible" with the locks that clash. Raises BadInput for an unknown
    objective.
    """
    if objective not in OBJECTIVES:
        raise BadInput(f"unknown objective {objective!r}; choose one of {', '.join(OBJECTIVES)}")
    clash = clashing_locks(instance)
    if clash:
        return infeasible(instance, objective, clash)
    started = time.perf_counter()
    problem = make_problem(instance, unit=0 if objective == "score" else None)
    answer = solve_without_two_cycles(problem, solve_dense)
    return report(answer, objective, time.perf_counter() - started)
