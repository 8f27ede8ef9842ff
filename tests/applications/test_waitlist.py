from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from applications.actions import applications, reviews, waitlist
from applications.actions.reviews import Verdict
from applications.models import Application, ApplicationMove, PlaceOffer
from notifications.actions import delivery
from notifications.models import Message
from tests.concurrency import after_waiting
from tests.factories import ApplicationFactory
from tests.refusals import refused

pytestmark = pytest.mark.django_db
AT = datetime(2021, 6, 24, 9, tzinfo=UTC)
LAST_DAY = date(2021, 6, 28)
LATER = AT + timedelta(minutes=11)


@pytest.fixture
def line(cycle, organizer):
    """Ada, Bea and Cleo wait in this order."""
    rows = [ApplicationFactory(cycle=cycle, person__name=name) for name in ("Ada", "Bea", "Cleo")]
    for row in rows:
        reviews.decide(row, Verdict("waitlisted"), by=organizer, at=AT)
    return rows


def names():
    rows = Application.objects.filter(status="waitlisted").order_by("waitlist_place", "pk")
    return list(rows.values_list("name", flat=True))


def address(name, cycle, **more):
    parts = {"program": cycle.program.slug, "cycle": cycle.slug, **more}
    return reverse(f"applications:{name}", kwargs=parts)


def kinds_told():
    waiting = Message.objects.exclude(status="cancelled")
    return list(waiting.order_by("pk").values_list("kind", flat=True))


def test_whoever_is_waitlisted_stands_at_the_end_and_can_be_moved(line, organizer, cycle):
    mentor = ApplicationFactory(cycle=cycle, side="mentor", person__name="Mo")
    reviews.decide_many([mentor.pk], Verdict("waitlisted"), by=organizer, at=AT)
    mentor.refresh_from_db()
    assert mentor.waitlist_place == 1

    for place, expected in ((1, "Cleo Ada Bea"), (2, "Ada Cleo Bea"), (99, "Ada Bea Cleo")):
        waitlist.move(line[2], place, by=organizer, at=AT)
        rows = Application.objects.filter(role=line[0].role).order_by("waitlist_place")
        assert " ".join(rows.values_list("name", flat=True)) == expected

    reviews.decide(line[0], Verdict("eligible"), by=organizer, at=AT)
    line[0].refresh_from_db()
    assert line[0].waitlist_place is None
    assert refused(waitlist.move, line[0], 1, by=organizer, at=AT) == "wrong_status"


def test_place_is_offered_accepted_and_told(line, organizer):
    made = waitlist.offer(line[0], LAST_DAY, by=organizer, at=AT)
    assert made.answer_by == datetime(2021, 6, 29, tzinfo=UTC)
    assert refused(waitlist.offer, line[0], LAST_DAY, by=organizer, at=AT) == "offered"
    delivery.send_waiting(LATER)
    mail = Message.objects.get(kind="place_offered")
    assert mail.status == "sent"
    assert "Monday 28 June 2021 (UTC)" in mail.body

    waitlist.accept(made, at=LATER)
    line[0].refresh_from_db()
    assert (line[0].status, line[0].waitlist_place) == ("eligible", None)
    assert ApplicationMove.objects.last().by == line[0].person
    assert refused(waitlist.accept, made, at=LATER) == "wrong_status"
    assert refused(waitlist.decline, made, at=LATER) == "wrong_status"


def test_declining_withdraws_and_the_next_in_line_is_suggested(client, line, cycle, organizer):
    reviews.decide(line[0], Verdict("eligible"), by=organizer, at=AT)
    client.force_login(organizer)
    assert "became free" not in client.get(address("waitlist", cycle)).content.decode()

    applications.withdraw(line[0], by=line[0].person, at=AT)
    page = client.get(address("waitlist", cycle)).content.decode()
    assert "1 place became free." in page
    assert "Next in line: Bea." in page

    made = waitlist.offer(line[1], LAST_DAY, by=organizer, at=AT)
    assert "became free" not in client.get(address("waitlist", cycle)).content.decode()
    waitlist.decline(made, at=LATER)
    line[1].refresh_from_db()
    assert line[1].status == "withdrawn"
    assert "Next in line: Cleo." in client.get(address("waitlist", cycle)).content.decode()


