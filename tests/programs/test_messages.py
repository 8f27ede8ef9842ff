from datetime import UTC, datetime

import pytest
from django.urls import reverse

from notifications.models import Message
from tests.factories import CycleFactory, StaffFactory, UserFactory

pytestmark = pytest.mark.django_db


def message(cycle, **fields):
    return Message.objects.create(
        **{
            "to": UserFactory(),
            "kind": "pair_published",
            "about": "pair:1",
            "scope": cycle.key,
            "status": "sent",
            "subject": "Your mentor is Bo",
            "body": "Hello <b>you</b>",
            "sent_at": datetime(2021, 6, 29, tzinfo=UTC),
            **fields,
        }
    )


def address(name, cycle, *more):
    return reverse(f"programs:{name}", args=[cycle.program.slug, cycle.slug, *more])


def test_the_organizer_reads_the_messages_of_the_own_cycle_only(client, cycle, organizer):
    mail = message(cycle)
    other = message(CycleFactory(), subject="Something else")
    client.force_login(organizer)
    page = client.get(address("message_list", cycle), {"all": 1}).content.decode()
    assert "Your mentor is Bo" in page
    assert "Something else" not in page
    assert (
        "Hello &lt;b&gt;you"
        in client.get(address("message_detail", cycle, mail.pk)).content.decode()
    )
    assert client.get(address("message_detail", cycle, other.pk)).status_code == 404


def test_the_messages_in_sight_are_exported_without_their_words(client, cycle, organizer):
    message(cycle, to=UserFactory(name="=Ann"))
    message(cycle, to=UserFactory(name="Bo"), status="failed")
    client.force_login(organizer)
    response = client.get(address("message_export", cycle), {"state": "sent"})
    lines = response.getvalue().decode("utf-8-sig").splitlines()
    assert lines[0] == f"To,What about,State,When ({cycle.zone})"
    assert len(lines) == 2
    assert lines[1].startswith("'=Ann,")
    assert "mentor is" not in lines[1]


def test_searching_for_what_no_text_can_hold_finds_nothing(client, cycle, organizer):
    client.force_login(organizer)
    assert client.get(address("message_list", cycle), {"q": "a\x00b"}).status_code == 200


@pytest.mark.parametrize("words", ["d'arcy", "darcy emile", "cy@west"])
def test_messages_are_found_by_their_person_as_every_table_finds_people(
    client, cycle, organizer, words
):
    message(cycle, to=UserFactory(name="Émile D’Arcy", email="darcy@west.example"))
    message(cycle, to=UserFactory(name="Bo"))
    client.force_login(organizer)
    page = client.get(address("message_list", cycle), {"q": words})
    assert [row.to.name for row in page.context["page"]] == ["Émile D’Arcy"]


def test_account_mails_are_not_listed(client, cycle, organizer):
    mail = message(cycle, is_account=True, subject="", body="", kind="account_code")
    client.force_login(organizer)
    assert client.get(address("message_detail", cycle, mail.pk)).status_code == 404


def test_messages_stand_by_kind_and_what_failed_on_top(client, cycle, organizer):
    for number in range(3):
        message(cycle, about=f"pair:{number}")
    message(cycle, about="pair:4", status="failed", subject="Did not go")
    message(cycle, about="pair:5", status="cancelled", reason="not_true", subject="")
    client.force_login(organizer)
    page = client.get(address("message_list", cycle))
    [group] = page.context["groups"]
    assert (group.every, group.sent, group.trouble) == (4, 3, 1)
    assert [mail.subject for mail, _label in page.context["trouble"]] == ["Did not go"]
    assert "1 was not needed any more" in " ".join(page.content.decode().split())
    of_kind = client.get(address("message_list", cycle), {"kind": "pair_published"})
    assert len(of_kind.context["found"]) == 4
    unneeded = client.get(address("message_list", cycle), {"state": "cancelled"})
    assert len(unneeded.context["found"]) == 1


