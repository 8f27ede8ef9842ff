from datetime import UTC, datetime

import pytest

from programs.catalog import TEMPLATES
from programs.programfile import load
from tests.factories import UserFactory
from tests.programs.settings_page import Page

AT = datetime(2021, 5, 1, 9, tzinfo=UTC)


@pytest.fixture
def olga(db):
    return UserFactory(name="Olga Organizer", may_create_programs=True)


@pytest.fixture
def women(olga):
    return load(TEMPLATES["women-at-gitlab-2021"].read(), owner=olga, at=AT).cycle


@pytest.fixture
def page(client, olga):
    client.force_login(olga)
    return Page(client)
