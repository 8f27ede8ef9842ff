"""Redis may be gone at any moment: pages, sign-in and saves go on, and jobs wait as rows."""

import time

import pytest
from allauth.core import ratelimit
from django.core.cache import cache
from django.test import RequestFactory, override_settings
from django.urls import reverse

from mentorship import caching, tasks
from people.models import TryCount
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "a long and winding road"


@pytest.fixture
def person():
    user = UserFactory(name="Mia Mentee", email="mia@example.org")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, person, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": person.email, "password": password})


def test_everything_asked_of_the_cache_is_a_miss(redis_is_gone):
    assert cache.get("a", "default") == "default"
    assert cache.get_many(["a"]) == {}
    assert cache.add("a", 1)
    assert cache.get_or_set("a", lambda: "made again") == "made again"
    cache.set("a", 1)
    cache.set_many({"a": 1})
    assert not cache.touch("a")
    assert not cache.delete("a")
    assert not cache.has_key("a")
    assert "a" not in cache
    cache.delete_many(["a"])
    cache.clear()
    with pytest.raises(ValueError, match="not found"):
        cache.incr("a")


def test_after_one_failure_nobody_waits_for_redis_for_a_while(redis_is_gone, monkeypatch, caplog):
    for _try in range(3):
        cache.get("a")
    assert len(caplog.records) == 1
    later = time.monotonic() + caching.LEAVE_ALONE_SECONDS + 1
    monkeypatch.setattr(time, "monotonic", lambda: later)
    cache.get("a")
    assert len(caplog.records) == 2


def test_signing_in_reading_and_saving_work_without_redis(client, person, cycle, redis_is_gone):
    assert sign_in(client, person).status_code == 302
    for address in (
        "/",
        "/programs/",
        f"/programs/{cycle.program.slug}/{cycle.slug}/",
        "/profile/",
    ):
        assert client.get(address).status_code == 200
    saved = client.post("/profile/", {"name": "Mia Renamed", "time_zone": "UTC"})
    person.refresh_from_db()
    assert (saved.status_code, person.name) == (302, "Mia Renamed")


@pytest.mark.parametrize("is_there", [True, False])
def test_tries_are_limited_with_and_without_redis(client, person, is_there, request):
    if not is_there:
        request.getfixturevalue("redis_is_gone")
    for _try in range(12):
        answer = sign_in(client, person, "wrong")
    assert "too many tries" in answer.text
    sign_in(client, person)
    assert "_auth_user_id" not in client.session


def test_limits_outlive_an_emptied_redis(person):
    request = RequestFactory().post("/", REMOTE_ADDR="10.1.2.3")
    with override_settings(ACCOUNT_RATE_LIMITS={"interest": "1/h/ip"}):
        assert ratelimit.consume(request, action="interest")
        cache.clear()
        assert not ratelimit.consume(request, action="interest")
    assert TryCount.objects.count() == 1


def test_a_job_that_cannot_be_sent_does_not_fail_the_request_and_does_not_take_long(
    redis_is_gone, caplog
):
    start = time.monotonic()
    assert tasks.heartbeat.delay() is None
    assert time.monotonic() - start < 3
    assert "waits, as the broker does not answer" in caplog.text


def test_signed_out_means_signed_out_whatever_redis_remembers(client, person):
    """A session is read from the database: no copy elsewhere can bring it back."""
    sign_in(client, person)
    key = client.session.session_key
    client.post(reverse("account_logout"))
    client.cookies["sessionid"] = key
    assert client.get("/profile/").status_code == 302
