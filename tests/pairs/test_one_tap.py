"""“Did you meet?”, answered from the mail: the link shows the question, a press answers."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import signing
from django.core.exceptions import ValidationError
from django.urls import reverse

from notifications import kinds
from notifications.actions import delivery
from notifications.models import Message
from outcomes.queries.meetings import meetings_of
from pairs.actions import pairs, reminders
from pairs.actions.sessions import answers, logs, plans
from pairs.actions.sessions.logs import Log
from pairs.models import Case, MentoringSession
from pairs.rules.links import FortnightQuestion
from pairs.rules.windows import Window
from tests.concurrency import together
from tests.factories import PairFactory
from tests.messages import SENT, UNTRUE, fate, remind

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 19, 12, tzinfo=UTC)  # the last day but one of the first fortnight
FIRST, LAST = date(2021, 7, 7), date(2021, 7, 20)
WINDOW = Window(1, FIRST, LAST)
OVER = AT + timedelta(days=3)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(AT, tick=False) as now:
        yield now


def link(pair, person, first=FIRST, last=LAST):
    token = FortnightQuestion(pair.pk, person.pk, first, last).token
    return reverse("pairs:did_you_meet", args=[token])


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def press(client, address, answer="", key=None, **more):
    sent = {"answer": answer, "form_key": key or uuid4(), **more}
    return client.post(address, sent, follow=True)


def known(pair):
    rows = pair.sessions.exclude(state__in=["cancelled", "removed"]).order_by("pk")
    return list(rows.values_list("state", "held_on", "form", "confirmation"))


def give(pair, by, answer, at=AT, key=None):
    answer = answers.Answer(answer)
    return answers.give(pair, WINDOW, answer, by=by, at=at, form_key=key or uuid4())


# The mail


def test_the_mail_has_the_link_of_its_reader_and_organizers_do_not_read_it(
    pair, mentee, mailoutbox
):
    remind("session_due", AT)
    delivery.send_waiting(AT)
    [mail] = [one for one in mailoutbox if one.to == [mentee.email]]
    assert mail.subject == "Did you and Mona meet?"
    assert link(pair, mentee) in mail.body
    assert link(pair, pair.mentor.person) not in mail.body
    assert "until 3 August" in mail.body
    assert link(pair, mentee) in mail.alternatives[0][0]
    stored = Message.objects.get(kind="session_due", to=mentee)
    assert stored.status == "sent"
    assert "did-you-meet" not in stored.body
    assert kinds.OWN_LINK in stored.body


def test_own_words_without_a_place_for_the_link_have_it_at_their_end(pair, mentee, mailoutbox):
    text = {"kind": "session_due", "subject": "Meet!", "body": "Please meet."}
    pair.cycle.message_texts.create(**text)
    remind("session_due", AT)
    delivery.send_waiting(AT)
    [mail] = [one for one in mailoutbox if one.to == [mentee.email]]
    assert mail.body.startswith("Please meet.")
    assert link(pair, mentee) in mail.body


@pytest.mark.parametrize("answer", ["not_yet", "skipped", "met"])
def test_nobody_is_asked_by_mail_after_one_of_the_two_has_answered(pair, mentor, answer):
    remind("session_due", AT)
    give(pair, mentor, answer)
    assert fate("session_due", AT) == UNTRUE


def test_a_planned_time_that_passed_without_a_word_is_asked_about(pair, mentee):
    moment = AT - timedelta(days=1)
    facts = {"planned_at": moment, "minutes": 45, "form_key": uuid4()}
    plans.plan(pair, by=mentee, at=AT - timedelta(days=3), **facts)
    remind("session_due", AT)
    assert fate("session_due", AT, to=mentee) == SENT


# The page behind it


def test_opening_the_link_records_nothing(client, pair, mentee):
    for _scanner in range(3):
        page = client.get(link(pair, mentee))
        client.head(link(pair, mentee))
    assert "Mia, did you and Mona meet?" in words(page)
    assert "Mentor" not in words(page).replace("Mentorship", "")  # the first name alone
    assert "no-store" in page["Cache-Control"]
    assert known(pair) == []
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("answer", "row", "said"),
    [
        ("met", ("held", date(2021, 7, 19), "live", "open"), "Your session is logged"),
        ("writing", ("held", date(2021, 7, 19), "async", "open"), "Your session is logged"),
        ("not_yet", ("not_held", date(2021, 7, 19), "live", "open"), "There is time until"),
        ("skipped", ("skipped", LAST, "live", "open"), "Skipped, by agreement"),
    ],
)
def test_a_press_records_the_answer_and_shows_it(client, pair, mentee, answer, row, said):
    page = press(client, link(pair, mentee), answer)
    assert known(pair) == [row]
    assert pair.sessions.get().logged_by == mentee
    assert said in words(page)
    assert "My answer was wrong" in words(page)
    assert said in words(client.get(link(pair, mentee)))


def test_who_skips_reads_their_next_date_by_their_own_clock(client, pair, mentee):
    mentee.time_zone = "Africa/Nairobi"
    mentee.save()
    moment = datetime(2021, 8, 1, 13, tzinfo=UTC)
    pair.sessions.create(state="planned", planned_at=moment, minutes=30)
    page = press(client, link(pair, mentee), "skipped")
    assert "Your next date: Sun 1 August 2021, 16:00 (Nairobi time)" in words(page)


def test_the_partner_is_asked_to_confirm_and_can_from_their_own_link(client, pair, mentor, mentee):
    press(client, link(pair, mentee), "met")
    assert Message.objects.filter(kind="session_logged", to=mentor).exists()
    page = client.get(link(pair, mentor))
    assert "Mia has logged a session" in words(page)
    assert "My answer was wrong" not in words(page)
    press(client, link(pair, mentor), do="confirm")
    assert known(pair)[0][3] == "confirmed"


def test_the_partner_who_says_no_is_asked_the_question(client, pair, mentor, mentee):
    press(client, link(pair, mentee), "met")
    page = press(client, link(pair, mentor), do="deny")
    assert known(pair)[0][3] == "denied"
    assert "did you and Mia meet?" in words(page)
    press(client, link(pair, mentor), do="deny")
    assert known(pair)[0][3] == "denied"


def test_what_the_partner_corrected_meanwhile_is_shown_before_it_is_confirmed(
    client, pair, mentor, mentee
):
    press(client, link(pair, mentee), "met")
    opened = re.findall(
        r'name="seen" value="(\w+)"', client.get(link(pair, mentor)).content.decode()
    )[0]
    press(client, link(pair, mentee), do="correct", held_on="2021-07-08", minutes="60")
    page = press(client, link(pair, mentor), do="confirm", seen=opened)
    assert "It now says: Thursday, 8 July, 60 minutes, live." in words(page)
    assert known(pair)[0][3] == "open"


def test_who_logged_it_does_not_confirm_it(client, pair, mentee):
    press(client, link(pair, mentee), "met")
    page = press(client, link(pair, mentee), do="confirm")
    assert "Your partner confirms this one." in words(page)
    assert known(pair)[0][3] == "open"


def test_the_same_form_sent_twice_answers_once(client, pair, mentee):
    key = uuid4()
    for _twice in range(2):
        press(client, link(pair, mentee), "not_yet", key=key)
    assert len(known(pair)) == 1
    for _twice in range(2):
        press(client, link(pair, mentee), "met", key=uuid4())
    assert [row[0] for row in known(pair)] == ["held"]
    assert Message.objects.count() == 1


def test_a_session_outweighs_later_answers(client, pair, mentor, mentee):
    logs.log(pair, Log(held_on=date(2021, 7, 9)), by=mentor, at=AT, form_key=uuid4())
    press(client, link(pair, mentee), "skipped")
    assert [row[0] for row in known(pair)] == ["held"]


def test_what_was_planned_is_what_was_held(client, pair, mentee):
    moment = AT - timedelta(days=1)
    facts = {"planned_at": moment, "minutes": 45, "form_key": uuid4()}
    planned = plans.plan(pair, by=mentee, at=AT - timedelta(days=3), **facts)
    press(client, link(pair, mentee), "met")
    session = pair.sessions.get()
    assert (session, session.held_on, session.minutes) == (planned, moment.date(), 45)


def test_day_and_length_are_corrected_on_the_page(client, pair, mentee):
    press(client, link(pair, mentee), "met")
    page = press(client, link(pair, mentee), do="correct", held_on="2021-07-08", minutes="60")
    assert "2021-07-08" in page.content.decode()
    session = pair.sessions.get()
    assert (session.held_on, session.minutes) == (date(2021, 7, 8), 60)
    page = press(client, link(pair, mentee), do="correct", held_on="2021-08-08", minutes="60")
    assert "Choose a day of this fortnight." in words(page)
    assert "2021-08-08" in page.content.decode()
    assert pair.sessions.get().held_on == date(2021, 7, 8)


def test_a_wrong_answer_is_taken_back_and_given_anew(client, pair, mentor, mentee):
    press(client, link(pair, mentee), "met")
    page = press(client, link(pair, mentee), do="take-back")
    assert "did you and Mona meet?" in words(page)
    press(client, link(pair, mentee), "skipped")
    page = press(client, link(pair, mentor), do="take-back")  # what both agreed on is either's
    assert "did you and Mia meet?" in words(page)
    assert known(pair) == []
    press(client, link(pair, mentor), do="take-back")
    press(client, link(pair, mentor), do="correct")
    assert known(pair) == []


def test_a_session_of_the_partner_is_not_taken_back(client, pair, mentor, mentee):
    press(client, link(pair, mentor), "met")
    page = press(client, link(pair, mentee), do="take-back")
    assert "Only the person who logged a session changes it." in words(page)
    assert [row[0] for row in known(pair)] == ["held"]


@pytest.mark.parametrize("sent", [{}, {"answer": "maybe"}, {"answer": "met", "form_key": "x"}])
def test_an_answer_that_is_none_is_refused_in_words(client, pair, mentee, sent):
    page = client.post(link(pair, mentee), sent)
    assert "Choose one of the answers." in words(page)
    assert known(pair) == []


# Whose link it is, and until when


def test_a_forged_link_leads_nowhere(client, pair, mentee, mentor):
    real = link(pair, mentee)
    other = signing.dumps([pair.pk, mentee.pk, "2021-07-07", "2021-07-20"], salt="elsewhere")
    for forged in (real[:-2] + "/", real.replace(":", "x", 1), f"/did-you-meet/{other}/"):
        assert client.get(forged).status_code == 404
        assert client.post(forged, {"answer": "met", "form_key": uuid4()}).status_code == 404
    assert known(pair) == []


def test_a_link_of_somebody_who_is_not_of_the_pair_leads_nowhere(client, pair, stranger):
    assert client.post(link(pair, stranger), {"answer": "met"}).status_code == 404


def test_a_link_of_somebody_who_left_the_organization_leads_nowhere(client, pair, mentee):
    mentee.is_active = False
    mentee.save()
    assert client.get(link(pair, mentee)).status_code == 404


def test_whoever_is_signed_in_the_link_is_its_readers(client, pair, mentee, stranger):
    client.force_login(stranger)
    press(client, link(pair, mentee), "met")
    assert pair.sessions.get().logged_by == mentee


def test_the_link_works_through_the_next_fortnight_and_not_longer(client, pair, mentee, clock):
    clock.move_to(datetime(2021, 8, 3, 20, tzinfo=UTC))
    page = client.get(link(pair, mentee))
    assert "No, we did not" in words(page)
    clock.move_to(datetime(2021, 8, 4, 8, tzinfo=UTC))
    page = press(client, link(pair, mentee), "met")
    assert "This link has done its job" in words(page)
    assert "until 3 August" in words(page)
    assert known(pair) == []


def test_the_link_ends_with_the_pair(client, pair, mentor, mentee):
    pairs.end(pair, reason="no_time", by=mentor, at=AT)
    page = press(client, link(pair, mentee), "met")
    assert "You two are no longer a pair" in words(page)
    assert known(pair) == []


def test_a_pair_that_ended_meanwhile_records_nothing(pair, mentor, mentee):
    pairs.end(pair, reason="no_time", by=mentor, at=AT)
    with pytest.raises(ValidationError) as refused:
        give(pair, mentee, "not_yet")
    assert refused.value.code == "pair_ended"


def test_nobody_answers_for_days_ahead(client, pair, mentee):
    page = press(client, link(pair, mentee, date(2021, 7, 21), date(2021, 8, 3)), "skipped")
    assert "These days are still ahead." in words(page)
    assert known(pair) == []


@pytest.mark.parametrize("said", [1, 4])
def test_the_page_costs_the_same_however_much_was_said(
    client, pair, mentee, said, django_assert_num_queries
):
    for n in range(said):
        MentoringSession.objects.create(
            pair=pair, held_on=FIRST + timedelta(days=n), state="cancelled"
        )
    with django_assert_num_queries(5):
        client.get(link(pair, mentee))


# What it means


def test_skipped_and_said_not_met_are_two_figures_and_neither_counts_as_met(pair, mentee, mentor):
    give(pair, mentee, "not_yet")
    other = PairFactory(cycle=pair.cycle)
    give(other, other.mentor.person, "skipped")
    third = PairFactory(cycle=pair.cycle)
    found = meetings_of(pair.cycle, at=OVER)
    assert (found.all_due, found.all_met) == (3, 0)
    assert (found.unlogged, found.said_not_met, found.skipped) == (1, 1, 1)
    give(third, third.mentor.person, "met")
    assert meetings_of(pair.cycle, at=OVER).all_met == 1


def test_a_not_yet_of_the_last_days_is_asked_about_again_on_the_pair_page(
    client, pair, mentee, clock
):
    give(pair, mentee, "not_yet")
    clock.move_to(OVER)
    client.force_login(mentee)
    page = words(client.get(reverse("pairs:pair_detail", args=[pair.pk])))
    assert "talk between" in page
    assert "By 19 July you had not" in page
    give(pair, mentee, "not_yet", at=OVER)
    page = words(client.get(reverse("pairs:pair_detail", args=[pair.pk])))
    assert "talk between" not in page


def test_skipping_is_said_on_the_pair_page_too(client, pair, mentee, clock):
    clock.move_to(OVER)
    client.force_login(mentee)
    address = reverse("pairs:session_none", args=[pair.pk])
    page = client.post(address, {"last": "2021-07-20", "answer": "skipped"}, follow=True)
    assert "skipped by agreement" in page.content.decode()
    assert known(pair) == [("skipped", LAST, "live", "open")]


def test_a_skipped_fortnight_is_no_silence_for_organizers(pair, mentee):
    give(pair, mentee, "skipped")
    silent = PairFactory(cycle=pair.cycle)
    reminders.open_quiet_cases(datetime(2021, 8, 5, 12, tzinfo=UTC))
    assert [case.pair for case in Case.objects.all()] == [silent]


@pytest.mark.django_db(transaction=True)
def test_two_who_answer_at_once_leave_one_session():
    pair = PairFactory()
    two = [pair.mentor.person, pair.mentee.person]
    together(*(lambda who=who: give(pair, who, "met") for who in two))
    assert pair.sessions.held().count() == 1


@pytest.mark.parametrize(
    ("answer", "said"),
    [("skipped", "says: you two agreed to skip it"), ("not_yet", "says: you two have not met")],
)
def test_what_the_partner_said_is_told_as_theirs_and_can_be_answered_anew(
    client, pair, mentee, mentor, answer, said
):
    give(pair, mentor, answer)
    address = link(pair, mentee)
    shown = words(client.get(address))
    assert f"{mentor.get_short_name()} {said}" in shown
    assert "Saved" not in shown
    assert "My answer was wrong" not in shown
    assert "That is wrong: answer it yourself" in shown
    asked = words(press(client, address, do="take-back"))
    assert "did you and" in asked


def test_a_confirmed_session_is_not_said_to_wait_for_the_partner(client, pair, mentee, mentor):
    give(pair, mentee, "met")
    address = link(pair, mentee)
    assert "is asked to confirm it" in words(client.get(address))
    logs.confirm(pair.sessions.get(), by=mentor, at=AT)
    shown = words(client.get(address))
    assert "has confirmed it" in shown
    assert "is asked to confirm it" not in shown


def test_where_somebody_else_is_signed_in_the_page_says_whom_it_is_for(
    client, pair, mentee, stranger
):
    address = link(pair, mentee)
    give(pair, mentee, "met")
    own = reverse("pairs:pair_detail", args=[pair.pk])
    visitor = client.get(address).text
    assert "Sign in and open the pair page" in visitor
    assert "alone" not in words(client.get(address))
    client.force_login(stranger)
    shown = client.get(address)
    assert f"This page is for {mentee.get_short_name()} alone." in words(shown)
    assert own not in shown.text
    client.force_login(mentee)
    shown = client.get(address)
    assert own in shown.text
    assert "Sign in" not in shown.text
    assert "alone" not in words(shown)
