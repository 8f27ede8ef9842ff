"""Everybody scored as they are now."""

from datetime import datetime

from pairing.engine.scoring import Cohort
from pairing.runs import calculation, cohort
from programs.models import Cycle


def scored_now(cycle: Cycle, *, at: datetime, is_trial: bool = False) -> Cohort:
    """A trial leaves locks and the shortage rule out: it only asks about single pairs."""
    return calculation.cohort_of(
        cohort.entries(cycle, at=at),
        week=cohort.week_of(cycle, at),
        seed=cycle.pairing_seed,
        is_trial=is_trial,
    )