def test_offer_is_taken_back_only_while_its_mail_waits(line, organizer):
    made = waitlist.offer(line[0], LAST_DAY, by=organizer, at=AT)
    waitlist.take_back(made, by=organizer, at=AT)
    assert kinds_told() == []
    again = waitlist.offer(line[0], LAST_DAY, by=organizer, at=AT)
    delivery.send_waiting(LATER)
    assert refused(waitlist.take_back, again, by=organizer, at=LATER) == "already_told"


@pytest.mark.parametrize("day", [date(2021, 6, 23), date(1999, 1, 1)])
def test_nobody_is_asked_to_answer_in_the_past(line, organizer, day):
    assert refused(waitlist.offer, line[0], day, by=organizer, at=AT) == "too_soon"


def test_offer_expires_by_itself_once_and_the_person_goes_to_the_end(line, organizer):
    made = waitlist.offer(line[0], LAST_DAY, by=organizer, at=AT)
    assert waitlist.expire_offers(made.answer_by - timedelta(seconds=1)) == {"offers that ended": 0}
    assert refused(waitlist.accept, made, at=made.answer_by) == "too_late"
    assert waitlist.expire_offers(made.answer_by) == {"offers that ended": 1}
    assert waitlist.expire_offers(made.answer_by) == {"offers that ended": 0}
    assert names() == ["Bea", "Cleo", "Ada"]
    assert kinds_told() == ["place_offer_expired"]  # the offer itself was still waiting
    delivery.send_waiting(made.answer_by)
    assert "at its end" in Message.objects.get(kind="place_offer_expired").body


def test_another_decision_or_a_withdrawal_ends_an_offer_without_a_word(line, organizer):
    for application in line[:2]:
        waitlist.offer(application, LAST_DAY, by=organizer, at=AT)
    reviews.decide(line[0], Verdict("eligible"), by=organizer, at=AT)
    applications.withdraw(line[1], by=line[1].person, at=AT)
    assert set(PlaceOffer.objects.values_list("state", flat=True)) == {"taken_back"}
    assert kinds_told() == ["application_withdrawn"]


def test_applicant_answers_on_the_status_page(client, line, cycle, organizer):
    made = waitlist.offer(line[0], LAST_DAY, by=organizer, at=AT)
    client.force_login(line[0].person)
    status, answer = (
        address("application_status", cycle),
        address("offer_answer", cycle, pk=made.pk),
    )
    with time_machine.travel(AT):
        assert "Take the place" not in client.get(status).content.decode()
    with time_machine.travel(LATER):
        page = client.get(status).content.decode()
        assert "Take the place" in page
        assert "A place is free for you" in page
        assert "We have your application" not in page
        assert client.post(answer, {"answer": "perhaps"}).status_code == 404
        client.post(answer, {"answer": "accept"})
        page = client.get(status).content.decode()
    assert "The place is yours" in page
    assert "does not guarantee a place" not in page
    assert "Take the place" not in page
    client.force_login(line[1].person)
    assert client.post(answer, {"answer": "accept"}).status_code == 404


def test_home_names_an_offer_from_its_mail_to_its_answer(client, line, organizer):
    made = waitlist.offer(line[0], LAST_DAY, by=organizer, at=AT)
    client.force_login(line[0].person)

    def is_named(at):
        with time_machine.travel(at, tick=False):
            page = client.get(reverse("home")).content.decode()
        return "is free for you in" in page

    assert [is_named(at) for at in (AT, LATER, made.answer_by)] == [False, True, False]
    waitlist.accept(made, at=LATER)
    assert not is_named(LATER)


