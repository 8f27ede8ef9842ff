from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.actions import outreach
from applications.models import Interest, Nomination
from notifications.actions import delivery
from notifications.models import Message
from programs.actions import cycles
from tests.factories import ApplicationFactory, CallFactory, UserFactory

pytestmark = pytest.mark.django_db
AT = datetime(2021, 5, 10, 9, tzinfo=UTC)


def address(name, cycle, *more):
    return reverse(f"applications:{name}", args=[cycle.program.slug, cycle.slug, *more])


def told():
    return set(Message.objects.values_list("kind", "to__name", "address"))


def test_a_visitor_confirms_the_address_before_it_counts(client, cycle, mailoutbox):
    client.post(address("interest", cycle), {"address": "Vera@Example.com"})
    assert not Interest.objects.confirmed().exists()
    delivery.send_waiting(timezone.now())
    body = mailoutbox[0].body
    path = _path_in(body)
    client.get(path)
    assert not Interest.objects.confirmed().exists()
    client.post(path)
    assert list(Interest.objects.confirmed().values_list("address", flat=True)) == [
        "vera@example.com"
    ]


def test_an_address_is_asked_once_a_day(cycle):
    for _time in range(3):
        outreach.leave_address(cycle, address="vera@example.com", at=AT)
    assert Message.objects.count() == 1


def test_an_address_with_an_account_becomes_the_persons_interest(cycle):
    person = UserFactory(email="vera@example.com")
    outreach.leave_address(cycle, address="vera@example.com", at=AT)
    outreach.confirm_address(Interest.objects.get(), at=AT)
    assert list(Interest.objects.values_list("person", "address")) == [(person.pk, "")]


def test_a_forged_link_confirms_nothing(client, cycle):
    outreach.leave_address(cycle, address="vera@example.com", at=AT)
    page = reverse("applications:interest_confirm", args=["1:forged"])
    assert client.post(page).status_code == 404


def _path_off(mail):
    link = mail.extra_headers["List-Unsubscribe"].strip("<>")
    assert link in mail.body
    return link[link.index("/programs/") :]


def test_an_address_leaves_the_list_by_the_button_of_a_mail(cycle, mailoutbox):
    client = Client(enforce_csrf_checks=True)  # a mail program knows no token of ours
    for name in ("vera", "other"):
        Interest.objects.create(
            program=cycle.program, address=f"{name}@example.com", confirmed_at=AT
        )
    CallFactory(cycle=cycle, opens_at=AT, closes_at=AT + timedelta(days=14))
    outreach.tell_of_open_calls(AT)
    delivery.send_waiting(AT)
    [mail] = [one for one in mailoutbox if one.to == ["vera@example.com"]]
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = _path_off(mail)
    assert "Take me off the list" in client.get(path).text
    assert Interest.objects.count() == 2
    for _twice in range(2):
        text = client.post(path, {"List-Unsubscribe": "One-Click"}).text
        assert "This address is off the list" in text
    assert list(Interest.objects.values_list("address", flat=True)) == ["other@example.com"]
    assert client.get(path).status_code == 404


def test_who_confirmed_leaves_by_the_page_that_confirmed(client, cycle, mailoutbox):
    client.post(address("interest", cycle), {"address": "vera@example.com"})
    delivery.send_waiting(timezone.now())
    path = _path_in(mailoutbox[0].body)
    assert "Put me on the list" in client.get(path).text
    client.post(path)
    client.post(path, {"leave": "1"})
    assert not Interest.objects.exists()


def _path_in(body):
    link = next(word for word in body.split() if "/programs/interest/" in word)
    return link[link.index("/programs/") :]


def test_everybody_waiting_is_told_once_when_the_call_opens(cycle):
    outreach.leave_interest(cycle.program, person=UserFactory(name="Ann"), at=AT)
    outreach.leave_address(cycle, address="vera@example.com", at=AT)
    outreach.confirm_address(Interest.objects.get(address="vera@example.com"), at=AT)
    call = CallFactory(role=cycle.roles.get(side="mentee"))
    Message.objects.all().delete()
    assert outreach.tell_of_open_calls(AT) == {"people told of an open call": 0}
    assert outreach.tell_of_open_calls(call.opens_at) == {"people told of an open call": 2}
    assert outreach.tell_of_open_calls(call.opens_at) == {"people told of an open call": 0}
    assert told() == {("call_opened", "Ann", ""), ("call_opened", None, "vera@example.com")}
    assert delivery.send_waiting(call.opens_at) == {"sent": 2, "not sent": 0}


def test_a_nominee_is_invited_once_however_many_suggest_them(cycle):
    role, nominee = cycle.roles.get(side="mentor"), UserFactory(name="Nora")
    for _colleague in range(2):
        outreach.nominate(role, nominee=nominee, by=UserFactory(), reason="", at=AT)
    assert Nomination.objects.count() == 2
    assert told() == {("nomination_invites", "Nora", "")}
    assert delivery.send_waiting(AT) == {"sent": 1, "not sent": 0}


def test_nominating_is_refused_for_oneself_and_for_the_same_person_again(cycle, stranger):
    role = cycle.roles.get(side="mentor")
    with pytest.raises(ValidationError) as refused:
        outreach.nominate(role, nominee=stranger, by=stranger, reason="", at=AT)
    assert refused.value.code == "own_nomination"
    other = UserFactory()
    outreach.nominate(role, nominee=other, by=stranger, reason="", at=AT)
    with pytest.raises(ValidationError) as refused:
        outreach.nominate(role, nominee=other, by=stranger, reason="", at=AT)
    assert refused.value.code == "again"


def test_nobody_sees_what_others_asked(client, cycle, stranger):
    outreach.ask(cycle, by=UserFactory(), text="My secret worry", at=AT)
    client.force_login(stranger)
    assert "My secret worry" not in client.get(address("question_ask", cycle)).content.decode()


def test_nobody_is_told_of_a_call_of_an_archived_cycle(cycle, organizer):
    outreach.leave_interest(cycle.program, person=UserFactory(), at=AT)
    call = CallFactory(role=cycle.roles.get(side="mentee"))
    cycles.archive(cycle, by=organizer, at=AT)
    assert outreach.tell_of_open_calls(call.opens_at) == {"people told of an open call": 0}
    cycles.unarchive(cycle, by=organizer, at=AT)
    assert outreach.tell_of_open_calls(call.opens_at) == {"people told of an open call": 1}


def test_who_has_withdrawn_already_only_hears_of_the_next_call(cycle):
    application = ApplicationFactory(cycle=cycle, status="withdrawn")
    outreach.wait_for_the_next_call(application, by=application.person, at=AT)
    assert Interest.objects.get().person == application.person
    assert told() == set()


def test_an_address_that_is_confirmed_is_not_asked_again(cycle):
    for at in (AT, AT.replace(day=20)):
        outreach.leave_address(cycle, address="vera@example.com", at=AT)
        outreach.confirm_address(Interest.objects.get(), at=at)
    assert Interest.objects.get().confirmed_at == AT
    assert Message.objects.count() == 1


def test_nobody_suggests_who_has_left_or_more_than_twenty_people(cycle, stranger):
    role = cycle.roles.get(side="mentor")

    def code(nominee):
        with pytest.raises(ValidationError) as refused:
            outreach.nominate(role, nominee=nominee, by=stranger, reason="", at=AT)
        return refused.value.code

    assert code(UserFactory(is_active=False)) == "inactive"
    for _one in range(outreach.MOST_NOMINATIONS):
        outreach.nominate(role, nominee=UserFactory(), by=stranger, reason="", at=AT)
    assert code(UserFactory()) == "too_many"
