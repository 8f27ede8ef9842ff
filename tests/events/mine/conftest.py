"""A kickoff with two times, and people who may come."""

import pytest
import time_machine

from events.actions import events
from events.actions.events import SlotInput
from tests.events.mine.slots import FIRST, NOW, SECOND


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def kickoff(cycle):
    fields = {"title": "Kickoff", "minutes": 25}
    return events.save(cycle, fields, [SlotInput(FIRST), SlotInput(SECOND, capacity=1)], at=NOW)


@pytest.fixture
def slots(kickoff):
    return list(kickoff.slots.all())
