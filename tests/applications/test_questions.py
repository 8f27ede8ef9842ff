"""Questions to the organizers of a cycle: a conversation of two sides, on pages and by mail."""

import mailbox
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from time import monotonic

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from applications import addresses, post_office
from applications.actions import outreach
from applications.models import CycleQuestion
from applications.rules import reply_mail
from notifications import due, kinds
from notifications import mail as mails
from notifications.actions import delivery
from notifications.models import Message
from people.models import AuditEntry
from programs.models import FaqEntry, Staff
from tests.concurrency import after_waiting, together
from tests.factories import StaffFactory, UserFactory

pytestmark = pytest.mark.django_db
AT = datetime(2021, 5, 10, 9, tzinfo=UTC)


@pytest.fixture
def question(cycle, organizer, stranger):
    return outreach.ask(cycle, by=stranger, text="May <I> join?", at=AT)


def address(name, cycle, *more):
    return reverse(f"applications:{name}", args=[cycle.program.slug, cycle.slug, *more])


def told():
    return set(Message.objects.values_list("kind", "to__name"))


def refusal(call):
    with pytest.raises(ValidationError) as refused:
        call()
    return refused.value.code


def type_answer(client, question, text, **more):
    prefix = f"q{question.pk}"
    facts = {f"{prefix}-text": text, **{f"{prefix}-{name}": value for name, value in more.items()}}
    return client.post(address("question_answer", question.cycle, question.pk), facts)


def change(client, question, how, **facts):
    page = address("question_change", question.cycle, question.pk, how)
    return client.post(page, facts, follow=True)


def test_a_question_is_answered_told_by_mail_and_published_on_request(
    client, cycle, organizer, stranger
):
    client.force_login(stranger)
    for _time in range(2):
        client.post(address("question_ask", cycle), {"text": "May <I> join?"})
    question = cycle.asked_questions.get()
    client.force_login(organizer)
    assert "May &lt;I&gt; join?" in client.get(address("outreach", cycle)).text
    type_answer(client, question, "You may.", seen=0, publish_as="Who may join?")
    assert list(FaqEntry.objects.values_list("question", "answer")) == [
        ("Who may join?", "You may.")
    ]
    assert told() == {
        ("question_asked", "Olga Organizer"),
        ("question_answered", "Sven Stranger"),
    }
    client.force_login(stranger)
    assert "You may." in client.get(address("question_ask", cycle)).text


def test_both_write_on_and_each_is_told(client, question, organizer, stranger, cycle):
    client.force_login(organizer)
    type_answer(client, question, "In autumn.", seen=0)
    client.force_login(stranger)
    reply = address("question_reply", cycle, question.pk)
    assert client.post(reply, {f"r{question.pk}-text": " "}).status_code == 200
    client.post(reply, {f"r{question.pk}-text": "And in spring?"})
    question.refresh_from_db()
    assert question.waits_since is not None
    assert question.owner == organizer
    client.force_login(organizer)
    page = client.get(address("question_answer", cycle, question.pk))
    assert page.text.index("In autumn.") < page.text.index("And in spring?")
    newest = question.replies.last().pk
    type_answer(client, question, "No.", seen=newest)
    answers = Message.objects.filter(kind="question_answered").order_by("pk")
    assert ["In autumn." in kinds.render(answers[0], at=AT)[1], len(answers)] == [True, 2]
    assert "No." in kinds.render(answers[1], at=AT)[1]


def test_nobody_answers_past_what_was_written_meanwhile(client, question, organizer):
    client.force_login(organizer)
    type_answer(client, question, "First.", seen=0)
    page = type_answer(client, question, "Second, typed at the same time.", seen=0)
    assert "Somebody has written meanwhile." in page.text
    assert "typed at the same time" in page.text
    assert question.replies.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_organizers_at_the_same_moment_one_answers(question, organizer):
    other = StaffFactory(program=question.cycle.program, role="organizer").person

    def answer(by):
        return lambda: outreach.answer(question, by=by, text="Yes.", at=AT, seen=0)

    outcomes = together(answer(organizer), answer(other))
    assert sorted(str(getattr(one, "code", one)) for one in outcomes) == ["None", "answered"]
    assert question.replies.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_closed_while_somebody_writes_is_open_again(question, organizer, stranger):
    after_waiting(
        lambda: outreach.close(question, by=organizer, at=AT),
        lambda: outreach.write_again(question, by=stranger, text="Wait!", at=AT),
    )
    question.refresh_from_db()
    assert (question.closed_at, question.waits_since) == (None, AT)


