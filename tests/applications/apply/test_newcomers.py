"""Somebody who is not long enough here, and facts that nobody knows."""

from datetime import UTC, date, datetime

import pytest

from applications.models import Application
from people.models import User
from programs.models import Requirement
from tests.applications.apply.pages import GOOD, OPEN, Status, at, errors, text
from tests.factories import (
    ApplicationFactory,
    CallFactory,
    QuestionFactory,
    UserFactory,
)


def test_one_day_short_of_three_months_reads_the_first_possible_day(signed_in, role, person):
    Requirement.objects.create(role=role, key="t", kind="tenure", months=3, text="Three months")
    person.started_on = date(2021, 3, 11)
    person.save(update_fields=["started_on"])
    assert "You can apply from 11 June 2021" in text(signed_in.get(at(role)))
    response = signed_in.post(at(role), GOOD)
    assert errors(response) == {"__all__": ["tenure"]}
    assert "You can apply from 11 June 2021" in text(response)


@pytest.fixture
def too_new(role, person):
    """Three months are reached on 26 August; the call closes at the end of June."""
    Requirement.objects.create(role=role, key="t", kind="tenure", months=3, text="Three months")
    person.started_on = date(2021, 5, 26)
    person.save(update_fields=["started_on"])


def test_a_newcomer_who_can_never_send_it_is_told_instead_of_a_form(signed_in, role, too_new):
    page = text(signed_in.get(at(role)))
    assert "You cannot apply this time" in page
    assert "26 August 2021" in page
    assert "q_goal" not in page
    assert "Tell me when it opens" in page
    assert "See all programs" in page


def test_what_a_newcomer_wrote_is_kept_and_shown(signed_in, role, too_new, person):
    signed_in.post(at(role, "draft"), GOOD)
    assert "Lead a team" in text(signed_in.get(at(role)))
    page = text(signed_in.post(at(role), GOOD, follow=True))
    assert "You cannot apply this time" in page
    assert "Lead a team" in page
    assert Application.objects.get().status == Status.DRAFT


def test_a_newcomer_whom_a_later_call_reaches_gets_the_form(signed_in, role, too_new):
    CallFactory(
        role=role,
        opens_at=datetime(2021, 8, 20, tzinfo=UTC),
        closes_at=datetime(2021, 9, 1, tzinfo=UTC),
    )
    page = text(signed_in.get(at(role)))
    assert "You can apply from 26 August 2021" in page
    assert "q_goal" in page


def test_late_entry_counts_for_a_newcomer(signed_in, role, too_new):
    role.calls.update(late_until=datetime(2021, 8, 27, tzinfo=UTC))
    assert "q_goal" in text(signed_in.get(at(role)))


def test_a_first_day_the_organization_does_not_know_is_answered_the_same(signed_in, role, person):
    Requirement.objects.create(role=role, key="t", kind="tenure", months=3, text="Three months")
    person.started_on = None
    person.save(update_fields=["started_on"])
    page = text(signed_in.post(at(role), GOOD | {"f_started_on": "2021-05-26"}))
    assert "You reach 3 months at the company on 26 August 2021" in page
    assert "has closed by then" in page


def test_unknown_facts_are_asked_and_known_ones_only_shown(signed_in, role, person):
    person.division = ""
    person.save(update_fields=["division"])
    page = text(signed_in.get(at(role)))
    assert 'name="f_division"' in page
    assert 'name="f_department"' not in page
    assert errors(signed_in.post(at(role), GOOD)) == {"f_division": ["required"]}
    signed_in.post(at(role), {**GOOD, "f_division": "Security", "f_department": "Forged"})
    made = Application.objects.get()
    assert (made.division, made.department) == ("Security", "EMEA")
    assert made.attested_facts == ["division"]


def test_manager_is_found_by_name(signed_in, role):
    boss = UserFactory(name="Berta Böss")
    UserFactory(name="Same Name"), UserFactory(name="Same Name")
    for name, code in (("Nobody", "unknown"), ("Same Name", "several"), ("Ann Ahn", "unknown")):
        assert errors(signed_in.post(at(role), {**GOOD, "f_manager": name})) == {
            "f_manager": [code]
        }
    signed_in.post(at(role), {**GOOD, "f_manager": "berta boss"})
    assert Application.objects.get().manager == boss


def test_the_confirmers_question_is_nowhere_and_manager_talk_only_in_both_roles(
    signed_in, cycle, role, person
):
    Requirement.objects.create(role=role, key="p", kind="performance", text="Plan XYZ")
    Requirement.objects.create(
        role=role, key="m", kind="manager", text="Talked to my manager", only_in_both_roles=True
    )
    page = text(signed_in.get(at(role)))
    assert "Plan XYZ" not in page
    assert "Talked to my manager" not in page
    ApplicationFactory(cycle=cycle, person=person, side="mentor")
    page = text(signed_in.get(at(role)))
    assert "Talked to my manager" in page
    assert "Both roles together take 2 hours per month." in page
    assert errors(signed_in.post(at(role), GOOD)) == {"r_m": ["required"]}
    signed_in.post(at(role), {**GOOD, "r_m": "on"})
    assert Application.objects.get(role=role).fulfilments.get().attested_at == OPEN


def test_where_somebody_works_is_known_from_the_roles_own_question(signed_in, role, person):
    """A role that asks for it in its own words: the list of organizers shows what was said."""
    asked = QuestionFactory(questionnaire=role.questionnaire, key="location", kind="text")
    said = {f"q_{asked.key}": "Graz, Austria"}
    signed_in.post(at(role), {**GOOD, **said})
    assert Application.objects.get().location == "Graz, Austria"
    User.objects.filter(pk=person.pk).update(location="Vienna")  # what HR knows counts
    signed_in.post(at(role), {**GOOD, **said})
    assert Application.objects.get().location == "Vienna"