@pytest.mark.parametrize("look", [{}, {"all": 1}])
@pytest.mark.parametrize("rows", [1, 4])
def test_the_list_costs_the_same_for_more_rows(
    client, cycle, organizer, rows, look, django_assert_num_queries
):
    for number in range(rows):
        message(cycle, about=f"pair:{number}")
    client.force_login(organizer)
    client.get(address("message_list", cycle), look)
    with django_assert_num_queries(7):
        client.get(address("message_list", cycle), look)


def test_an_uncertain_message_is_sent_again_only_once(client, cycle, organizer):
    mail = message(cycle, status="uncertain")
    client.force_login(organizer)
    for _time in range(2):
        client.post(address("message_repair", cycle, mail.pk, "again"), follow=True)
    mail.refresh_from_db()
    assert mail.status == "queued"


def test_an_administrator_reads_but_does_not_repair(client, cycle, administrator):
    mail = message(cycle, status="failed")
    client.force_login(administrator)
    assert client.get(address("message_detail", cycle, mail.pk)).status_code == 200
    assert client.post(address("message_repair", cycle, mail.pk, "again")).status_code == 403


def test_another_programs_organizer_finds_nothing(client, cycle):
    client.force_login(StaffFactory().person)
    assert client.get(address("message_list", cycle)).status_code == 404


@pytest.mark.parametrize("kind", ["pair_ended", "a_kind_of_long_ago"])
def test_a_message_about_something_that_is_gone_can_still_be_opened(client, cycle, organizer, kind):
    mail = message(
        cycle, kind=kind, status="failed", subject="", body="", context={"pair": 0}, sent_at=None
    )
    client.force_login(organizer)
    page = client.get(address("message_detail", cycle, mail.pk))
    assert "is no longer there" in page.content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"status": "cancelled", "reason": "not_true"}, "No longer true."),
        ({"status": "late"}, "It was too late to send it."),
    ],
)
def test_what_was_not_sent_says_why(client, cycle, organizer, fields, words):
    mail = message(cycle, sent_at=None, **fields)
    client.force_login(organizer)
    page = client.get(address("message_detail", cycle, mail.pk)).text
    assert "Not sent:" in page
    assert words in page


def test_a_message_stands_beside_the_list_it_was_found_in(client, cycle, organizer):
    mine = message(cycle, subject="Found")
    message(cycle, kind="pair_ended", subject="Of another kind")
    client.force_login(organizer)
    page = client.get(address("message_detail", cycle, mine.pk), {"kind": "pair_published"})
    assert page.context["subject"] == "Found"
    assert [row.subject for row, _label in page.context["found"]] == ["Found"]
    link = address("message_detail", cycle, mine.pk) + "?kind=pair_published"
    assert f'href="{link}"' in page.text
    assert 'aria-current="true"' in page.text


def test_reading_a_message_costs_the_same_beside_more_rows(
    client, cycle, organizer, django_assert_num_queries
):
    mine = message(cycle)
    client.force_login(organizer)
    client.get(address("message_detail", cycle, mine.pk))
    for number in (1, 4):
        for more in range(number):
            message(cycle, about=f"pair:{number}{more}")
        with django_assert_num_queries(8):
            client.get(address("message_detail", cycle, mine.pk))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"since": "2021-06-29"}, ["Late", "Early"]),
        ({"since": "2021-06-30"}, ["Late"]),
        ({"until": "2021-06-29"}, ["Early"]),
        ({"since": "2021-06-29", "until": "2021-06-29", "q": "late"}, []),
        ({"since": "no day", "kind": "pair_published"}, ["Late", "Early"]),
    ],
)
def test_messages_are_found_by_the_day_they_went(client, cycle, organizer, asked, found):
    message(cycle, subject="Early")
    message(cycle, subject="Late", sent_at=datetime(2021, 7, 1, tzinfo=UTC))
    message(cycle, subject="", status="cancelled", reason="not_true")
    client.force_login(organizer)
    page = client.get(address("message_list", cycle), asked)
    assert [row.subject for row, _label in page.context["found"]] == found
    saved = client.get(address("message_export", cycle), asked).getvalue().decode("utf-8-sig")
    assert len(saved.splitlines()) == 1 + len(found)
