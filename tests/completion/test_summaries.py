"""The one-page summary: its person's own words and figures; the partner's name only by their yes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from completion.actions import farewells, summaries
from completion.models import Summary
from notifications.models import Message
from pairs.models import Goal, Pair, SessionNote
from tests.completion.conftest import AT
from tests.concurrency import together
from tests.messages import SENT, UNTRUE, fate, words_of

pytestmark = pytest.mark.django_db
WORDS = {"did": "Led two shifts\n- Wrote a list", "learned": "To ask.", "comes_next": "More."}
ALL = [part.value for part in Summary.Part]


def page(pair):
    return reverse("completion:summary", args=[pair.pk])


def sheet(text):
    return text.partition("<article")[2].partition("</article")[0]


def test_it_holds_ones_own_goals_words_and_sessions_and_nothing_of_the_partner(
    client, complete, mentee, mentor
):
    complete.mentee.goals.create(
        text="Lead one incident", state=Goal.State.REACHED, closing="In May."
    )
    complete.mentor.goals.create(text="Learn to listen")
    SessionNote.objects.create(
        session=complete.sessions.first(), author=mentor, is_shared=True, text="About Tove"
    )
    client.force_login(mentee)
    client.post(page(complete), {**WORDS, "parts": ["goal", "did", "partner"]})
    row = Summary.objects.get()
    assert row.parts == ["goal", "did"]
    text = client.get(page(complete)).text
    shown = sheet(text)
    for words in ("Lead one incident", "Reached", "In May.", "Led two shifts", "Wrote a list"):
        assert words in shown
    assert "2 sessions, 60 minutes" in " ".join(shown.split())
    for hidden in ("Learn to listen", "About Tove", "Mona"):
        assert hidden not in shown
    assert "Worked with a mentor for 12 weeks" in text
    assert "Goal reached: Lead one incident." in text


def test_what_was_learned_begins_with_the_words_of_the_end(client, complete, mentee, mentor):
    farewells.save(complete, {"learned": "To wait."}, by=mentee, at=AT)
    client.force_login(mentee)
    assert "To wait." in sheet(client.get(page(complete)).text)
    summaries.ask_for_name(complete, by=mentee, at=AT)
    assert "To wait." in sheet(client.get(page(complete)).text)
    summaries.save(complete, parts=ALL, words={**WORDS, "learned": ""}, by=mentee, at=AT)
    assert "To wait." not in client.get(page(complete)).text
    farewells.save(complete, {"learned": "x" * 801}, by=mentor, at=AT)
    client.force_login(mentor)
    assert "x" * 801 not in client.get(page(complete)).text


def test_each_has_their_own(client, complete, mentee, mentor):
    summaries.save(complete, parts=[], words=WORDS, by=mentee, at=AT)
    client.force_login(mentor)
    text = client.get(page(complete)).text
    assert "To ask." not in text
    assert "Mentored a colleague for 12 weeks" in text
    assert "Goal reached" not in text


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "1 day"), (18, "19 days"), (20, "3 weeks"), (27, "4 weeks"), (40, "5 weeks")],
)
def test_the_sentence_for_a_cv_claims_no_week_that_was_not_whole(
    client, complete, mentee, days, said
):
    last = complete.starts_on + timedelta(days=days)
    Pair.objects.filter(pk=complete.pk).update(
        ends_on=last, ended_at=datetime(last.year, last.month, last.day, 12, tzinfo=UTC)
    )
    client.force_login(mentee)
    assert f"Worked with a mentor for {said} (" in client.get(page(complete)).text


def test_too_long_words_come_back_with_an_error(client, complete, mentee):
    client.force_login(mentee)
    answer = client.post(page(complete), {**WORDS, "learned": "x" * 801, "parts": ["goal"]})
    assert "at most 800 characters" in answer.text
    assert "x" * 801 in answer.text
    assert not Summary.objects.exists()


def test_the_partners_name_stands_there_once_they_agree_and_goes_when_they_do_not(
    client, complete, mentee, mentor
):
    name = reverse("completion:summary_name", args=[complete.pk])
    hub = reverse("completion:ending", args=[complete.pk])
    client.force_login(mentee)
    client.post(name, {"name": "ask"})
    client.post(name, {"name": "ask"})
    message = Message.objects.get(kind="summary_name_asked", to=mentor)
    assert message.scope == ""
    assert hub in words_of(message)[1]
    assert "There is no answer yet" in client.get(page(complete)).text.replace("\n", " ")

    client.force_login(mentor)
    assert "would like to name you" in client.get(hub).text
    client.post(name, {"name": "yes"})
    client.force_login(mentee)
    client.post(page(complete), {**WORDS, "parts": ALL})
    assert "together with Mona Mentor" in sheet(client.get(page(complete)).text)

    client.force_login(mentor)
    client.post(name, {"name": "no"})
    client.force_login(mentee)
    assert "Mona" not in sheet(client.get(page(complete)).text)
    assert fate("summary_name_asked", message.send_after) == UNTRUE


def test_the_question_goes_out_while_it_waits(complete, mentee):
    summaries.ask_for_name(complete, by=mentee, at=AT)
    message = Message.objects.get(kind="summary_name_asked")
    assert fate("summary_name_asked", message.send_after) == SENT


def test_nobody_answers_what_nobody_asked(client, complete, mentor, mentee):
    with pytest.raises(ValidationError):
        summaries.answer_for_name(complete, agrees=True, by=mentor, at=AT)
    summaries.save(complete, parts=ALL, words=WORDS, by=mentee, at=AT)
    client.force_login(mentor)
    name = reverse("completion:summary_name", args=[complete.pk])
    answer = client.post(name, {"name": "yes"}, follow=True)
    assert "Nobody asks for your name." in answer.text


@pytest.mark.django_db(transaction=True)
def test_two_windows_make_one_summary(complete, mentee):
    made = together(
        *[lambda: summaries.save(complete, parts=ALL, words=WORDS, by=mentee, at=AT)] * 3
    )
    assert len({row.pk for row in made}) == 1


def test_the_page_asks_the_same_however_much_there_is(client, complete, mentee):
    complete.mentee.goals.create(text="The first goal")
    client.force_login(mentee)
    client.get(page(complete))
    with CaptureQueriesContext(connection) as few:
        client.get(page(complete))
    for number in range(3):
        complete.mentee.goals.create(text=f"Goal {number}")
        complete.sessions.create(held_on=AT, logged_by=mentee)
    with CaptureQueriesContext(connection) as many:
        client.get(page(complete))
    assert len(few) == len(many) <= 19
