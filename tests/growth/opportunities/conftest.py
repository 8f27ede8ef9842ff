"""An opportunity that asks for cover, with somebody who runs it and somebody who may apply."""

from datetime import date

import pytest

from growth.models import OpportunityDate, OpportunityOwner
from tests.factories import UserFactory
from tests.factories.growth import OpportunityFactory


@pytest.fixture
def bo(db):
    """Runs the security shadow."""
    return UserFactory(name="Bo Ferriday", division="Security", job_title="Shift lead")


@pytest.fixture
def shadow(growth_on, bo):
    made = OpportunityFactory(
        slug="security-shadow",
        title="Security shadow",
        audience="Everyone who wants to see an incident from inside",
        time="2 weeks, full days",
        min_months=12,
        not_divisions=["Security"],
        needs_cover=True,
        apply_until=date(2021, 6, 20),
    )
    OpportunityOwner.objects.create(opportunity=made, person=bo)
    return made


@pytest.fixture
def dates(shadow):
    days = [(date(2021, 7, 5), date(2021, 7, 16)), (date(2021, 9, 6), date(2021, 9, 17))]
    return [
        OpportunityDate.objects.create(opportunity=shadow, starts_on=first, ends_on=last)
        for first, last in days
    ]


@pytest.fixture
def senior(noor):
    """Noor, for a year and more."""
    noor.started_on = date(2020, 1, 11)
    noor.save(update_fields=["started_on"])
    return noor
