"""A cycle whose pairs are published, and what is said of them."""

import pytest

from tests.pairing.crowd import apply
from tests.pairing.repairs.published import (
    active,
    publish,
)


@pytest.fixture
def published(cycle):
    """Ann (A) mentors Cy, Bo (B) mentors Di (D); Wim waits on the list."""
    found = {
        "Ann": apply(cycle, "mentor", name="Ann", division="D"),
        "Bo": apply(cycle, "mentor", name="Bo", division="C"),
        "Cy": apply(cycle, "mentee", name="Cy", division="C"),
        "Di": apply(cycle, "mentee", name="Di", division="D"),
        "Wim": apply(cycle, "mentee", name="Wim", division="W", status="waitlisted"),
    }
    publish(cycle)
    assert active(cycle) == [("Ann", "Cy"), ("Bo", "Di")]
    return found
