"""People who sign in by code show again who they are with one more code."""

import pytest
import time_machine
from django.urls import reverse

from people.models import User
from tests.account_mails import code_in_last, delivered
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def known():
    return UserFactory(name="Kim Known")


def ask(client, administrator, known):
    """The administrator, without password and second step, grants a right; the page asks first."""
    client.force_login(administrator)
    answer = client.post(
        reverse("people:person_edit", args=[known.pk]), {"name": "Kim Known", "is_staff": "on"}
    )
    assert answer.url.startswith(reverse("account_confirm"))
    return answer.url


def test_code_by_mail_confirms_and_what_was_posted_is_done(client, administrator, known):
    page = ask(client, administrator, known)

    assert delivered() == []  # a page that is only opened sends nothing
    client.post(page, {"action": "send"})
    assert delivered()[-1].to == [administrator.email]
    client.post(page, {"code": code_in_last()})

    assert User.objects.get(pk=known.pk).is_staff


@pytest.mark.parametrize("typed", ["AAAA-AAAA", "", "🙂"])
def test_wrong_code_changes_nothing_and_may_be_tried_again(client, administrator, known, typed):
    page = ask(client, administrator, known)
    client.post(page, {"action": "send"})

    answer = client.post(page, {"code": typed})

    assert answer.status_code == 200
    assert not User.objects.get(pk=known.pk).is_staff
    client.post(page, {"code": f" {code_in_last().lower()} "})
    assert User.objects.get(pk=known.pk).is_staff


def test_code_is_gone_after_five_wrong_ones(client, administrator, known):
    page = ask(client, administrator, known)
    client.post(page, {"action": "send"})
    for _turn in range(5):
        client.post(page, {"code": "AAAA-AAAA"})

    answer = client.post(page, {"code": code_in_last()})

    assert "no longer works" in answer.content.decode()
    assert not User.objects.get(pk=known.pk).is_staff


def test_code_runs_out_and_the_page_says_so(client, administrator, known):
    with time_machine.travel("2021-06-01T10:00Z", tick=False) as clock:
        page = ask(client, administrator, known)
        client.post(page, {"action": "send"})
        code = code_in_last()
        clock.shift(16 * 60)

        answer = client.post(page, {"code": code})

    assert "no longer works" in answer.content.decode()
    assert not User.objects.get(pk=known.pk).is_staff


def test_somebody_with_a_password_uses_it_instead(client, administrator):
    administrator.set_password("a long and winding road")
    administrator.save()
    client.force_login(administrator)

    assert client.get(reverse("account_confirm")).status_code == 404


def test_page_leads_nowhere_else(client, administrator):
    client.force_login(administrator)
    page = reverse("account_confirm") + "?next=https://evil.example/"
    client.post(page, {"action": "send"})

    answer = client.post(page, {"code": code_in_last()})

    assert answer.url == "/"
