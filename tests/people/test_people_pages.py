from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from people.actions import people
from people.models import AuditEntry, User
from people.signals import person_left
from tests.factories import UserFactory
from tests.sign_in import confirmed

pytestmark = pytest.mark.django_db
AT = datetime(2021, 8, 1, 9, tzinfo=UTC)
PROFILE = {
    "name": "Sven Stranger",
    "pronouns": "he",
    "location": "Ghent",
    "time_zone": "Europe/Brussels",
    "languages": "English, Nederlands, English",
    "focus_areas": "Python, Leading",
    "about": "I like maps.",
    "is_available_as_mentor": "on",
}


def test_profile_saves_what_is_ones_own_and_nothing_else(client, stranger):
    client.force_login(stranger)

    client.post(reverse("people:profile"), {**PROFILE, "division": "Board", "is_staff": "on"})

    stranger.refresh_from_db()
    assert (stranger.languages, stranger.focus_areas) == (
        ["English", "Nederlands"],
        ["Python", "Leading"],
    )
    assert (stranger.time_zone, stranger.is_available_as_mentor) == ("Europe/Brussels", True)
    assert (stranger.division, stranger.is_staff) == ("", False)


def test_how_the_name_sounds_and_the_chat_are_said_by_the_person_and_kept_from_files(
    client, stranger
):
    client.force_login(stranger)
    typed = {**PROFILE, "name_sounds": "SVEN\u200b  ", "chat_handle": "<b>@sven</b>"}

    client.post(reverse("people:profile"), typed)

    stranger.refresh_from_db()
    assert (stranger.name_sounds, stranger.chat_handle) == ("SVEN", "<b>@sven</b>")
    assert {"name_sounds", "chat_handle"} <= set(stranger.said_by_themselves)
    page = client.get(reverse("people:person_detail", args=[stranger.pk])).content.decode()
    assert "SVEN" in page
    assert "@sven" not in page  # of the chat their partners hear


@pytest.mark.parametrize("name", ["name_sounds", "chat_handle"])
def test_what_is_too_long_for_a_line_is_refused_and_kept_in_the_form(client, stranger, name):
    client.force_login(stranger)

    page = client.post(reverse("people:profile"), {**PROFILE, name: "x" * 81})

    assert set(page.context["form"].errors) == {name}
    assert "x" * 81 in page.content.decode()


def test_profile_keeps_what_was_typed_on_an_error(client, stranger):
    client.force_login(stranger)

    response = client.post(
        reverse("people:profile"),
        {**PROFILE, "time_zone": "Mars/Base", "languages": ",".join("abcdefghijkl"), "name": ""},
    )

    assert set(response.context["form"].errors) == {"time_zone", "languages", "name"}
    assert "I like maps." in response.content.decode()
    stranger.refresh_from_db()
    assert stranger.name == "Sven Stranger"


def test_profile_keeps_a_zone_that_the_list_does_not_offer(client, stranger):
    User.objects.filter(pk=stranger.pk).update(time_zone="US/Pacific")
    client.force_login(stranger)

    client.post(reverse("people:profile"), {**PROFILE, "time_zone": "US/Pacific"})

    stranger.refresh_from_db()
    assert (stranger.time_zone, stranger.location) == ("US/Pacific", "Ghent")


@pytest.fixture
def known():
    manager = UserFactory(name="Mary Manager")
    return UserFactory(
        name="Kim Known",
        email="secret.address@example.com",
        manager=manager,
        started_on=date(2019, 3, 4),
        external_id="K-77",
        division="Sales",
        focus_areas=["Maps"],
    )


def test_person_page_hides_address_manager_and_start_from_others(client, stranger, known):
    client.force_login(stranger)

    page = client.get(reverse("people:person_detail", args=[known.pk])).content.decode()

    assert "Kim Known" in page
    assert "Maps" in page
    for secret in ("secret.address", "Mary Manager", "4 March 2019", "K-77"):
        assert secret not in page


@pytest.mark.parametrize("who", ["known", "administrator"])
def test_person_page_shows_facts_to_the_person_and_administrators(client, request, known, who):
    client.force_login(request.getfixturevalue(who))

    page = client.get(reverse("people:person_detail", args=[known.pk])).content.decode()

    for fact in ("secret.address@example.com", "Mary Manager", "4 March 2019", "K-77"):
        assert fact in page


def test_page_of_somebody_who_left_is_there_for_administrators_only(
    client, stranger, administrator, known
):
    people.deactivate(known, by=administrator, at=AT)
    address = reverse("people:person_detail", args=[known.pk])

    client.force_login(stranger)
    assert client.get(address).status_code == 404
    client.force_login(administrator)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("count", [1, 4])
