from django.core.mail import EmailMultiAlternatives

from notifications import kinds
from notifications.mail import of, with_page
from notifications.models import Message


def page_of(body):
    mail = with_page(EmailMultiAlternatives("Subject <b>", body, to=["mia@example.org"]))
    assert mail.body == body
    [(page, kind)] = mail.alternatives
    assert kind == "text/html"
    return page


def test_html_part_says_the_same_with_links():
    page = page_of("Hello Mia,\n\nyour page:\nhttps://example.org/pairs/1/")
    assert page.count('<p style="margin:0 0 16px') == 2
    assert '<a href="https://example.org/pairs/1/"' in page


def test_html_part_escapes_what_people_wrote():
    page = page_of("<script>alert(1)</script> [x](javascript:alert(1))")
    assert "<script>" not in page
    assert 'href="javascript' not in page
    assert "<title>Subject &lt;b&gt;</title>" in page


def test_a_list_in_the_text_is_a_list_on_the_page():
    page = page_of("What next:\n- Say hello\n- Read https://example.org/\n\nBye")
    assert page.count("<li ") == 2
    assert '<a href="https://example.org/"' in page
    assert "- Say hello" not in page


def test_answers_go_to_the_address_a_higher_app_knows(tea, host, monkeypatch):
    monkeypatch.setattr(kinds, "_reply_addresses", [lambda message: "team@example.org"])
    message = Message(to=host, kind=tea, subject="a", body="b")
    assert of(message).reply_to == ["team@example.org"]


def test_nothing_that_answers_by_itself_answers_our_mail():
    mail = with_page(EmailMultiAlternatives("a", "b", to=["mia@example.org"]))
    assert mail.message()["Auto-Submitted"] == "auto-generated"
