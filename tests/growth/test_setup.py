"""The three states of growth, and who looks after it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from growth.models import GrowthOrganizer, GrowthSetup, PlanTemplate
from growth.setup import actions, queries
from growth.setup.permissions import organizes_growth, uses_growth
from people.models import AuditEntry
from tests.factories import UserFactory
from tests.factories.growth import PlanTemplateFactory, turn_on

SETUP = "/growth/setup/"


def _set_up(administrator, **values):
    values = {"state": "on", "divisions": [], "review_on": None} | values
    return actions.set_up(**values, by=administrator, at=timezone.now())


@pytest.mark.parametrize(
    ("state", "divisions", "who"),
    [
        ("off", [], set()),
        ("some", ["Support"], {"Support"}),
        ("on", [], {"Support", "Finance", ""}),
    ],
)
def test_growth_is_on_for_whom_the_setup_says(db, state, divisions, who):
    turn_on(state, divisions)
    people = [UserFactory(division=division) for division in ("Support", "Finance", "")]
    assert {person.division for person in people if uses_growth(person)} == who


def test_guests_have_no_growth_of_their_own(growth_on):
    assert not uses_growth(UserFactory(is_guest=True))


def test_some_divisions_are_named(administrator):
    with pytest.raises(ValidationError) as error:
        _set_up(administrator, state="some")
    assert error.value.code == "no_division"


def test_growth_is_set_up_once(db):
    turn_on()
    with pytest.raises(IntegrityError, match="growth_is_set_up_once"):
        GrowthSetup.objects.create(pk=2)


def test_a_change_is_known_at_once_and_audited(administrator, django_capture_on_commit_callbacks):
    assert queries.switch().is_off
    with django_capture_on_commit_callbacks(execute=True):
        _set_up(administrator)
    assert not queries.switch().is_off
    assert AuditEntry.objects.filter(action="growth_set_on").count() == 1


def test_divisions_are_kept_only_for_some(administrator):
    assert _set_up(administrator, divisions=["Support"]).divisions == []


def test_administrators_switch_it_in_a_page(client, administrator):
    UserFactory(division="Support")
    client.force_login(administrator)
    answer = client.post(SETUP, {"state": "some", "divisions": ["Support"], "review_on": ""})
    assert answer.status_code == 302
    assert GrowthSetup.objects.get().divisions == ["Support"]
    assert "Support" in client.get(SETUP).text


def test_the_page_says_what_is_missing(client, administrator):
    client.force_login(administrator)
    answer = client.post(SETUP, {"state": "some", "review_on": "2021-11-15"})
    assert "Choose at least one division." in answer.text
    assert 'value="2021-11-15"' in answer.text
    assert not GrowthSetup.objects.exists()


def test_organizers_are_added_and_removed_in_the_page(
    client, administrator, django_capture_on_commit_callbacks
):
    person = UserFactory(email="gro@example.com")
    client.force_login(administrator)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("growth:organizer_add"), {"email": "Gro@example.com"})
    assert organizes_growth(person)
    client.post(reverse("growth:organizer_remove", args=[GrowthOrganizer.objects.get().pk]))
    assert not organizes_growth(person)
    assert set(AuditEntry.objects.values_list("action", flat=True)) == {
        "growth_organizer_added",
        "growth_organizer_removed",
    }


@pytest.mark.parametrize("state", ["off", "some"])
def test_who_looks_after_growth_finds_what_they_edit_before_it_is_on_for_them(
    client, growth_organizer, manager, state
):
    turn_on(state, ["Finance"] if state == "some" else [])
    client.force_login(growth_organizer)
    assert 'href="/growth/edit/"' in client.get("/").text
    client.force_login(manager)
    assert 'href="/growth/edit/"' not in client.get("/").text


def test_without_divisions_the_page_says_where_they_come_from(client, administrator):
    client.force_login(administrator)
    assert "Nobody here has a division on record yet." in client.get(SETUP).text
    UserFactory(division="Support")
    assert "Nobody here has a division on record yet." not in client.get(SETUP).text


def test_nobody_unknown_and_no_guest_looks_after_growth(client, administrator):
    UserFactory(email="guest@example.com", is_guest=True)
    client.force_login(administrator)
    add = reverse("growth:organizer_add")
    assert "Nobody here has this address." in client.post(add, {"email": "no@example.com"}).text
    answer = client.post(add, {"email": "guest@example.com"})
    assert "Only people of the organization can look after growth." in answer.text
    assert not GrowthOrganizer.objects.exists()


def test_switching_growth_on_offers_four_templates_of_different_kinds(administrator):
    _set_up(administrator)
    _set_up(administrator, state="off")
    _set_up(administrator)
    kinds = PlanTemplate.objects.order_by("position").values_list("kind", flat=True)
    assert list(kinds) == ["skills", "role_change", "leadership", "free"]
    assert all(template.prompts.exists() for template in PlanTemplate.objects.all())


def test_templates_of_ones_own_are_left_alone(administrator):
    PlanTemplateFactory(slug="ours")
    _set_up(administrator)
    assert PlanTemplate.objects.get().slug == "ours"


def test_who_looks_after_growth_is_added_and_removed_once(administrator, noor):
    facts = {"by": administrator, "at": timezone.now()}
    rows = [actions.add_organizer(noor, **facts) for _time in range(2)]
    assert rows[0] == rows[1]
    for _time in range(2):
        actions.remove_organizer(rows[0], **facts)
    kinds = ["growth_organizer_added", "growth_organizer_removed"]
    for kind in kinds:
        assert AuditEntry.objects.filter(action=kind).count() == 1
