"""Two who run one opportunity, and a manager whose question changed."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from growth.models import Opportunity, OpportunityApplication
from growth.opportunities.actions import applications, board
from tests.factories import UserFactory
from tests.factories.growth import OpportunityApplicationFactory, OpportunityFactory
from tests.growth.two_windows.helpers import AT, LATER, as_opened


@pytest.fixture
def run_by_two(growth_on):
    found = OpportunityFactory()
    bo, ada = UserFactory(name="Bo Run"), UserFactory(name="Ada Run")
    for person in (bo, ada):
        board.add_owner(found, person, by=bo, at=AT)
    return found, bo, ada


def test_of_two_who_run_it_the_second_sees_the_first_answer(client, noor, run_by_two):
    found, bo, ada = run_by_two
    sent = OpportunityApplicationFactory(opportunity=found, person=noor)
    address = reverse("growth:opportunity_application", args=[sent.pk])
    yes = as_opened(client, bo, address) | {"state": "placed", "words": "Welcome."}
    no = as_opened(client, ada, address) | {"state": "declined", "words": "Full, sorry."}
    client.force_login(bo)
    with time_machine.travel(LATER):
        assert client.post(address, yes).status_code == 302
        client.force_login(ada)
        answer = client.post(address, no)
    assert "This application has changed meanwhile." in answer.text
    assert "Full, sorry." in answer.text
    assert OpportunityApplication.objects.get().state == "placed"


def test_cover_is_arranged_for_the_days_the_manager_saw(client, noor, manager, run_by_two):
    found, _bo, _ada = run_by_two
    Opportunity.objects.filter(pk=found.pk).update(needs_cover=True, kind="internship")
    values = {"starts_on": date(2021, 7, 1), "ends_on": date(2021, 7, 9), "percent": 20}
    found.refresh_from_db()
    sent = applications.apply(found, noor, values, {}, at=AT)
    address = reverse("growth:opportunity_cover", args=[sent.pk])
    yes = as_opened(client, manager, address) | {"answer": "arranged", "words": "Ada covers."}
    moved = values | {"starts_on": date(2021, 7, 2), "ends_on": date(2021, 9, 30)}
    applications.apply(found, noor, moved, {}, at=LATER)
    answer = client.post(address, yes)
    assert "This application has changed meanwhile." in answer.text
    assert "Ada covers." in answer.text
    assert OpportunityApplication.objects.get().cover == "asked"
    client.post(address, yes | {"seen": answer.context["form"]["seen"].value()})
    assert OpportunityApplication.objects.get().cover == "arranged"


def test_an_application_changed_in_two_windows(client, noor, run_by_two):
    found, _bo, _ada = run_by_two
    Opportunity.objects.filter(pk=found.pk).update(kind="internship")
    days = {"starts_on": "2021-07-01", "ends_on": "2021-07-09"}
    address = reverse("growth:opportunity", args=[found.slug])
    client.force_login(noor)
    assert client.post(address, days | {"percent": 20}).status_code == 302
    opened = as_opened(client, noor, f"{address}?change=yes")
    with time_machine.travel(LATER):
        assert client.post(address, opened | {"percent": 30}).status_code == 302
        answer = client.post(address, opened | {"percent": 40})
        assert "You changed this in another window meanwhile." in answer.text
        assert OpportunityApplication.objects.get().percent == 30
        again = opened | {"percent": 40, "seen": answer.context["form"]["seen"].value()}
        assert client.post(address, again).status_code == 302
    assert OpportunityApplication.objects.get().percent == 40


def _date(first, last, row=None, places=1):
    return {"row": row, "starts_on": first, "ends_on": last, "places": places}


def test_dates_are_known_by_their_days(run_by_two):
    found, bo, _ada = run_by_two
    early, late = (date(2021, 7, 1), date(2021, 7, 2)), (date(2021, 8, 1), date(2021, 8, 2))
    board.change(found, {}, by=bo, at=AT, seen=None, dates=[_date(*early), _date(*late)])
    first, second = found.dates.all()
    twice = [_date(*early, first), _date(*early, second)]
    with pytest.raises(ValidationError) as error:
        board.change(found, {}, by=bo, at=AT, seen=None, dates=twice)
    assert error.value.code == "dates_twice"
    swapped = [_date(*late, first, places=3), _date(*early, second, places=4)]
    board.change(found, {}, by=bo, at=AT, seen=None, dates=swapped)
    assert {row.pk: row.places for row in found.dates.all()} == {first.pk: 4, second.pk: 3}