def test_it_is_closed_and_opened_and_each_is_on_the_trail(client, question, organizer):
    client.force_login(organizer)
    for how in ("close", "close", "reopen", "reopen"):
        change(client, question, how)
    question.refresh_from_db()
    assert question.closed_at is None
    assert question.waits_since is not None
    actions = AuditEntry.objects.filter(subject=f"cyclequestion:{question.pk}")
    assert actions.filter(action="question_reopened").count() == 1
    assert change(client, question, "perhaps").status_code == 404


def test_it_is_handed_to_an_organizer_who_is_told_while_it_waits(client, question, organizer):
    other = StaffFactory(
        program=question.cycle.program, role="organizer", person__name="Odd"
    ).person
    client.force_login(organizer)
    change(client, question, "owner", owner=other.pk)
    assert ("question_asked", "Odd") in told()
    question.refresh_from_db()
    assert question.owner == other
    Message.objects.all().delete()
    change(client, question, "owner", owner="")
    change(client, question, "owner", owner=organizer.pk)
    outreach.answer(question, by=organizer, text="Yes.", at=AT)
    change(client, question, "owner", owner=other.pk)
    assert told() == {("question_answered", "Sven Stranger")}


def test_it_is_handed_to_nobody_else(client, question, organizer, stranger):
    client.force_login(organizer)
    assert "Choose an organizer" in change(client, question, "owner", owner=stranger.pk).text
    code = refusal(lambda: outreach.hand_to(question, stranger, by=organizer, at=AT))
    assert code == "no_organizer"


def test_the_owner_alone_is_told_of_more(question, organizer, stranger):
    StaffFactory(program=question.cycle.program, role="organizer")
    outreach.answer(question, by=organizer, text="Yes.", at=AT)
    Message.objects.all().delete()
    outreach.write_again(question, by=stranger, text="When?", at=AT)
    assert told() == {("question_asked", "Olga Organizer")}


def test_it_is_published_later_in_other_words(client, question, organizer):
    outreach.answer(question, by=organizer, text="Sven, yes.", at=AT)
    client.force_login(organizer)
    assert change(client, question, "publish", words="", answer="Yes.").status_code == 200
    change(client, question, "publish", words="May people join?", answer="Yes.")
    entry = FaqEntry.objects.get()
    assert (entry.question, entry.answer) == ("May people join?", "Yes.")


def test_the_list_shows_what_waits_first(client, question, organizer, cycle, stranger):
    other = outreach.ask(cycle, by=stranger, text="Later?", at=AT + timedelta(hours=1))
    done = outreach.ask(cycle, by=stranger, text="Done?", at=AT)
    outreach.answer(done, by=organizer, text="Yes.", at=AT)
    outreach.close(done, by=organizer, at=AT)
    client.force_login(organizer)

    def shown(**asked):
        return list(client.get(address("outreach", cycle), asked).context["page"])

    assert shown() == [question, other]
    assert shown(show="closed") == [done]
    assert shown(show="mine") == shown(show="answered") == []
    assert len(shown(show="all")) == 3


@pytest.mark.parametrize("more", [0, 3])
def test_the_list_costs_the_same_for_more(
    client, question, organizer, cycle, more, django_assert_num_queries
):
    for number in range(more):
        outreach.ask(cycle, by=UserFactory(), text=f"{number}?", at=AT)
    client.force_login(organizer)
    client.get(address("outreach", cycle))
    with django_assert_num_queries(12):
        client.get(address("outreach", cycle))


def test_nobody_sees_or_adds_to_what_others_asked(client, question, cycle):
    client.force_login(UserFactory())
    assert "May &lt;I&gt; join?" not in client.get(address("question_ask", cycle)).text
    reply = address("question_reply", cycle, question.pk)
    assert client.post(reply, {f"r{question.pk}-text": "x"}).status_code == 404
    code = refusal(lambda: outreach.write_again(question, by=UserFactory(), text="x", at=AT))
    assert code == "not_yours"


def test_ten_questions_wait_for_an_answer_at_most(cycle, stranger):
    for number in range(outreach.MOST_OPEN_QUESTIONS):
        outreach.ask(cycle, by=stranger, text=f"Question {number}?", at=AT)
    code = refusal(lambda: outreach.ask(cycle, by=stranger, text="One more?", at=AT))
    assert code == "too_many"


