from datetime import datetime

from pairing.engine.scoring import Cohort
from pairing.runs import calculation, cohort
from programs.models import Cycle


def trial_cohort(cycle: Cycle, *, at: datetime) -> Cohort:
    """Everybody scored as they are now, to ask about single pairs: locks, vetoes and the shortage rule
    are left out."""
    return calculation.cohort_of(
        cohort.entries(cycle, at=at),
        week=cohort.week_of(cycle, at),
        seed=cycle.pairing_seed,
        is_trial=True,
    )
