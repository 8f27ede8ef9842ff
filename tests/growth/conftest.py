import pytest

from tests.factories import UserFactory
from tests.factories.growth import GrowthOrganizerFactory, turn_on


@pytest.fixture
def growth_on(db):
    return turn_on()


@pytest.fixture
def manager(db):
    return UserFactory(name="Tove Anders")


@pytest.fixture
def noor(growth_on, manager):
    """Somebody who uses growth, with a manager."""
    return UserFactory(name="Noor Castellane", manager=manager, division="Support")


@pytest.fixture
def growth_organizer(db):
    return GrowthOrganizerFactory(person__name="Gro Organizer").person
