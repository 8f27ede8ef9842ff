import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from pairs.actions.agenda import own, points
from pairs.actions.sessions import logs, meetings, notes, plans
from pairs.actions.sessions.logs import Log
from pairs.models import MeetingNote, SessionNote
from tests.concurrency import together
from tests.factories import PairFactory, ended
from tests.pairs.addresses import page

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 15, 12, tzinfo=UTC)
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to(AT, tick=False)


def keep(pair, by, *, shared="", private="", on=None, seen=None, at=AT):
    meetings.keep(
        pair,
        by=by,
        at=at,
        shared=shared,
        private=private,
        page=on or uuid.uuid4(),
        seen=seen or {},
    )


def log(pair, by, *, day=None, **said):
    said = Log(held_on=day or AT.date(), **said)
    return logs.log(pair, said, by=by, at=AT, form_key=uuid.uuid4())


def texts(session):
    rows = SessionNote.objects.filter(session=session).order_by("-is_shared", "author__name")
    return [(row.is_shared, row.author.get_short_name(), row.text) for row in rows]


def boxes(client, pair):
    form = client.get(page("pair_talk", pair)).context["form"]
    return {name: form[name].value() for name in form.fields}


def test_what_is_typed_is_kept_while_typing_and_with_the_button(client, pair, mentee):
    client.force_login(mentee)
    said = boxes(client, pair)
    answer = client.post(
        page("pair_talk", pair), {**said, "shared": "One\r\ntwo", "private": "Mine"}, **HTMX
    )
    assert "Saved at" in answer.content.decode()
    gone = client.post(page("pair_talk", pair), {**said, "shared": "One\r\ntwo\r\nthree"})
    assert gone.status_code == 204
    again = boxes(client, pair)
    assert (again["shared"], again["private"]) == ("One\ntwo\nthree", "")

    answer = client.post(page("pair_talk", pair), {**again, "shared": "", "save": "1"})
    assert answer.url == page("pair_talk", pair)
    assert boxes(client, pair)["shared"] == ""


def test_partner_reads_the_shared_words_and_never_the_private_ones(client, pair, mentor, mentee):
    keep(pair, mentee, shared="For both", private="For me alone")
    client.force_login(mentor)

    text = client.get(page("pair_talk", pair)).content.decode()
    assert "For both" in text
    assert "For me alone" not in text
    text = client.get(page("session_log", pair)).content.decode()
    assert "For both" in text
    assert "For me alone" not in text


def test_logging_takes_over_what_both_typed_that_day(pair, mentor, mentee):
    keep(pair, mentee, shared="From Mia", private="Mia alone")
    keep(pair, mentor, shared="From Mona", private="Mona alone")
    session = log(pair, mentee, shared_note="From the form")

    assert texts(session) == [
        (True, "Mia", "Mia:\nFrom Mia\n\nMona:\nFrom Mona\n\nFrom the form"),
        (False, "Mia", "Mia alone"),
        (False, "Mona", "Mona alone"),
    ]
    assert not MeetingNote.objects.filter(session__isnull=True).exists()


def test_words_of_today_wait_when_a_talk_of_long_ago_is_logged(pair, mentee):
    keep(pair, mentee, shared="Today")
    old = log(pair, mentee, day=(AT - timedelta(days=7)).date())
    assert texts(old) == []

    assert texts(log(pair, mentee)) == [(True, "Mia", "Today")]


def test_page_that_is_still_open_goes_on_writing_into_the_logged_session(pair, mentor, mentee):
    mine, theirs = uuid.uuid4(), uuid.uuid4()
    keep(pair, mentor, shared="Mona one", private="Secret", on=mine)
    keep(pair, mentee, shared="Mia one", on=theirs)
    session = log(pair, mentee)

    keep(pair, mentor, shared="Mona one and two", private="Secret", on=mine)
    keep(pair, mentor, shared="Mona one and two", private="Secret, and more", on=mine)
    assert texts(session) == [
        (True, "Mia", "Mona:\nMona one and two\n\nMia:\nMia one"),
        (False, "Mona", "Secret, and more"),
    ]
    assert not MeetingNote.objects.filter(session__isnull=True).exists()


