"""What is sent after a session has ended survives the sign-in, for the same person in the same browser."""

from datetime import timedelta

import pytest
from django.contrib import messages
from django.shortcuts import redirect
from django.test import Client, override_settings
from django.urls import path, reverse
from django.utils import timezone

from mentorship.urls import urlpatterns as site_urls
from people.access import signed_in
from people.actions import unsent
from people.models import UnsentForm
from tests.factories import UserFactory
from tests.hostile import Page

pytestmark = pytest.mark.django_db
ABOUT = "A paragraph about me,\r\nand a second line with “quotes” & <b>."
PROFILE = {"name": "Sven Stranger", "time_zone": "Europe/Vienna", "about": ABOUT}


@signed_in
def refuse(request):
    messages.error(request, "Not this time.")
    return redirect("home")


urlpatterns = [path("profile/", refuse), *site_urls]


@pytest.fixture
def browser(stranger):
    """Where Sven was signed in and wrote, until his session ended."""
    client = Client(headers={"Referer": "http://testserver/profile/"})
    client.force_login(stranger)
    client.get(reverse("people:profile"))
    end_session(client)
    return client


def end_session(client):
    client.session.delete()
    del client.cookies["sessionid"]


def send(client, data=PROFILE, **options):
    return client.post(reverse("people:profile"), data, **options)


def the_form(page):
    return next(form for form in page.forms if "_unsent" in form.fields)


def send_now(client):
    """Press "Send it now"."""
    form = the_form(Page(client.get(reverse("unsent")).text))
    data = {name: one.values for name, one in form.fields.items()}
    return client.post(form.action, data)


def test_what_was_sent_is_offered_after_signing_in_and_can_be_sent(browser, stranger):
    answer = send(browser)
    assert answer.url == f"{reverse('account_login')}?next=%2Funsent%2F"
    assert "What you sent is not lost" in browser.get(answer.url).text

    browser.force_login(stranger)
    page = browser.get(reverse("unsent")).text
    assert "and a second line with “quotes” &amp; &lt;b&gt;." in page
    assert "Not sent yet" in page
    stranger.refresh_from_db()
    assert stranger.about == ""

    assert send_now(browser).status_code == 302
    stranger.refresh_from_db()
    assert stranger.about == ABOUT
    assert not UnsentForm.objects.exists()
    assert browser.get(reverse("unsent")).url == "/"


def test_every_page_says_that_something_is_not_sent_yet(browser, stranger):
    send(browser)
    browser.force_login(stranger)
    assert "is not saved yet" in browser.get("/").text
    send_now(browser)
    assert "is not saved yet" not in browser.get("/").text


def test_a_form_with_mistakes_is_kept_until_it_is_taken(browser, stranger):
    send(browser, PROFILE | {"name": ""})
    browser.force_login(stranger)
    assert send_now(browser).status_code == 200  # the page again, with what is wrong
    assert "it was not accepted" in browser.get(reverse("unsent")).text
    send(browser)  # mended on its own page
    assert not UnsentForm.objects.exists()


def test_nobody_else_gets_it(browser, stranger):
    send(browser)
    other = UserFactory()
    browser.force_login(other)
    assert browser.get(reverse("unsent")).url == "/"
    assert "is not saved yet" not in browser.get("/").text
    row = UnsentForm.objects.get()
    browser.post(reverse("unsent_discard", args=[row.pk]))
    browser.force_login(stranger)
    assert "second line" in browser.get(reverse("unsent")).text


def test_another_browser_of_the_same_person_cannot_read_it(browser, stranger):
    send(browser)
    elsewhere = Client()
    elsewhere.force_login(stranger)
    elsewhere.get("/")
    assert elsewhere.get(reverse("unsent")).url == "/"


def test_the_database_alone_does_not_tell_what_was_written_nor_where(browser):
    send(browser)
    (row,) = UnsentForm.objects.values()
    assert "second line" not in str(row)
    assert "profile" not in str(row)


def test_a_browser_that_was_never_signed_in_stores_nothing(db, client):
    answer = send(client, headers={"Referer": "http://testserver/profile/"})
    assert answer.url == f"{reverse('account_login')}?next=%2Fprofile%2F"
    assert "was not saved" in client.get(answer.url).text
    assert not UnsentForm.objects.exists()


def test_the_way_in_never_leads_to_an_address_that_only_takes_forms(client):
    answer = client.post(reverse("people:import_apply", args=[1]))
    assert answer.url == f"{reverse('account_login')}?next=%2F"


def test_passwords_are_never_kept(browser, stranger):
    browser.post(reverse("account_change_password"), {"password1": "a", "note": "some long text"})
    browser.post(reverse("people:profile"), {"new_password": "a", "note": "some long text"})
    assert not UnsentForm.objects.exists()


def test_the_same_form_twice_is_kept_once_and_another_beside_it(browser):
    send(browser)
    send(browser)
    assert UnsentForm.objects.count() == 1
    send(browser, PROFILE | {"about": "Something else entirely"})
    assert UnsentForm.objects.count() == 2


def test_what_a_page_saves_by_itself_replaces_its_older_state(browser, stranger):
    for text in ("The first half", "The first half and the second"):
        send(browser, PROFILE | {"about": text}, headers={"Sec-Fetch-Mode": "no-cors"})
    browser.force_login(stranger)
    page = browser.get(reverse("unsent")).text
    assert "The first half and the second" in page
    assert UnsentForm.objects.count() == 1
    answer = send_now(browser)
    assert answer.url == reverse("people:profile")  # not the piece of a page a script expects


def test_a_form_with_a_file_says_that_the_file_is_missing(browser, stranger, tmp_path):
    file = tmp_path / "people.csv"
    file.write_text("name,email\n")
    with file.open() as opened:
        send(browser, PROFILE | {"file": opened})
    browser.force_login(stranger)
    page = browser.get(reverse("unsent")).text
    assert "Files are not kept" in page
    assert "second line" in page
    assert "Send it now" not in page


def test_it_can_be_thrown_away(browser, stranger):
    send(browser)
    browser.force_login(stranger)
    row = UnsentForm.objects.get()
    assert browser.post(reverse("unsent_discard", args=[row.pk]), follow=True).status_code == 200
    assert not UnsentForm.objects.exists()


def test_it_is_forgotten_after_a_week(browser):
    send(browser)
    now = timezone.now()
    assert unsent.forget_old(now + timedelta(days=6, hours=23)) == 0
    assert unsent.forget_old(now + timedelta(days=7, minutes=1)) == 1


def test_there_is_a_limit_to_what_is_kept(browser, monkeypatch):
    monkeypatch.setattr(unsent, "MOST", 2)
    for number in range(3):
        answer = send(browser, PROFILE | {"about": f"Text number {number}"})
    assert UnsentForm.objects.count() == 2
    assert answer.url == f"{reverse('account_login')}?next=%2Fprofile%2F"
    assert "was not saved" in browser.get(answer.url).text


def test_a_closed_account_keeps_nothing(browser, stranger):
    stranger.is_active = False
    stranger.save()
    send(browser)
    assert not UnsentForm.objects.exists()


def test_a_refusal_told_by_a_message_keeps_the_form(browser, stranger):
    """Many addresses answer a refusal with a redirect and an error message."""
    send(browser)
    browser.force_login(stranger)
    with override_settings(ROOT_URLCONF=__name__):
        send_now(browser)
    assert UnsentForm.objects.get().was_tried
