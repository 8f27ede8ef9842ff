"""Before the call opened the organizer went through the plan with people who are not there, and since
then looks after what waits."""

from datetime import datetime, timedelta

from outcomes.actions import needs
from pairing.actions import rehearsals
from pairing.models import Rehearsal
from people.models import User
from programs.models import Cycle

PEOPLE = 60
BEFORE = timedelta(days=30)
SHARES = 40, 50  # mentors in a hundred: first as usual, then with a louder call for them


def play(cycle: Cycle, organizer: User, *, at: datetime) -> None:
    then = at - BEFORE
    for share in SHARES:
        made = rehearsals.start(
            cycle,
            by=organizer,
            at=then,
            cohort=Rehearsal.Cohort.ORGANIZATION,
            people=PEOPLE,
            mentor_percent=share,
        )
        rehearsals.carry_out(made.pk, clock=lambda: then)
    day = cycle.day(at) + timedelta(days=2)
    needs.take(cycle, "undecided", due_on=day, by=organizer, at=at)
