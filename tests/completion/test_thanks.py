"""Thanks, lines for everybody and feedback between the members of a pair."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from completion.actions import kudos, thanks
from completion.models import Kudos, PartnerFeedback, ThankYou
from completion.queries import thanks as queries
from notifications.models import Message
from pairs.actions import pairs
from pairs.models import Pair
from people.actions import people
from tests.completion.conftest import AT
from tests.concurrency import after_waiting, together
from tests.factories import PairFactory, UserFactory
from tests.messages import UNTRUE, fate, words_of

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)
OVER = AT + timedelta(days=9)
LINE = "Asks the question nobody asks."
SAID = {"keep": "Asking.", "more": "", "helped": "", "words": ""}


@pytest.fixture
def clock():
    with time_machine.travel(AT, tick=False) as traveller:
        yield traveller


def page(pair):
    return reverse("completion:thanks", args=[pair.pk])


def sent(what, to, **fields):
    typed = {f"{what}-{to.pk}-{name}": value for name, value in fields.items()}
    return {"what": what, "to": to.pk, **typed}


def thank(pair, by, to, text="You made it feel possible.", at=AT, **key):
    return thanks.thank(pair, text, to=to, by=by, at=at, form_key=key.get("key") or uuid4())


def praise(pair, by, to, line=LINE, at=AT):
    return kudos.say(pair, line, to=to, by=by, at=at)


def agree(row, at=AT):
    return kudos.answer(row, agrees=True, seen=row.said_at, at=at)


def test_a_note_is_read_by_the_two_and_told_without_its_words(client, pair, mentor, mentee, clock):
    client.force_login(mentee)
    form = sent("note", mentor, text="<b>You made it feel possible.</b>", form_key=uuid4())
    for _twice in range(2):
        assert client.post(page(pair), form).url == page(pair)
    note = ThankYou.objects.get()
    assert (note.giver, note.receiver) == (mentee, mentor)
    client.force_login(mentor)
    assert "&lt;b&gt;You made it feel possible." in client.get(page(pair)).text
    message = Message.objects.get(kind="thank_you_written")
    assert (message.to, message.scope) == (mentor, "")
    assert "feel possible" not in "".join(words_of(message))
    assert "thanks you" in words_of(message)[1]


@pytest.mark.parametrize("text", ["", "   ", "x" * 1001, "NUL \x00"])
def test_a_note_that_cannot_be_kept_says_why_and_stays_in_its_form(
    client, pair, mentor, mentee, clock, text
):
    client.force_login(mentee)
    response = client.post(page(pair), sent("note", mentor, text=text, form_key=uuid4()))
    assert response.status_code == 200
    assert not ThankYou.objects.exists()
    assert text.strip("\x00 ") in response.text


def test_the_writer_takes_a_note_back_and_nobody_else(client, pair, mentor, mentee, clock):
    note = thank(pair, mentee, mentor)
    address = reverse("completion:note_remove", args=[pair.pk, note.pk])
    client.force_login(mentor)
    assert client.post(address).status_code == 404
    client.force_login(mentee)
    assert client.get(address).status_code == 405
    client.post(address)
    assert not ThankYou.objects.exists()
    assert Message.objects.get(kind="thank_you_written").status == "cancelled"


def test_a_form_for_nobody_or_for_somebody_else_writes_nothing(
    client, pair, mentee, stranger, clock
):
    client.force_login(mentee)
    for to in (stranger, mentee):
        client.post(page(pair), sent("note", to, text="Hello", form_key=uuid4()))
    client.post(page(pair), {"what": "anything", "to": pair.mentor.person_id})
    client.post(reverse("completion:feedback_ask", args=[pair.pk]), {"to": stranger.pk})
    assert not ThankYou.objects.exists()
    assert not PartnerFeedback.objects.exists()
    with pytest.raises(ValidationError, match="not your partner"):
        thank(pair, stranger, mentee)


def test_nothing_is_written_to_somebody_who_left_or_after_the_week(
    client, complete, mentor, mentee, administrator, clock
):
    thank(complete, mentee, mentor, at=AT + timedelta(days=7))
    with pytest.raises(ValidationError, match="week after the end is over"):
        thank(complete, mentee, mentor, at=AT + timedelta(days=8))
    clock.move_to(OVER)
    client.force_login(mentee)
    text = client.get(page(complete)).text
    assert "You made it feel possible." in text
    assert "Say thank you" not in text
    people.deactivate(mentor, by=administrator, at=AT)
    mentor.refresh_from_db()
    with pytest.raises(ValidationError, match="not here any more"):
        praise(complete, mentee, mentor)


def test_organizers_and_outsiders_find_no_page(client, pair, organizer, administrator, stranger):
    for person in (organizer, administrator, stranger):
        client.force_login(person)
        assert client.get(page(pair)).status_code == 404


def test_a_line_is_public_only_while_both_agree(client, pair, mentor, mentee, clock, stranger):
    pair.cycle.published_at = AT
    pair.cycle.save()
    program = reverse("programs:cycle_public", args=[pair.cycle.program.slug, pair.cycle.slug])
    profile = reverse("people:person_detail", args=[mentor.pk])
    guest = UserFactory(is_guest=True)

    def readers(client=client):
        found = set()
        for name, person in (("stranger", stranger), ("guest", guest), ("visitor", None)):
            client.logout()
            if person:
                client.force_login(person)
            for place in (program, profile):
                if LINE in client.get(place).text:
                    found.add(name)
        return found

    client.force_login(mentee)
    client.post(page(pair), sent("line", mentor, line=f"  {LINE}\u200b "))
    row = Kudos.objects.get()
    assert row.line == LINE
    assert readers() == set()
    answer = reverse("completion:kudos_answer", args=[pair.pk, row.pk])
    client.force_login(mentor)
    assert LINE in client.get(page(pair)).text
    client.post(answer, {"answer": "yes", "seen": row.said_at.isoformat()})
    assert readers() == {"stranger"}
    client.force_login(mentor)
    client.post(answer, {"answer": "no"})
    assert readers() == set()
    client.post(answer, {"answer": "yes"})
    client.force_login(mentor)
    client.post(answer, {"answer": "yes", "seen": row.said_at.isoformat()})
    assert readers() == {"stranger"}
    client.force_login(mentee)
    client.post(answer, {"answer": "back"})
    assert not Kudos.objects.exists()
    assert readers() == set()


def test_what_another_window_took_back_is_gone_here_too(client, pair, mentor, mentee, clock):
    note, row = thank(pair, mentee, mentor), praise(pair, mentee, mentor)
    gone = reverse("completion:note_remove", args=[pair.pk, note.pk])
    answer = reverse("completion:kudos_answer", args=[pair.pk, row.pk])
    client.force_login(mentee)
    client.post(answer, {"answer": "back"})
    client.post(gone)
    assert "Your note is deleted." in client.post(gone, follow=True).text
    assert "was taken back" in client.post(answer, {"answer": "back"}, follow=True).text
    client.force_login(mentor)
    yes = {"answer": "yes", "seen": row.said_at.isoformat()}
    assert "was taken back" in client.post(answer, yes, follow=True).text


def test_each_says_only_what_is_theirs_to_say(client, pair, mentor, mentee, clock):
    row = praise(pair, mentee, mentor)
    answer = reverse("completion:kudos_answer", args=[pair.pk, row.pk])
    client.force_login(mentee)
    assert client.post(answer, {"answer": "yes"}).status_code == 404
    client.force_login(mentor)
    assert client.post(answer, {"answer": "back"}).status_code == 404
    assert client.post(answer, {"answer": "maybe"}).status_code == 404
    other = PairFactory(cycle=pair.cycle)
    elsewhere = reverse("completion:kudos_answer", args=[other.pk, row.pk])
    assert client.post(elsewhere, {"answer": "yes"}).status_code == 404


def test_other_words_ask_again_and_a_yes_to_words_not_read_is_none(pair, mentor, mentee):
    row = agree(praise(pair, mentee, mentor))
    assert praise(pair, mentee, mentor, at=LATER).agreed_at  # the same words
    changed = praise(pair, mentee, mentor, "Other words.", at=LATER)
    assert (changed.pk, changed.agreed_at) == (row.pk, None)
    with pytest.raises(ValidationError, match="changed meanwhile"):
        kudos.answer(row, agrees=True, seen=AT, at=LATER)
    declined = kudos.answer(row, agrees=False, seen=None, at=LATER)
    again = kudos.answer(declined, agrees=False, seen=None, at=OVER)
    assert again.declined_at == LATER
    assert agree(changed, at=OVER).agreed_at == OVER
    kudos.take_back(changed, at=OVER)
    with pytest.raises(ValidationError, match="taken back"):
        agree(changed, at=OVER)


def test_a_line_may_be_taken_back_long_after_the_end(client, complete, mentor, mentee, clock):
    row = agree(praise(complete, mentee, mentor))
    clock.move_to(OVER)
    client.force_login(mentor)
    assert "Take my yes back" in client.get(page(complete)).text
    answer = reverse("completion:kudos_answer", args=[complete.pk, row.pk])
    client.post(answer, {"answer": "no"})
    assert not Kudos.objects.public().exists()


def test_a_line_about_or_from_somebody_who_left_is_shown_no_more(
    pair, mentor, mentee, administrator
):
    agree(praise(pair, mentee, mentor))
    assert queries.about(mentor)
    assert queries.of_program(pair.cycle)
    people.deactivate(mentee, by=administrator, at=AT)
    assert not queries.about(mentor)
    assert not queries.of_program(pair.cycle)


def test_who_is_told_what_about_a_line(pair, mentor, mentee):
    row = praise(pair, mentee, mentor)
    offered = Message.objects.get(kind="kudos_offered")
    assert offered.to == mentor
    assert LINE not in "".join(words_of(offered))
    Kudos.objects.filter(pk=row.pk).update(declined_at=AT)
    assert fate("kudos_offered", LATER) == UNTRUE
    Kudos.objects.filter(pk=row.pk).update(declined_at=None)
    agree(row)
    agreed = Message.objects.get(kind="kudos_agreed")
    assert agreed.to == mentee
    assert "Everyone here can now read" in words_of(agreed)[1]
    kudos.answer(row, agrees=False, seen=None, at=AT)
    agreed.refresh_from_db()
    assert agreed.status == "cancelled"
    Message.objects.all().delete()
    agree(row, at=LATER)
    Kudos.objects.filter(pk=row.pk).update(agreed_at=None)
    assert fate("kudos_agreed", OVER) == UNTRUE


def test_feedback_is_asked_for_once_given_and_said_better(client, pair, mentor, mentee, clock):
    ask = reverse("completion:feedback_ask", args=[pair.pk])
    client.force_login(mentor)
    for _twice in range(2):
        client.post(ask, {"to": mentee.pk})
    assert Message.objects.get(kind="feedback_asked").to == mentee
    assert "has not answered yet" in client.get(page(pair)).text
    client.force_login(mentee)
    place = reverse("pairs:pair_detail", args=[pair.pk])
    assert "Mona asks you for feedback" in client.get(place).text
    assert "Mona Mentor asks you for feedback" in client.get("/").text
    empty = client.post(page(pair), sent("feedback", mentor, keep=" "))
    assert "Answer at least one" in empty.text
    for words in ("Asking.", "Asking <i>first</i>."):
        client.post(page(pair), sent("feedback", mentor, keep=words))
    assert "asks you for feedback" not in client.get(place).text
    assert Message.objects.get(kind="feedback_asked").status == "cancelled"
    told = Message.objects.get(kind="feedback_given")
    assert told.to == mentor
    assert "Asking" not in "".join(words_of(told))
    client.force_login(mentor)
    assert "Asking &lt;i&gt;first" in client.get(page(pair)).text


def test_feedback_that_nobody_asked_for_is_given_as_well(pair, mentor, mentee):
    row = thanks.give_feedback(pair, SAID, to=mentor, by=mentee, at=AT)
    assert (row.asked_at, row.given_at) == (None, AT)
    assert thanks.ask_for_feedback(pair, of=mentee, by=mentor, at=AT).asked_at is None
    PartnerFeedback.objects.update(given_at=None, asked_at=AT)
    assert fate("feedback_given", LATER) == UNTRUE


def test_news_of_feedback_that_came_meanwhile_is_not_sent(pair, mentor, mentee):
    row = thanks.ask_for_feedback(pair, of=mentee, by=mentor, at=AT)
    PartnerFeedback.objects.filter(pk=row.pk).update(given_at=AT, keep="Asking.")
    assert fate("feedback_asked", LATER) == UNTRUE


def test_what_waits_is_dropped_after_the_week_and_with_who_left(
    complete, mentor, mentee, administrator
):
    thanks.ask_for_feedback(complete, of=mentee, by=mentor, at=AT)
    praise(complete, mentor, mentee)
    assert len(queries.waiting(mentee, AT)) == 2
    assert len(queries.waiting(mentee, OVER)) == 1  # a line waits as long as it likes
    people.deactivate(mentor, by=administrator, at=AT)
    assert queries.waiting(mentee, AT) == []


def test_the_database_keeps_what_the_pages_promise(pair, mentor, mentee):
    two = {"pair": pair, "giver": mentee, "receiver": mentor}
    wrong = [
        lambda: Kudos.objects.create(**{**two, "receiver": mentee}, line=LINE, said_at=AT),
        lambda: Kudos.objects.create(**two, line="", said_at=AT),
        lambda: Kudos.objects.create(**two, line=LINE, said_at=AT, agreed_at=AT, declined_at=AT),
        lambda: ThankYou.objects.create(**two, text="", written_at=AT, form_key=uuid4()),
        lambda: PartnerFeedback.objects.create(**two),
        lambda: PartnerFeedback.objects.create(**two, given_at=AT),
    ]
    for make in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            make()


@pytest.mark.parametrize("count", [1, 4])
def test_the_page_costs_the_same_for_one_note_and_for_four(
    client, pair, mentor, mentee, django_assert_num_queries, clock, count
):
    for _number in range(count):
        thank(pair, mentee, mentor)
        thank(pair, mentor, mentee)
    client.force_login(mentee)
    with django_assert_num_queries(6):
        client.get(page(pair))


@pytest.mark.django_db(transaction=True)
def test_two_lines_in_the_same_moment_are_one(pair, mentor, mentee):
    results = together(
        lambda: praise(pair, mentee, mentor, "One."), lambda: praise(pair, mentee, mentor, "Two.")
    )
    assert not any(isinstance(one, Exception) for one in results)
    assert Kudos.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_form_twice_in_the_same_moment_is_one_note(pair, mentor, mentee):
    key = uuid4()
    results = together(*[lambda: thank(pair, mentee, mentor, key=key)] * 2)
    assert {one.pk for one in results} == {ThankYou.objects.get().pk}


@pytest.mark.django_db(transaction=True)
def test_a_yes_beside_the_giver_taking_it_back_finds_nothing(pair, mentor, mentee):
    row = praise(pair, mentee, mentor)
    outcome = after_waiting(lambda: kudos.take_back(row, at=AT), lambda: agree(row))
    assert isinstance(outcome, ValidationError)
    assert not Kudos.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_note_beside_the_end_of_the_pair_is_still_within_the_week(pair, mentor, mentee):
    outcome = after_waiting(
        lambda: pairs.end(pair, reason=Pair.EndReason.COMPLETED, by=None, at=AT),
        lambda: thank(pair, mentee, mentor),
    )
    assert isinstance(outcome, ThankYou)


def test_a_line_stands_on_the_summary_while_both_agree(client, complete, mentor, mentee, clock):
    address = reverse("completion:summary", args=[complete.pk])
    client.force_login(mentor)
    assert "What my partner says about me" not in client.get(address).text
    row = agree(praise(complete, mentee, mentor))
    client.post(address, {"parts": ["goal", "kudos"]})
    text = client.get(address).text
    assert "What my partner says about me" in text
    assert LINE in text
    kudos.take_back(row, at=AT)
    assert LINE not in client.get(address).text


@pytest.mark.parametrize(
    ("what", "field", "first", "second"),
    [("line", "line", LINE, "Other words."), ("feedback", "keep", "Asking.", "Listening.")],
)
def test_an_older_window_overwrites_nothing_unseen(
    client, pair, mentor, mentee, clock, what, field, first, second
):
    client.force_login(mentee)
    client.post(page(pair), sent(what, mentor, **{field: first}))
    opened = client.get(page(pair)).context["betweens"][0][f"{what}_form"]
    seen = opened.get_initial_for_field(opened.fields["seen"], "seen")
    client.post(page(pair), sent(what, mentor, seen=seen, **{field: second}))
    response = client.post(page(pair), sent(what, mentor, seen=seen, **{field: "Third."}))
    assert "changed meanwhile" in response.text
    assert "Third." in response.text
    row = {"line": Kudos, "feedback": PartnerFeedback}[what].objects.get()
    assert getattr(row, field) == second


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("what", "field"), [("line", "line"), ("feedback", "keep")])
def test_of_two_windows_that_save_in_one_instant_the_second_reads_both(clock, what, field):
    pair = PairFactory()
    giver, mentor = pair.mentee.person, pair.mentor.person
    first, second = Client(), Client()
    for window in (first, second):
        window.force_login(giver)
    first.post(page(pair), sent(what, mentor, **{field: "Begun."}))
    seen = first.get(page(pair)).context["betweens"][0][f"{what}_form"]["seen"].value()
    answer = after_waiting(
        lambda: first.post(page(pair), sent(what, mentor, seen=seen, **{field: "Said first."})),
        lambda: second.post(page(pair), sent(what, mentor, seen=seen, **{field: "Said later."})),
    )
    assert "is now: Said first." in answer.text
    assert "Said later." in answer.text
    row = {"line": Kudos, "feedback": PartnerFeedback}[what].objects.get()
    assert getattr(row, field) == "Said first."