def test_ten_additions_wait_for_an_answer_at_most(client, question, organizer, stranger, cycle):
    def add():
        outreach.write_again(question, by=stranger, text="And?", at=AT)

    for _time in range(outreach.MOST_OPEN_QUESTIONS):
        add()
    assert refusal(add) == "too_many"
    client.force_login(stranger)
    page = client.post(
        address("question_reply", cycle, question.pk), {f"r{question.pk}-text": "And?"}
    )
    assert "You have added a lot already." in page.text
    outreach.answer(question, by=organizer, text="Yes.", at=AT)
    add()


def test_the_oldest_that_waits_is_reminded_of_after_two_days_and_then_weekly(
    question, organizer, stranger, cycle
):
    outreach.ask(cycle, by=stranger, text="Later?", at=AT + timedelta(hours=1))
    days = [1, 2, 3, 8, 9, 10]
    counts = [due.run("question_waits", AT + timedelta(days=day, hours=2)) for day in days]
    assert [len(found) for found in counts] == [0, 1, 0, 0, 1, 0]
    waits = Message.objects.filter(kind="question_waits").first()
    assert "May <I> join?" in kinds.render(waits, at=AT)[1]
    outreach.answer(question, by=organizer, text="Yes.", at=AT)
    delivery.send_waiting(AT + timedelta(days=9, hours=3))
    assert {m.reason for m in Message.objects.filter(kind="question_waits")} == {"not_true"}


def test_only_organizers_choose_whether_they_hear_of_questions(client, organizer, stranger):
    kind = kinds.get("question_asked")
    assert (kind.concerns(organizer), kind.concerns(stranger)) == (True, False)


# ---- by mail


@pytest.fixture
def box(settings, tmp_path):
    settings.REPLY_ADDRESS = "Answers@mentoring.example.org"
    settings.REPLY_MAILDIR = str(tmp_path / "replies")
    return mailbox.Maildir(settings.REPLY_MAILDIR, create=True)


def letter_to(message):
    """Where a reply to a message of ours goes."""
    [reply_to] = mails.of(message).reply_to
    return reply_to


def put(box, sender, to, text, **headers):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = f"Somebody <{sender}>", to, "<1@example.org>"
    for name, value in headers.items():
        del mail[name.replace("_", "-")]
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    box.add(mailbox.MaildirMessage(mail))


def sent(question, kind):
    message = Message.objects.filter(kind=kind).last()
    message.subject, message.body = kinds.render(message, at=AT)
    return message


def test_an_organizer_answers_and_who_asked_writes_back_by_mail(box, question, organizer, stranger):
    to = letter_to(sent(question, "question_asked"))
    assert "reply to this mail" in sent(question, "question_asked").body
    words = "You may.\n\nOn Monday, M <m@example.org> wrote:\n> May I join?\n"
    put(box, organizer.email.upper(), to, words)
    assert post_office.take_in(AT) == {"replies by mail": 1, "mails refused": 0}
    back = letter_to(sent(question, "question_answered"))
    put(box, stranger.email, back.lower(), "Thank you!\n-- \nSven", Message_ID="<2@e.org>")
    assert post_office.take_in(AT)["replies by mail"] == 1
    assert list(question.replies.values_list("author", "is_answer", "text")) == [
        (organizer.pk, True, "You may."),
        (stranger.pk, False, "Thank you!"),
    ]
    question.refresh_from_db()
    assert question.waits_since == AT


def test_the_same_mail_is_taken_in_once(box, question, organizer):
    to = letter_to(sent(question, "question_asked"))
    for _time in range(2):
        put(box, organizer.email, to, "You may.")
        post_office.take_in(AT)
    assert post_office.take_in(AT) == {"replies by mail": 0, "mails refused": 0}
    assert question.replies.count() == 1


@pytest.mark.parametrize("case", ["stranger", "empty", "long", "left"])
def test_what_cannot_be_taken_in_is_flagged_and_changes_nothing(box, question, organizer, case):
    to = letter_to(sent(question, "question_asked"))
    sender, text = organizer.email, "You may."
    if case == "stranger":
        sender = "mallory@example.org"
    if case == "left":
        organizer.is_active = False
        organizer.save(update_fields=["is_active"])
    text = {"empty": "> May I join?", "long": "x" * 5000}.get(case, text)
    put(box, sender, to, text)
    assert post_office.take_in(AT) == {"replies by mail": 0, "mails refused": 1}
    assert not question.replies.exists()
    [message] = list(box)
    assert (message.get_subdir(), message.get_flags()) == ("cur", "FS")


