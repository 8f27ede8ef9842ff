"""What two windows of one page send."""

import pytest
import time_machine

from tests.growth.two_windows.helpers import AT


@pytest.fixture(autouse=True)
def in_june():
    with time_machine.travel(AT, tick=False):
        yield
