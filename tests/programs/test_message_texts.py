"""Messages of a cycle in the organizers' own words."""

import pytest
from django.core.exceptions import ValidationError

from applications.models import Nomination
from notifications.actions import delivery, outbox
from notifications.models import Message
from programs.actions import message_texts as actions
from programs.models import MessageText
from programs.programfile import ProgramFileError, dump, load
from programs.queries import message_samples
from tests.factories import ApplicationFactory, UserFactory
from tests.programs.settings_page import html
from tests.programs.women_at_gitlab import AT

pytestmark = pytest.mark.django_db
KIND = "nomination_invites"


def write(page, cycle, subject="", body="", kind=KIND, **more):
    typed = {"subject": subject, "body": body} | more
    return page.change(cycle, "settings_message", typed, kind=kind)


def send(cycle, kind=KIND, name="Ann <b>Ahn</b>"):
    role = cycle.roles.get(side="mentee")
    person = UserFactory(name=name)
    colleague = UserFactory()
    Nomination.objects.create(role=role, cycle=cycle, nominee=person, nominated_by=colleague)
    outbox.tell(person, kind, about=role, scope=cycle, at=AT)
    assert delivery.send_waiting(AT)["sent"] == 1
    return Message.objects.get(to=person)


def test_own_words_are_sent_with_their_placeholders_filled_in(page, women):
    write(
        page, women, "Hi {name}: {role}?", "Dear {name},\n\n{program} {cycle}\n\n{standard}\n{page}"
    )
    sent = send(women)
    assert sent.subject == "Hi Ann: Mentee?"
    assert sent.body.startswith("Dear Ann,\n\nWomen at GitLab")
    assert "apply yourself" in sent.body
    assert "/programs/women-at-gitlab/" in sent.body


def test_an_empty_subject_stays_standard(page, women):
    standard = send(women).subject
    write(page, women, body="Only this.")
    sent = send(women)
    assert (sent.subject, sent.body) == (standard, "Only this.\n")


@pytest.mark.parametrize(
    "text",
    ["{nmae}", "{user.password}", "{}", "{0}", "{name!r}", "{title}", "{% include 'x' %}{x}"],
)
def test_a_placeholder_that_means_nothing_is_refused_and_kept(page, women, text):
    response = write(page, women, body=f"Kept {text}")
    assert "means nothing in this message" in html(response)
    assert "Kept" in html(response)
    assert not MessageText.objects.exists()


@pytest.mark.parametrize(
    "text", ["{% load x %} {{ to.email }}", "{ name }", "}{", "%s %(x)s", "\\w{"]
)
def test_no_text_breaks_sending_or_is_run(page, women, text):
    assert write(page, women, subject="A\nB", body=f"Words {text}").status_code == 302
    sent = send(women)
    assert sent.body == f"Words {text}\n"
    assert "\n" not in sent.subject


def test_a_name_with_braces_is_only_a_name(page, women):
    write(page, women, body="Dear {name}")
    assert send(women, name="{standard} {page}").body == "Dear {standard}\n"


def test_other_cycles_and_other_messages_stay_standard(page, women, cycle):
    write(page, women, body="Ours")
    assert send(cycle).body != "Ours\n"
    assert not MessageText.objects.exclude(kind=KIND).exists()


def test_looking_shows_it_as_somebody_made_up_would_read_it_and_saves_nothing(page, women):
    text = html(write(page, women, body="Dear {name} of {role}", check="1"))
    assert "Dear Alex of" in text
    assert not MessageText.objects.exists()
    part = page.client.post(
        page.address(women, "settings_message", kind=KIND),
        {"body": "Typed {name}", "check": "1"},
        headers={"HX-Request": "true"},
    )
    assert "Typed Alex" in html(part)
    assert "<h1" not in html(part)


def test_back_to_the_standard_text(page, women):
    write(page, women, body="Ours")
    page.save(women, "settings_message_reset", {}, kind=KIND)
    assert send(women).body != "Ours\n"
    write(page, women, body="Ours")
    write(page, women, body="")
    assert not MessageText.objects.exists()


def test_who_saves_second_is_told_and_loses_nothing(page, women, olga):
    typed = page.fields(women, "settings_message", kind=KIND) | {"body": "Second"}
    words = {"subject": "", "body": "First"}
    base = typed["base"]
    actions.save(women, KIND, **words, base=base, by=olga, at=AT)
    text = html(page.save(women, "settings_message", typed, kind=KIND))
    assert "changed this section meanwhile" in text
    assert "Second" in text
    assert "saved is “First” and you typed “Second”" in " ".join(text.split())
    assert MessageText.objects.get().body == "First"


@pytest.mark.parametrize("kind", MessageText.Kind.values)
def test_every_message_can_be_read_before_anybody_gets_it(page, women, kind):
    subject, body = message_samples.standard(women, kind, at=AT)
    assert subject
    assert body.strip()
    assert page.read(women, "settings_message", kind=kind)


def test_a_message_nobody_may_word_has_no_page(page, women):
    for kind in ("interest_confirm", "consent_asked", "nothing"):
        address = page.address(women, "settings_message", kind=kind)
        assert page.client.get(address).status_code == 404


def test_the_program_file_holds_own_words_and_refuses_wrong_ones(women, olga):
    words = {"subject": "S", "body": "Line\n{standard}"}
    base_less = {"base": None, "by": olga, "at": AT}
    actions.save(women, KIND, **words, **base_less)
    dumped = dump(women)
    assert "kind: nomination_invites" in dumped
    assert load(dumped, at=AT).tally.changes_nothing
    with pytest.raises(ProgramFileError) as refused:
        load(dumped.replace("{standard}", "{nothing}"), at=AT)
    assert "messages[1]" in refused.value.messages[0]
    women.message_texts.all().delete()
    load(dumped, at=AT)
    assert women.message_texts.get().body == "Line\n{standard}"


def test_the_action_refuses_what_means_nothing(women, olga):
    with pytest.raises(ValidationError) as refused:
        actions.save(women, KIND, subject="{x}", body="", base="", by=olga, at=AT)
    assert refused.value.code == "unknown_placeholder"


def test_receipts_name_role_and_link(page, women):
    write(page, women, body="{role}: {link}", kind="application_received")
    application = ApplicationFactory(
        cycle=women, side="mentee", status="submitted", submitted_at=AT
    )
    outbox.tell(application.person, "application_received", about=application, scope=women, at=AT)
    delivery.send_waiting(AT)
    body = Message.objects.get(kind="application_received").body
    assert body.startswith("Mentee: http")
    assert body.strip().endswith("/status/")


def test_answers_to_mails_go_where_the_organizers_want_them(page, women, mailoutbox):
    send(women)
    assert mailoutbox[-1].reply_to == []
    page.change(women, "settings_texts", {"cycle-reply_address": "team@example.org"})
    women.refresh_from_db()
    assert women.reply_address == "team@example.org"
    send(women)
    assert mailoutbox[-1].reply_to == ["team@example.org"]
