"""An open role, somebody who may apply for it, and the pages they see."""

from datetime import date

import pytest
import time_machine

from tests.applications.apply.pages import OPEN
from tests.factories import (
    CallFactory,
    QuestionFactory,
    UserFactory,
)


@pytest.fixture
def role(cycle):
    """Open in June; asks for one goal."""
    found = cycle.roles.get(side="mentee")
    CallFactory(role=found)
    QuestionFactory(
        questionnaire=found.questionnaire, key="goal", text="What is your goal?", kind="long_text"
    )
    return found


@pytest.fixture
def person(db):
    return UserFactory(
        name="Ann Ahn", job_title="Engineer", department="EMEA", division="Sales",
        started_on=date(2020, 1, 6),
    )  # fmt: skip


@pytest.fixture
def signed_in(client, person):
    client.force_login(person)
    return client


@pytest.fixture(autouse=True)
def june():
    with time_machine.travel(OPEN, tick=False) as clock:
        yield clock
