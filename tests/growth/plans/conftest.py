"""Plans of Noor: a version with a year, and a template to begin from."""

from datetime import date

import pytest

from tests.factories import PairFactory
from tests.factories.growth import PlanTemplateFactory, RevisionFactory


@pytest.fixture
def template(db):
    made = PlanTemplateFactory(slug="skills", name="Grow my skills")
    for position, title in enumerate(("What I am good at", "What I want to learn"), start=1):
        made.prompts.create(position=position, title=title, question="In two sentences?")
    return made


@pytest.fixture
def revision(noor):
    return RevisionFactory(plan__person=noor, starts_on=date(2021, 4, 1), ends_on=date(2022, 3, 31))


@pytest.fixture
def mentorship(noor):
    return PairFactory(mentee__person=noor, mentor__person__name="Mona Mentor")