def test_open_page_loses_nothing_when_the_note_was_rewritten_or_is_new(pair, mentor, mentee):
    on = uuid.uuid4()
    keep(pair, mentor, shared="Mona one", private="Secret", on=on)
    session = log(pair, mentee)
    note = SessionNote.objects.get(session=session, is_shared=True)
    SessionNote.objects.filter(pk=note.pk).update(text="Rewritten")
    SessionNote.objects.filter(session=session, is_shared=False).delete()

    keep(pair, mentor, shared="Mona two", private="Secret two", on=on)
    assert texts(session) == [
        (True, note.author.get_short_name(), "Rewritten\n\nMona two"),
        (False, "Mona", "Secret two"),
    ]


def test_note_that_is_rewritten_leaves_no_copy_of_its_words(pair, mentee):
    keep(pair, mentee, private="Secret")
    session = log(pair, mentee)
    note = SessionNote.objects.get(session=session)
    facts = {"by": mentee, "at": AT, "is_shared": False, "seen": note.saved_at}
    notes.save(session, text="", **facts)

    assert not MeetingNote.objects.filter(text__contains="Secret").exists()
    keep(pair, mentee, private="Next time")
    log(pair, mentee, day=(AT - timedelta(days=1)).date())
    assert MeetingNote.objects.count() == 1  # what an earlier session took over is gone


def test_second_page_of_the_same_person_overwrites_nothing_unseen(client, pair, mentee):
    client.force_login(mentee)
    first, second = boxes(client, pair), boxes(client, pair)
    client.post(page("pair_talk", pair), {**first, "shared": "On the laptop"}, **HTMX)

    answer = client.post(page("pair_talk", pair), {**second, "shared": "On the phone"}, **HTMX)
    assert "You typed on another page meanwhile" in answer.content.decode()
    both = client.post(page("pair_talk", pair), {**second, "shared": "On the phone", "save": "1"})
    assert "On the laptop" in both.content.decode()
    assert both.context["form"]["shared"].value() == "On the phone"
    seen = {name: both.context["form"][name].value() for name in second}
    client.post(page("pair_talk", pair), {**seen, "shared": "Both", "save": "1"})
    assert MeetingNote.objects.get().text == "Both"


def test_hostile_words_are_refused_and_stay_in_the_box(client, pair, mentee):
    client.force_login(mentee)
    said = boxes(client, pair)
    answer = client.post(page("pair_talk", pair), {**said, "shared": "x" * 20001, "save": "1"})
    assert answer.status_code == 200
    assert "x" * 20001 in answer.content.decode()
    with pytest.raises(ValidationError):
        keep(pair, mentee, shared="a\x00b")
    assert not MeetingNote.objects.exists()


def test_points_are_gone_through_one_by_one(client, pair, mentee):
    points.add(pair, "First", "Second", "Third", by=mentee, at=AT)
    client.force_login(mentee)
    first, second, _third = pair.agenda.open()
    view = {"view": "meeting"}

    text = client.get(page("pair_talk", pair)).content.decode()
    assert "Now, 1 of 3" in text
    answer = client.post(page("agenda_change", pair, first.pk), {**view, "change": "tick"}, **HTMX)
    assert "Now, 2 of 3" in answer.content.decode()
    client.post(page("agenda_change", pair, second.pk), {**view, "change": "later"}, **HTMX)
    answer = client.post(page("agenda_add", pair), {**view, "text": "Fourth"})
    assert answer.url == page("pair_talk", pair)
    assert [one.text for one in pair.agenda.open()] == ["Third", "Second", "Fourth"]
    session = log(pair, mentee)
    assert [one.text for one in session.points.all()] == ["First"]


def test_steps_of_the_goal_are_ticked_in_the_meeting_view(client, pair, mentee):
    goal = pair.mentee.goals.create(text="Lead one incident", shared_at=AT)
    step = goal.steps.create(text="Co-lead one")
    client.force_login(mentee)
    assert "Co-lead one" in client.get(page("pair_talk", pair)).content.decode()
    said = {"change": "tick", "from": "talk"}
    answer = client.post(page("step_change", pair, goal.pk, step.pk), said)

    assert answer.url == page("pair_talk", pair)
    step.refresh_from_db()
    assert step.done_on == AT.date()