# Headers and character sets that Python's own reader breaks on, and what a column cannot hold.
BROKEN = [
    ({}, "text/plain; charset=nonsense-8", b"You may."),
    ({}, "text/plain; charset=undefined", b"You may."),
    ({"From": ""}, "text/plain", b"You may."),
    ({"To": '=?x?y?z?=, "'}, "text/plain", b"You may."),
    ({"Message-ID": "<"}, "text/plain", b"You may."),
]


def put_raw(box, headers, body):
    lines = [f"{name}: {value}".encode() for name, value in headers.items()]
    box.add(b"\r\n".join([*lines, b"", body]))


@pytest.mark.parametrize(("headers", "content_type", "body"), BROKEN)
def test_a_mail_that_cannot_be_read_is_flagged_and_keeps_no_other_waiting(
    box, question, organizer, headers, content_type, body
):
    to = letter_to(sent(question, "question_asked"))
    usual = {"From": organizer.email, "To": to, "Message-ID": "<0@example.org>"}
    put_raw(box, usual | headers | {"Content-Type": content_type}, body)
    put(box, organizer.email, to, "You may.")
    assert post_office.take_in(AT) == {"replies by mail": 1, "mails refused": 1}
    assert sorted(message.get_flags() for message in box) == ["FS", "S"]
    assert [reply.text for reply in question.replies.all()] == ["You may."]


@pytest.mark.parametrize(
    ("number", "content_type", "body"),
    [
        ("<1\x00@example.org>", "text/plain", b"You may."),
        ("<1@example.org>", "text/plain; charset=utf-7", b"You may.+2AA-"),
        ("<1@example.org>", "text/plain", b"You\x00 may."),
    ],
)
def test_what_a_column_cannot_hold_is_left_out_of_a_reply(
    box, question, organizer, number, content_type, body
):
    to = letter_to(sent(question, "question_asked"))
    usual = {"From": organizer.email, "To": to, "Message-ID": number}
    put_raw(box, usual | {"Content-Type": content_type}, body)
    assert post_office.take_in(AT) == {"replies by mail": 1, "mails refused": 0}
    assert question.replies.get().text.startswith("You may.")


def test_who_organizes_no_more_answers_no_more(box, question, organizer):
    to = letter_to(sent(question, "question_asked"))
    Staff.objects.filter(person=organizer).delete()
    put(box, organizer.email, to, "You may.")
    assert post_office.take_in(AT)["mails refused"] == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"To": "answers+q1-1-aaaaaaaaaaaaaaaaaaaa@mentoring.example.org"},
        {"To": "answers@mentoring.example.org"},
    ],
)
def test_what_is_no_reply_is_left_alone(box, question, organizer, headers):
    to = letter_to(sent(question, "question_asked"))
    put(box, organizer.email, to, "I am away.", **headers)
    assert post_office.take_in(AT) == {"replies by mail": 0, "mails refused": 0}
    assert not question.replies.exists()


def test_a_site_that_takes_in_no_mail_says_nothing_of_it(question, settings):
    settings.REPLY_ADDRESS = settings.REPLY_MAILDIR = ""
    message = sent(question, "question_asked")
    assert "reply to this mail" not in message.body
    assert mails.of(message).reply_to == []
    assert due.run("replies by mail", AT) == {}
    assert addresses.read("somebody@example.org") is None


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Yes.\n\nAm Mo. schrieb M <m@x.org>:\n> May I?", "Yes."),
        ("Yes.\n----- Original Message -----\nMay I?", "Yes."),
        ("One > two\nthree", "One > two\nthree"),
        ("> only a quotation", ""),
        ("Yes.\nM <m@x.org> schrieb:   ", "Yes."),
        ("Mail <m@x.org> about it", "Mail <m@x.org> about it"),
        ("---- a rule", "---- a rule"),
    ],
)
def test_a_reply_is_what_stands_above_what_it_quotes(text, own):
    assert reply_mail.own_words(text.splitlines()) == own


@pytest.mark.parametrize("line", ["-" * 200_000 + "x", "<a" * 200_000, "<a@" * 200_000 + ":"])
def test_a_line_made_to_be_slow_is_read_at_once(line):
    began = monotonic()
    assert reply_mail.own_words([line]) == line
    assert monotonic() - began < 2


def test_a_mail_without_plain_words_has_none():
    mail = EmailMessage()
    mail.set_content("<p>Yes</p>", subtype="html")
    assert reply_mail.read(mail).text == ""


def test_what_was_asked_waits_from_the_moment_it_was_asked(question):
    assert CycleQuestion.objects.waiting().get().waits_since == AT
    assert timezone.is_aware(question.asked_at)
