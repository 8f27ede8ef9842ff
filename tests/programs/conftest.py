import pytest

from tests import made_once
from tests.factories import UserFactory
from tests.programs import women_at_gitlab
from tests.programs.settings_page import Page


@pytest.fixture
def olga(db):
    return UserFactory(name="Olga Organizer", may_create_programs=True)


@pytest.fixture(scope="module")
def _women_made(django_db_setup, django_db_blocker):
    with made_once.rows(django_db_blocker):
        yield women_at_gitlab.make()


@pytest.fixture
def women(_women_made, olga):
    return women_at_gitlab.organized_by(olga, _women_made)


@pytest.fixture
def page(client, olga):
    client.force_login(olga)
    return Page(client)
