"""A rehearsal from people to a result: plain values, totals only. Reads and computes; writes nothing."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from pairing.engine import solve
from pairing.models import Rehearsal
from pairing.runs import calculation, cohort
from pairing.runs.rehearsal import dates, pairs
from pairing.runs.rehearsal.people import entries_of

Show = Callable[[Rehearsal.Step], None]
# Criteria that count, rules, places, areas, people no rule lets in, reading, nights, dates.
CHECKS = ("criterion", "rule", "places", "area", "ruled_out", "reading", "night", "date")


def worked_out(
    rehearsal: Rehearsal, *, at: datetime, show: Show
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The plan it was worked out on, and the result. Raises BadInput where people contradict each
    other."""
    cycle = rehearsal.cycle
    show(Rehearsal.Step.READING)
    entries = entries_of(rehearsal, at=at)
    show(Rehearsal.Step.SOLVING)
    week = cohort.week_of(cycle, at)
    scored = calculation.cohort_of(entries, week=week, seed=cycle.pairing_seed)
    solved = solve(scored.instance, cycle.objective)
    figures = pairs.figures(entries, scored, solved)
    show(Rehearsal.Step.WEIGHING)
    spots = [
        *pairs.shortage_spots(entries, solved, figures["mentors_only"]),
        *pairs.rule_spots(scored, scored.instance),
        *pairs.criterion_spots(entries),
    ]
    show(Rehearsal.Step.PLANNING)
    plan = dates.planned(cycle, at=at)
    spots += dates.spots(plan, entries)
    settings = entries.settings()
    kept = {
        "rules": settings["rules"],
        "shortage": settings["shortage"],
        "weights": settings["weights"],
        "objective": cycle.objective,
        "dates": dates.fixed(plan),
        "reviewing": [plan.reviewers, cycle.reviews_wanted],
    }
    result = {
        "figures": figures,
        "spots": spots,
        "passed": len(set(CHECKS) - {spot["kind"] for spot in spots}),
        "hours": dates.hours(plan, figures),
        "messages": dates.messages(plan, figures),
    }
    return kept, result