@pytest.mark.parametrize("extra", [HTMX, {}])
def test_an_empty_agenda_is_filled_from_one_in_the_meeting_view(client, pair, mentee, extra):
    own.save(pair, name="Ours", points="News\nFeedback", by=mentee, at=AT)
    client.force_login(mentee)
    shown = client.get(page("pair_talk", pair)).context["meeting"]
    assert [one.name for one in shown.agendas] == ["Ours", "First session"]
    said = {"view": "meeting", "template": shown.agendas[0].key}
    client.post(page("agenda_start", pair), said, **extra)
    shown = client.get(page("pair_talk", pair)).context["meeting"]
    assert (shown.current.text, shown.total, shown.agendas) == ("News", 2, [])
    answer = client.post(page("agenda_start", pair), {**said, "template": "none"}, **extra)
    assert "There is no such agenda." in answer.text


@pytest.mark.parametrize(("days", "is_taken"), [(0, True), (1, False), (17, False)])
def test_what_ends_here_is_the_session_of_today_and_no_later_one(
    client, pair, mentee, days, is_taken
):
    """Two who talk today, days before the next planned session, still have that one ahead."""
    moment = AT + timedelta(days=days, hours=2)
    planned = plans.plan(
        pair, by=mentee, at=AT, planned_at=moment, minutes=45, form_key=uuid.uuid4()
    )
    client.force_login(mentee)
    shown = client.get(page("pair_talk", pair))
    assert (f"?planned={planned.pk}" in shown.text) is is_taken
    assert shown.context["meeting"].minutes == (45 if is_taken else 30)
    address = page("session_log", pair) + f"?planned={planned.pk}"
    form = client.get(address).context["form"]
    said = {name: form[name].value() for name in ("day", "minutes", "form", "form_key")}
    client.post(address, said)
    planned.refresh_from_db()
    assert planned.state == ("held" if is_taken else "planned")
    assert pair.sessions.filter(state="held").count() == 1


def test_refused_point_stays_typed_in_the_meeting_view(client, pair, mentee):
    client.force_login(mentee)
    said = {"view": "meeting", "text": "x" * 301}
    for more in ({}, HTMX):
        answer = client.post(page("agenda_add", pair), said, **more)
        assert "x" * 301 in answer.content.decode()
        assert answer.context["point_problem"]


def test_meeting_view_of_a_pair_that_ended_leads_to_its_page(client, pair, mentee):
    ended(pair, AT)
    client.force_login(mentee)

    assert client.get(page("pair_talk", pair)).url == page("pair_detail", pair)


@pytest.mark.parametrize("count", [1, 4])
def test_meeting_view_costs_the_same_for_one_and_for_four_of_everything(
    client, pair, mentor, mentee, django_assert_num_queries, count
):
    for number in range(count):
        points.add(pair, f"Point {number}", by=mentor, at=AT)
        log(pair, mentee, day=(AT - timedelta(days=number)).date(), shared_note="Words")
        pair.mentee.goals.create(text=f"Goal {number}")
    keep(pair, mentee, shared="Words", private="Mine")
    client.force_login(mentee)
    with django_assert_num_queries(14):
        client.get(page("pair_talk", pair))


@pytest.mark.django_db(transaction=True)
def test_both_type_at_once_and_neither_loses_a_word():
    pair = PairFactory()
    people = (pair.mentor.person, pair.mentee.person)
    together(*(lambda one=one: keep(pair, one, shared=f"From {one.pk}") for one in people))

    assert {note.text for note in MeetingNote.objects.all()} == {f"From {one.pk}" for one in people}


# Points of the agenda in other words


def test_either_rewords_a_point_unless_the_other_did_meanwhile(client, pair, mentor, mentee):
    points.add(pair, "One question", by=mentee, at=AT)
    item = pair.agenda.get()
    client.force_login(mentor)
    said = {"change": "reword", "seen": "One question", "text": " One real  question "}
    client.post(page("agenda_change", pair, item.pk), said)
    item.refresh_from_db()
    assert item.text == "One real question"

    client.force_login(mentee)
    said = {**said, "text": "Another question"}
    for more in ({}, HTMX):
        answer = client.post(page("agenda_change", pair, item.pk), said, **more)
        assert "Your partner reworded this point meanwhile" in answer.content.decode()
        assert 'value="Another question"' in answer.content.decode()
    with pytest.raises(ValidationError):
        points.reword(item, " ", seen="One real question")
    points.tick(item, at=AT)
    with pytest.raises(ValidationError) as error:
        points.reword(item, "Late", seen="One real question")
    assert error.value.code == "not_open"
