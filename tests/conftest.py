"""Tests bring their own servers: DATABASE_URL and REDIS_URL when given, else private ones."""

import contextlib
import gc
import os
from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.db import connection as default_connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

from directory.queries import switch as directory
from growth.setup import queries as growth
from mentorship.embedded.services import services
from mentorship.templatetags import shell
from tests import emptied, migrated
from tests.factories import CycleFactory, PairFactory, StaffFactory, UserFactory

# Hypothesis: the same examples each time, many others when asked for. How fast they are made says how busy
# the machine is.
SLOW_IS_FINE = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)
hypothesis.register_profile(
    "ci", derandomize=True, deadline=None, max_examples=100, suppress_health_check=SLOW_IS_FINE
)
hypothesis.register_profile(
    "thorough", deadline=None, max_examples=5_000, suppress_health_check=SLOW_IS_FINE
)
hypothesis.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_xdist_auto_num_workers(config):
    """All cores for the whole suite; a few chosen files start faster in one process."""
    return None if config.args == config.getini("testpaths") else 0


def pytest_collection_modifyitems(items):
    """Long ones first, so that no process waits at the end for one that another has just begun.

    Before them the engine's: they stay together in one process, where alone the machine code is made that
    they run, and need no database, which another process makes meanwhile.
    """
    items.sort(key=_turn)


def _turn(item):
    if "/pairing/engine/" in item.path.as_posix():
        return 0
    return 1 if item.get_closest_marker("slow") else 2


def pytest_collection_finish(session):
    """What is imported stays to the end: looking through it again and again for garbage takes a fifth of
    the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(500_000, 50, 1000)


@pytest.fixture(scope="session")
def servers():
    """Up from the first test that needs them; every worker holds them, the last one lets go."""
    with services(
        "test",
        with_postgres=not os.environ.get("DATABASE_URL"),
        with_redis=not os.environ.get("REDIS_URL"),
    ):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, servers):
    """Postgres is there before a test database is made in it."""


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_modify_db_settings, django_db_blocker):
    """Tests with real transactions leave the tables empty, which the trail refuses elsewhere."""
    with django_db_blocker.unblock(), migrated.kept():
        request.getfixturevalue("django_db_setup")
    with django_db_blocker.unblock(), default_connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_auditentry DISABLE TRIGGER audit_is_never_emptied")
        emptied.by_deleting_rows()


@pytest.fixture(autouse=True)
def _empty_cache(request):
    """Rate limits and health notes of one test do not reach the next.

    What every page asks is known, as on a site that runs: query counts are those of a page alone.
    """
    if request.node.get_closest_marker("django_db") or "db" in request.fixturenames:
        request.getfixturevalue("servers")
        cache.clear()
        cache.set(growth.KEY, growth.Switch())
        cache.set(directory.KEY, False)
        cache.set(shell.SOMEBODY_IS_HERE, True)


@pytest.fixture(autouse=True)
def _nobody_asks_whether_a_run_is_lost(request, monkeypatch):
    """Inside a test's own transaction no other thread sees its run: on a busy machine, where it takes
    longer than a sign of life, it would be taken for lost and stopped."""
    marker = request.node.get_closest_marker("django_db")
    if marker and not marker.kwargs.get("transaction"):
        monkeypatch.setattr("pairing.actions.working.BEAT_SECONDS", 600)


@pytest.fixture
def django_assert_num_queries():
    """What a page itself asks: reading the session comes to every page of signed-in people as one more."""

    @contextlib.contextmanager
    def count(number, connection=default_connection):
        with CaptureQueriesContext(connection) as asked:
            yield asked
        own = [query["sql"] for query in asked.captured_queries if not _reads_session(query["sql"])]
        assert len(own) == number, "\n".join([f"{len(own)} queries, not {number}:", *own])

    return count


def _reads_session(sql):
    return sql.startswith("SELECT") and ' FROM "django_session" ' in sql


@pytest.fixture
def cycle(db):
    """A published cycle with both roles; its organizer is the fixture of that name."""
    return CycleFactory()


@pytest.fixture
def organizer(cycle):
    return StaffFactory(program=cycle.program, person__name="Olga Organizer").person


@pytest.fixture
def confirmer(cycle):
    return StaffFactory(
        program=cycle.program, role="confirmer", person__name="Conrad Confirmer"
    ).person


@pytest.fixture
def committee_member(cycle):
    return StaffFactory(
        program=cycle.program, role="committee", person__name="Carla Committee"
    ).person


@pytest.fixture
def pair(cycle):
    """Mona Mentor and Mia Mentee, published."""
    return PairFactory(
        cycle=cycle, mentor__person__name="Mona Mentor", mentee__person__name="Mia Mentee"
    )


@pytest.fixture
def running(cycle, pair):
    """A cycle that runs: its pairs know of each other."""
    cycle.pairs_published_at = datetime(2021, 6, 29, tzinfo=UTC)
    cycle.save(update_fields=["pairs_published_at"])
    return cycle


@pytest.fixture
def mentor(pair):
    return pair.mentor.person


@pytest.fixture
def mentee(pair):
    return pair.mentee.person


@pytest.fixture
def stranger(db):
    return UserFactory(name="Sven Stranger")


@pytest.fixture
def administrator(db):
    return UserFactory(name="Ada Administrator", is_staff=True, is_superuser=True)
