import pytest
import time_machine

from tests.pairs.july import AT


@pytest.fixture
def july():
    with time_machine.travel(AT, tick=False):
        yield
