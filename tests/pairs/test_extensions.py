"""Going on longer: one asks, it holds when both agreed, and organizers may set the end (A7)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from notifications.actions import delivery
from notifications.models import Message
from pairs.actions import endings, extensions, pairs
from pairs.models import Extension, Pair
from pairs.queries.pairs import card
from surveys.models import Survey
from tests.concurrency import together
from tests.factories import PairFactory
from tests.factories.cycle_surveys import make_cycle_survey
from tests.messages import fate, words_of
from tests.refusals import refused

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 8, 12, tzinfo=UTC)
LAST = date(2021, 9, 30)
LATER = date(2021, 11, 15)


@pytest.fixture
def cycle(cycle):
    cycle.starts_on, cycle.ends_on, cycle.zone = date(2021, 7, 7), LAST, "UTC"
    cycle.save(update_fields=["starts_on", "ends_on", "zone"])
    return cycle


@pytest.fixture
def pair(pair):
    Pair.objects.filter(pk=pair.pk).update(starts_on=date(2021, 7, 7), ends_on=LAST)
    pair.refresh_from_db()
    return pair


def over(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC) + timedelta(days=1)


def test_it_holds_when_both_agreed_and_the_pair_ends_then(pair, mentor, mentee):
    row = extensions.propose(pair, LATER, by=mentee, at=AT)
    assert refused(extensions.accept, row, by=mentee, at=AT) == "own"
    pair.refresh_from_db()
    assert pair.ends_on == LAST
    extensions.accept(row, by=mentor, at=AT)
    pair.refresh_from_db()
    assert pair.ends_on == LATER

    other = PairFactory(cycle=pair.cycle, ends_on=LAST)
    assert endings.end_over(over(LAST)) == {"completed pairs": 1}
    pair.refresh_from_db()
    other.refresh_from_db()
    assert (pair.state, other.state) == ("active", "ended")
    assert endings.end_over(over(LATER)) == {"completed pairs": 1}
    last = Message.objects.filter(kind="pair_completed", to=mentee).get()
    assert "the end you had planned" in words_of(last)[1]


def test_what_is_over_is_said_to_have_ended_on_its_last_day_however_late_the_clock_comes(
    client, pair, mentee
):
    assert endings.end_over(over(LAST) + timedelta(days=2)) == {"completed pairs": 1}
    client.force_login(mentee)
    text = client.get(reverse("pairs:pair_detail", args=[pair.pk])).text
    assert f"It ended on {date_format(LAST, 'j F Y')}." in " ".join(text.split())


@pytest.mark.parametrize("is_open", [False, True])
def test_the_mail_at_the_end_says_whether_the_survey_has_been_sent(pair, mentee, is_open):
    planned = make_cycle_survey(pair.cycle)
    Survey.objects.filter(pk=planned.survey_id).update(
        opened_at=over(LAST) if is_open else None, closes_at=over(LAST) + timedelta(days=21)
    )
    endings.end_over(over(LAST))
    words = words_of(Message.objects.filter(kind="pair_completed", to=mentee).get())[1]
    assert ("The invitation came by mail." in words) == is_open
    assert ("You get the invitation by mail." in words) != is_open


def test_an_extended_pair_has_its_fortnights_to_the_end(pair, mentor, mentee):
    row = extensions.propose(pair, LATER, by=mentee, at=AT)
    before = card(pair, mentee, AT).strip.windows
    extensions.accept(row, by=mentor, at=AT)
    pair.refresh_from_db()
    after = card(pair, mentee, AT).strip.windows
    assert len(after) > len(before)
    assert LAST < after[-1].last <= LATER


def test_both_are_told_what_happened(pair, mentor, mentee):
    row = extensions.propose(pair, LATER, by=mentee, at=AT)
    [asked] = Message.objects.all()
    assert (asked.to, asked.kind) == (mentor, "extension_proposed")
    assert "15 November" in words_of(asked)[0]
    delivery.send_waiting(AT + timedelta(minutes=5))
    extensions.accept(row, by=mentor, at=AT + timedelta(hours=1))
    answer = Message.objects.get(kind="extension_accepted")
    assert answer.to == mentee
    assert "Mona Mentor agrees" in words_of(answer)[1]


def test_nobody_is_told_when_who_asked_is_gone(pair, mentor, mentee):
    row = extensions.propose(pair, LATER, by=mentee, at=AT)
    Extension.objects.update(proposed_by=None)
    extensions.accept(row, by=mentor, at=AT)
    pair.refresh_from_db()
    assert pair.ends_on == LATER
    assert not Message.objects.filter(kind="extension_accepted").exists()


def test_what_is_taken_back_is_not_sent(pair, mentee):
    row = extensions.propose(pair, LATER, by=mentee, at=AT)
    extensions.drop(row, by=mentee, at=AT)
    delivery.send_waiting(AT + timedelta(minutes=5))
    assert Message.objects.get().status == "cancelled"
    assert refused(extensions.drop, row, by=mentee, at=AT) == "changed"


def test_days_that_cannot_be(pair, mentee):
    cycle = pair.cycle
    assert refused(extensions.propose, pair, LAST, by=mentee, at=AT) == "too_early"
    too_far = LAST + timedelta(days=cycle.extension_days + 1)
    assert refused(extensions.propose, pair, too_far, by=mentee, at=AT) == "too_late"
    cycle.extension_days = 0
    cycle.save(update_fields=["extension_days"])
    assert refused(extensions.propose, pair, LATER, by=mentee, at=AT) == "no_extension"


def test_extending_again_does_not_go_beyond_what_the_cycle_allows(pair, mentor, mentee):
    first = extensions.propose(pair, LATER, by=mentee, at=AT)
    extensions.accept(first, by=mentor, at=AT)
    far = LAST + timedelta(days=93)
    assert refused(extensions.propose, pair, far, by=mentor, at=AT) == "too_late"
    extensions.propose(pair, LAST + timedelta(days=92), by=mentor, at=AT)


def test_asking_twice_asks_once_and_another_day_replaces_it(pair, mentor, mentee):
    first = extensions.propose(pair, LATER, by=mentee, at=AT)
    assert extensions.propose(pair, LATER, by=mentee, at=AT) == first
    second = extensions.propose(pair, LATER - timedelta(days=1), by=mentor, at=AT)
    assert list(Extension.objects.proposed()) == [second]
    assert refused(extensions.accept, first, by=mentor, at=AT) == "changed"


def test_asking_for_what_the_partner_asked_is_a_yes(client, pair, mentor, mentee, time_machine):
    time_machine.move_to(AT)
    row = extensions.propose(pair, LATER, by=mentee, at=AT)
    client.force_login(mentor)
    ask = reverse("pairs:extension_propose", args=[pair.pk])
    answer = client.post(ask, {"ends_on": str(LATER)}, follow=True).text
    assert "You two continue until 15 November 2021." in answer
    row.refresh_from_db()
    assert row.accepted_at is not None


def test_one_of_the_proposed_days_is_chosen_at_first(client, pair, mentee, time_machine):
    time_machine.move_to(AT)
    client.force_login(mentee)
    ask = reverse("pairs:extension_propose", args=[pair.pk])
    shown = client.get(ask)
    days = [one.day for one in shown.context["shown"].choices]
    assert days == [LAST + timedelta(days=n) for n in (28, 56, 92)]
    form = shown.context["form"]
    assert (form["ends_on"].value(), form.is_other, form.typed_day) == (str(days[1]), False, "")


def test_days_of_another_year_carry_it_and_what_is_chosen_already_is_not_optional(
    client, pair, mentor, mentee, time_machine
):
    time_machine.move_to(datetime(2021, 12, 1, 12, tzinfo=UTC))
    Pair.objects.filter(pk=pair.pk).update(ends_on=date(2021, 12, 10))
    pair.cycle.ends_on = date(2021, 12, 10)
    pair.cycle.save(update_fields=["ends_on"])
    ask = reverse("pairs:extension_propose", args=[pair.pk])
    client.force_login(mentee)
    shown = " ".join(client.get(ask).text.split())
    assert "<b>Fri 7 January 2022</b>" in shown
    assert "<b>7 Jan 2022</b>" in shown
    assert ">10 Dec<" in shown
    legend = shown.partition("How often?")[2].partition("</legend>")[0]
    assert "(optional)" not in legend
    client.post(ask, {"ends_on": "2022-01-07"})
    client.force_login(mentor)
    assert "Yes, until 7 January 2022" in client.get(ask).text
    asked = Message.objects.get(kind="extension_proposed")
    assert "until 7 January 2022" in words_of(asked)[0]


def test_two_who_ask_at_once_read_of_each_other_first(client, pair, mentor, mentee, time_machine):
    time_machine.move_to(AT)
    client.force_login(mentor)
    ask = reverse("pairs:extension_propose", args=[pair.pk])
    seen = client.get(ask).context["form"]["seen"].value()
    extensions.propose(pair, LATER, by=mentee, at=AT)
    typed = {"ends_on": "other", "other_day": "2021-11-29", "reason": "A second lead", "seen": seen}
    answer = client.post(ask, typed).text
    assert "15 November 2021" in answer
    assert "A second lead" in answer
    assert "2021-11-29" in answer
    assert Extension.objects.get().proposed_by == mentee


def test_the_other_reads_what_for_and_how_often_and_organizers_the_day_alone(
    client, pair, mentor, mentee, organizer, time_machine
):
    time_machine.move_to(AT)
    ask = reverse("pairs:extension_propose", args=[pair.pk])
    client.force_login(mentee)
    typed = {"ends_on": "2021-11-25", "reason": "To look back on it.", "rhythm": "30"}
    client.post(ask, typed)
    assert "You asked for 8 more weeks" in " ".join(client.get(ask).text.split())
    client.force_login(mentor)
    shown = " ".join(client.get(ask).text.split())
    assert "Mia would like 8 more weeks" in shown
    assert "To look back on it." in shown
    assert "Once a month, 1 more session" in shown
    client.force_login(organizer)
    at = [pair.cycle.program.slug, pair.cycle.slug, pair.pk]
    overview = client.get(reverse("pairs:pair_overview", args=at)).text
    assert "25 November 2021" in overview
    assert "To look back" not in overview
    assert "To look back" not in "".join(words_of(Message.objects.get()))


def test_a_longer_rhythm_makes_the_windows_after_the_cycles_last_day_alone(pair, mentor, mentee):
    before = card(pair, mentee, AT).strip.windows
    end = LAST + timedelta(days=92)
    row = extensions.propose(pair, end, by=mentee, at=AT, cadence_days=30)
    extensions.accept(row, by=mentor, at=AT)
    pair.refresh_from_db()
    after = card(pair, mentee, AT).strip.windows
    assert after[: len(before)] == before
    added = after[len(before) :]
    assert {(one.last - one.first).days + 1 for one in added} == {30}
    assert [one.number for one in after] == list(range(1, len(after) + 1))
    assert added[-1].last <= end


def test_a_no_is_told_kindly_and_can_still_become_a_yes(client, pair, mentor, mentee, time_machine):
    time_machine.move_to(AT)
    row = extensions.propose(pair, LATER, by=mentee, at=AT)
    answer = reverse("pairs:extension_answer", args=[pair.pk, row.pk])
    client.force_login(mentor)
    shown = " ".join(client.post(answer, {"answer": "no"}, follow=True).text.split())
    assert "Agree after all, until 15 November" in shown
    told = Message.objects.get(kind="extension_declined")
    assert told.to == mentee
    assert "rather end on 30 September 2021" in words_of(told)[1]
    client.force_login(mentee)
    client.post(answer, {"answer": "yes"})
    pair.refresh_from_db()
    assert pair.ends_on == LAST
    client.force_login(mentor)
    client.post(answer, {"answer": "yes"})
    pair.refresh_from_db()
    assert pair.ends_on == LATER
    assert fate("extension_declined", AT + timedelta(minutes=6)) == "Taken back"


def test_an_old_no_is_not_answered_once_something_newer_was_asked(pair, mentor, mentee):
    row = extensions.propose(pair, LATER, by=mentee, at=AT)
    extensions.drop(row, by=mentor, at=AT)
    extensions.propose(pair, LATER + timedelta(days=7), by=mentee, at=AT)
    assert refused(extensions.accept, row, by=mentor, at=AT) == "changed"


def test_a_no_is_told_to_nobody_who_is_gone(pair, mentor, mentee):
    row = extensions.propose(pair, LATER, by=mentee, at=AT)
    Extension.objects.update(proposed_by=None)
    extensions.drop(row, by=mentor, at=AT)
    assert not Message.objects.filter(kind="extension_declined").exists()


def test_time_that_is_no_whole_weeks_is_asked_for_in_days(
    client, pair, mentor, mentee, time_machine
):
    time_machine.move_to(AT)
    ask = reverse("pairs:extension_propose", args=[pair.pk])
    extensions.propose(pair, LAST + timedelta(days=19), by=mentee, at=AT)
    client.force_login(mentee)
    assert "You asked for 19 more days" in " ".join(client.get(ask).text.split())
    client.force_login(mentor)
    assert "Mia would like 19 more days" in " ".join(client.get(ask).text.split())


def test_what_for_may_change_and_another_day_has_to_be_said(client, pair, mentee, time_machine):
    time_machine.move_to(AT)
    ask = reverse("pairs:extension_propose", args=[pair.pk])
    client.force_login(mentee)
    assert "Say which day." in client.post(ask, {"ends_on": "other"}).text
    assert "Choose one of the days." in client.post(ask, {"ends_on": "soon"}).text
    assert "Enter a valid date." in client.post(ask, {"ends_on": "other", "other_day": "soon"}).text
    for reason in ("One", "Two"):
        client.post(ask, {"ends_on": str(LATER), "reason": reason})
    assert Extension.objects.proposed().get().reason == "Two"


def test_a_pair_that_has_ended_is_not_asked_on(client, pair, mentee, time_machine):
    time_machine.move_to(AT)
    extensions.propose(pair, LATER, by=mentee, at=AT)
    pairs.end(pair, reason="goal_reached", by=mentee, at=AT)
    client.force_login(mentee)
    shown = client.get(reverse("pairs:extension_propose", args=[pair.pk])).text
    assert "This pair has ended." in shown
    assert "<form" not in shown.split("<main", 1)[1].split("</main", 1)[0]


def test_a_pair_that_has_ended_is_not_extended(pair, mentor, mentee):
    row = extensions.propose(pair, LATER, by=mentee, at=AT)
    pairs.end(pair, reason="goal_reached", by=mentee, at=AT)
    assert refused(extensions.accept, row, by=mentor, at=AT) == "wrong_status"
    assert refused(extensions.propose, pair, LATER, by=mentee, at=AT) == "wrong_status"


def test_an_organizer_moves_the_end_of_one_pair_and_both_are_told(client, pair, organizer):
    cycle = pair.cycle
    extensions.move_end(pair, LATER, by=organizer, at=AT)
    pair.refresh_from_db()
    assert pair.ends_on == LATER
    told = Message.objects.filter(kind="pair_end_moved")
    assert {one.to for one in told} == {pair.mentor.person, pair.mentee.person}
    assert "15 November" in words_of(told[0])[0]
    extensions.move_end(pair, LATER, by=organizer, at=AT)
    assert told.count() == 2
    assert refused(extensions.move_end, pair, date(2021, 7, 1), by=organizer, at=AT) == "past"
    client.force_login(organizer)
    at = [cycle.program.slug, cycle.slug, pair.pk]
    page = client.post(reverse("pairs:pair_move_end", args=at), {"ends_on": "2021-07-01"})
    assert "This day is over." in page.content.decode()


def test_a_last_day_agreed_on_meanwhile_is_read_before_it_is_replaced(
    client, pair, mentor, mentee, organizer, time_machine
):
    time_machine.move_to(AT)
    client.force_login(organizer)
    at = [pair.cycle.program.slug, pair.cycle.slug, pair.pk]
    page = client.get(reverse("pairs:pair_overview", args=at))
    began = page.context["end_day_form"]["seen"].value()
    assert f'value="{began}"' in page.text
    row = extensions.propose(pair, date(2021, 10, 10), by=mentee, at=AT)
    extensions.accept(row, by=mentor, at=AT)

    move = reverse("pairs:pair_move_end", args=at)
    page = client.post(move, {"ends_on": "2021-10-01", "seen": began})
    assert "Last day is now: 10 October 2021" in page.text
    assert 'value="2021-10-01"' in page.text
    pair.refresh_from_db()
    assert pair.ends_on == date(2021, 10, 10)
    seen = page.context["end_day_form"]["seen"].value()
    client.post(move, {"ends_on": "2021-10-01", "seen": seen})
    pair.refresh_from_db()
    assert pair.ends_on == date(2021, 10, 1)


def test_an_earlier_last_day_of_one_pair_ends_that_pair_alone(pair, organizer):
    other = PairFactory(cycle=pair.cycle, ends_on=LAST)
    extensions.move_end(pair, date(2021, 8, 1), by=organizer, at=AT)
    assert endings.end_over(over(date(2021, 8, 1))) == {"completed pairs": 1}
    pair.refresh_from_db()
    other.refresh_from_db()
    assert (pair.state, other.state) == ("ended", "active")


def test_a_pair_cannot_end_before_it_starts(pair, organizer):
    Pair.objects.filter(pk=pair.pk).update(starts_on=date(2021, 8, 1))
    assert (
        refused(extensions.move_end, pair, date(2021, 7, 20), by=organizer, at=AT) == "before_start"
    )


def test_the_two_agree_on_their_pages(client, pair, mentor, mentee, time_machine):
    time_machine.move_to(AT)
    page = reverse("pairs:pair_detail", args=[pair.pk])
    ask = reverse("pairs:extension_propose", args=[pair.pk])
    client.force_login(mentee)
    assert ask in client.get(page).content.decode()
    assert "The program allows until 31 December 2021" in " ".join(
        client.get(ask).content.decode().split()
    )
    refusal = client.post(ask, {"ends_on": "2021-09-01"}).content.decode()
    assert "Choose a day after 30 September 2021." in refusal
    assert "2021-09-01" in refusal
    client.post(ask, {"ends_on": "2021-11-15"})
    mine = " ".join(client.get(page).content.decode().split())
    assert "You asked Mona to continue until 15 November" in mine
    client.force_login(mentor)
    row = Extension.objects.get()
    assert "Mia would like to continue until 15 November" in " ".join(
        client.get("/").content.decode().split()
    )
    client.post(reverse("pairs:extension_answer", args=[pair.pk, row.pk]), {"answer": "yes"})
    pair.refresh_from_db()
    assert pair.ends_on == LATER


def test_nobody_extends_where_the_program_does_not_allow_it(client, pair, mentee):
    pair.cycle.extension_days = 0
    pair.cycle.save(update_fields=["extension_days"])
    client.force_login(mentee)
    ask = reverse("pairs:extension_propose", args=[pair.pk])
    assert ask not in client.get(reverse("pairs:pair_detail", args=[pair.pk])).content.decode()
    assert "cannot be extended" in client.get(ask).content.decode()


@pytest.mark.django_db(transaction=True)
def test_agreeing_and_taking_back_at_once_end_in_one_of_the_two(pair, mentor, mentee):
    row = extensions.propose(pair, LATER, by=mentee, at=AT)

    def agree():
        extensions.accept(row, by=mentor, at=AT)

    def drop():
        extensions.drop(row, by=mentee, at=AT)

    together(agree, drop)
    row.refresh_from_db()
    pair.refresh_from_db()
    assert (row.accepted_at is None) != (row.replaced_at is None)
    assert pair.ends_on == (LATER if row.accepted_at else LAST)
