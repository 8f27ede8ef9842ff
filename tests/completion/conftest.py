from datetime import UTC, date, datetime, timedelta

import pytest

from pairs.actions import pairs
from pairs.models import MentoringSession, Pair

AT = datetime(2021, 9, 30, 12, tzinfo=UTC)
FIRST, LAST = date(2021, 7, 7), date(2021, 9, 30)


@pytest.fixture
def cycle(cycle):
    cycle.starts_on, cycle.ends_on, cycle.zone = FIRST, LAST, "UTC"
    cycle.save(update_fields=["starts_on", "ends_on", "zone"])
    return cycle


@pytest.fixture
def pair(pair):
    """Ten days into their last fortnight, with two sessions, one of them in writing."""
    Pair.objects.filter(pk=pair.pk).update(starts_on=FIRST, ends_on=LAST)
    pair.refresh_from_db()
    for number, form in enumerate(("live", "async")):
        MentoringSession.objects.create(
            pair=pair,
            held_on=FIRST + timedelta(days=10 * number),
            minutes=30,
            form=form,
            logged_by=pair.mentee.person,
        )
    return pair


@pytest.fixture
def complete(pair):
    """The same pair after its last day."""
    pairs.end(pair, reason=Pair.EndReason.COMPLETED, by=None, at=AT)
    pair.refresh_from_db()
    return pair