def test_organizer_moves_offers_and_takes_back_on_the_page(client, line, cycle, organizer):
    client.force_login(organizer)
    with time_machine.travel(AT):
        client.post(address("waitlist_move", cycle, pk=line[2].pk), {"place": "1"})
        assert names() == ["Cleo", "Ada", "Bea"]
        where = address("waitlist_offer", cycle, pk=line[2].pk)
        assert "Choose the last day" in client.post(where, {}, follow=True).content.decode()
        client.post(where, {"answer_on": "2021-06-28"})
        page = client.get(address("waitlist", cycle)).content.decode()
        assert "Offered" in page
        made = PlaceOffer.objects.get()
        client.post(address("waitlist_take_back", cycle, pk=made.pk))
    assert PlaceOffer.objects.get().state == "taken_back"


def test_list_leaves_out_people_the_organizer_is_close_to(client, line, cycle, organizer):
    line[0].person.manager = organizer
    line[0].person.save(update_fields=["manager"])
    client.force_login(organizer)
    page = client.get(address("waitlist", cycle))
    assert "Ada" not in page.content.decode()
    assert [row.place for row in page.context["lines"][1].rows] == [2, 3]
    assert client.post(address("waitlist_move", cycle, pk=line[0].pk)).status_code == 404
    assert client.post(address("waitlist_offer", cycle, pk=line[0].pk)).status_code == 404


@pytest.mark.parametrize("count", [1, 4])
def test_list_costs_the_same_for_any_number(
    client, cycle, organizer, count, django_assert_num_queries
):
    for _ in range(count):
        row = ApplicationFactory(cycle=cycle)
        reviews.decide(row, Verdict("waitlisted"), by=organizer, at=AT)
        waitlist.offer(row, LAST_DAY, by=organizer, at=AT)
    client.force_login(organizer)
    with django_assert_num_queries(7):
        client.get(address("waitlist", cycle))


@pytest.mark.django_db(transaction=True)
def test_accepting_and_expiring_at_once_leaves_one_outcome(line, organizer):
    made = waitlist.offer(line[0], LAST_DAY, by=organizer, at=AT)
    gate = Barrier(2)

    def run(act):
        try:
            gate.wait()
            return act()
        except ValidationError as error:
            return error.code
        finally:
            connection.close()

    last = made.answer_by - timedelta(seconds=1)
    with ThreadPoolExecutor(2) as pool:
        taken = pool.submit(run, lambda: waitlist.accept(made, at=last))
        over = pool.submit(run, lambda: waitlist.expire_offers(made.answer_by))
        outcomes = (taken.result(), over.result())
    made.refresh_from_db()
    line[0].refresh_from_db()
    assert (made.state, line[0].status, outcomes) in [
        ("accepted", "eligible", (None, {"offers that ended": 0})),
        ("expired", "waitlisted", ("wrong_status", {"offers that ended": 1})),
    ]


def test_a_place_is_offered_to_whoever_waits_and_has_not_heard_otherwise(line, organizer):
    reviews.decide(line[0], Verdict("eligible"), by=organizer, at=AT)
    assert refused(waitlist.offer, line[0], LAST_DAY, by=organizer, at=AT) == "wrong_status"


def test_other_reasons_leave_the_place_in_the_line(line, organizer):
    reviews.decide(line[0], Verdict("waitlisted", words="Still full."), by=organizer, at=AT)
    assert names() == ["Ada", "Bea", "Cleo"]


def test_an_offer_to_somebody_who_waits_no_more_runs_out_without_a_word(line, organizer):
    made = waitlist.offer(line[0], LAST_DAY, by=organizer, at=AT)
    Application.objects.filter(pk=line[0].pk).update(status="eligible", waitlist_place=None)
    assert waitlist.expire_offers(made.answer_by) == {"offers that ended": 0}
    assert PlaceOffer.objects.get().state == "expired"
    assert "place_offer_expired" not in kinds_told()


@pytest.mark.django_db(transaction=True)
def test_an_offer_that_is_taken_in_this_moment_does_not_run_out(line, organizer):
    made = waitlist.offer(line[0], LAST_DAY, by=organizer, at=AT)
    ended = after_waiting(
        lambda: waitlist.accept(made, at=made.answer_by - timedelta(seconds=1)),
        lambda: waitlist.expire_offers(made.answer_by),
    )
    made.refresh_from_db()
    assert (ended, made.state) == ({"offers that ended": 0}, "accepted")
