import pytest
from django.core.cache import cache

from directory.queries import switch
from tests.factories import UserFactory
from tests.factories.directory import AvailabilityFactory


@pytest.fixture(autouse=True)
def _directory_on(_empty_cache, db):
    cache.set(switch.KEY, True)


@pytest.fixture
def noor(db):
    return UserFactory(
        name="Noor Castellane",
        focus_areas=["Writing", "Tracing", "Talks"],
        level=2,
        division="Support",
        languages=["English"],
        time_zone="Europe/Vienna",
    )


@pytest.fixture
def offer(db):
    return AvailabilityFactory(
        person__name="Ilse Marrowby",
        person__level=4,
        person__division="Infrastructure",
        person__languages=["English", "German"],
        person__time_zone="Europe/Vienna",
        topics=["Writing", "tracing"],
    )


@pytest.fixture
def ilse(offer):
    return offer.person