def test_people_list_costs_the_same_for_one_and_for_four(
    client, administrator, django_assert_num_queries, count
):
    for _number in range(count):
        UserFactory(manager=UserFactory())
    client.force_login(administrator)
    with django_assert_num_queries(3):
        client.get(reverse("people:person_list"))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("zoe", ["Zoë Müller"]),
        ("mull zo", ["Zoë Müller"]),
        ("adminis", ["Ada Administrator"]),
        ("zoe_m@exa", ["Zoë Müller"]),
        ("o’hara'); drop", []),
        ("'", ["Ada Administrator", "D’Arcy O’Brien", "Zoë Müller"]),
        ("\\", ["Ada Administrator", "D’Arcy O’Brien", "Zoë Müller"]),
        ("d'arcy o`brien", ["D’Arcy O’Brien"]),
        ("“D’Arcy”", ["D’Arcy O’Brien"]),
        ("darcy", ["D’Arcy O’Brien"]),
        ("zo\u200be", ["Zoë Müller"]),
        ("example.com", ["Ada Administrator", "D’Arcy O’Brien", "Zoë Müller"]),
        ("neil", ["D’Arcy O’Brien"]),
        ("o’neil@ex", ["D’Arcy O’Brien"]),
        ("@EXAMPLE.com zoe", ["Zoë Müller"]),
        ("_", ["Zoë Müller"]),
        ("%", []),
    ],
)
def test_people_are_found_by_beginnings_of_names_and_parts_of_addresses(
    client, administrator, words, found
):
    UserFactory(name="Zoë Müller", email="zoe_m@example.com")
    UserFactory(name="D’Arcy O’Brien", email="dee.o'neil@example.com")
    client.force_login(administrator)

    response = client.get(reverse("people:person_list"), {"q": words})

    assert [person.name for person in response.context["page"]] == found


def test_administrator_edits_facts_and_grants_programs(client, administrator, known):
    boss = UserFactory(external_id="B-1")
    confirmed(client, administrator)
    address = reverse("people:person_edit", args=[known.pk])

    client.post(
        address,
        {
            "name": "Kim Known",
            "division": "Legal",
            "manager_key": "B-1",
            "may_create_programs": "on",
        },
    )

    known.refresh_from_db()
    assert (known.division, known.manager, known.may_create_programs) == ("Legal", boss, True)
    assert (known.external_id, known.started_on) == (None, None)
    noted = set(AuditEntry.objects.values_list("action", "subject", "by"))
    assert noted == {
        ("person_facts_changed", f"user:{known.pk}", administrator.pk),
        ("may_create_programs_granted", f"user:{known.pk}", administrator.pk),
    }


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "Kim", "level": "-1"}, "level"),
        ({"name": "Kim", "manager_key": "nobody"}, "manager_key"),
        ({"name": "Kim", "manager_key": "secret.address@example.com"}, "manager_key"),
        ({"name": "Kim", "external_id": "B-1"}, "external_id"),
        ({"name": "Kim", "started_on": "yesterday"}, "started_on"),
    ],
)
def test_wrong_facts_are_errors_at_their_field(client, administrator, known, data, field):
    UserFactory(external_id="B-1")
    confirmed(client, administrator)

    response = client.post(reverse("people:person_edit", args=[known.pk]), data)

    assert set(response.context["form"].errors) == {field}


def test_deactivated_person_is_out_with_the_next_request(client, administrator, known):
    heard = []
    person_left.connect(
        lambda **kwargs: heard.append(kwargs["person"]), weak=False, dispatch_uid="t"
    )
    client.force_login(known)
    assert client.get(reverse("people:profile")).status_code == 200

    people.deactivate(known, by=administrator, at=AT)
    person_left.disconnect(dispatch_uid="t")

    assert client.get(reverse("people:profile")).status_code == 302
    known.refresh_from_db()
    assert (heard, known.left_on, known.is_active) == ([known], date(2021, 8, 1), False)


def test_activity_is_switched_by_the_page_and_back(client, administrator, known):
    confirmed(client, administrator)
    address = reverse("people:person_activity", args=[known.pk])

    client.post(address, {"active": "no"})
    known.refresh_from_db()
    assert not known.is_active
    client.post(address, {"active": "yes"})
    known.refresh_from_db()
    assert (known.is_active, known.left_on) == (True, None)


def test_nobody_deactivates_themselves_or_somebody_twice(administrator, known):
    with pytest.raises(ValidationError) as refused:
        people.deactivate(administrator, by=administrator, at=AT)
    assert refused.value.code == "yourself"
    with pytest.raises(ValidationError) as refused:
        people.activate(known, by=administrator, at=AT)
    assert refused.value.code == "wrong_status"
    people.deactivate(known, by=administrator, at=AT)
    with pytest.raises(ValidationError) as refused:
        people.deactivate(known, by=administrator, at=AT)
    assert refused.value.code == "wrong_status"
