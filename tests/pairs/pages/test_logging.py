"""A session is logged, corrected and removed."""

from datetime import date

import pytest

from tests.pairs.addresses import page
from tests.pairs.july import TODAY
from tests.pairs.pages.helpers import form_data, logged

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("july")]


def test_what_another_day_needs_is_not_called_optional(client, pair, mentee):
    client.force_login(mentee)
    form = client.get(page("session_log", pair)).text
    for asked in ("On which day?", "Minutes"):
        assert "optional" not in form.split(asked, 1)[1].split("</label>", 1)[0]


def test_session_is_logged_by_opening_the_form_and_sending_it_as_it_is(client, pair, mentee):
    client.force_login(mentee)
    form = client.get(page("session_log", pair)).context["form"]
    as_it_is = {name: form[name].value() for name in ("day", "minutes", "form", "form_key")}

    for _twice in range(2):
        response = client.post(page("session_log", pair), as_it_is, follow=True)

    session = pair.sessions.get()
    assert (session.held_on, session.minutes, session.form) == (TODAY, 30, "live")
    assert "1 session, 30 minutes" in response.content.decode()


def test_nothing_typed_is_lost_on_an_error(client, pair, mentee):
    client.force_login(mentee)
    data = form_data(day="other", held_on="2030-01-01", shared_note="We two", private_note="Mine")

    response = client.post(page("session_log", pair), data)

    text = response.content.decode()
    assert response.context["form"].errors.keys() == {"day"}
    assert "We two" in text
    assert "Mine" in text
    assert not pair.sessions.exists()


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"day": "other"}, {"held_on"}),
        ({"day": "other", "held_on": "nonsense"}, {"held_on"}),
        ({"minutes": "other"}, {"other_minutes"}),
        ({"minutes": "other", "other_minutes": "900"}, {"other_minutes"}),
        ({"form": "telepathy"}, {"form"}),
        ({"form_key": "x"}, {"form_key"}),
        ({"talked_about": ["999"]}, {"talked_about"}),
        ({"shared_note": "x" * 20001}, {"shared_note"}),
    ],
)
def test_wrong_answers_are_errors_at_their_field(client, pair, mentee, changes, fields):
    client.force_login(mentee)
    response = client.post(page("session_log", pair), form_data(**changes))
    assert response.context["form"].errors.keys() == fields


def test_another_day_and_length_are_possible(client, pair, mentee):
    client.force_login(mentee)
    data = form_data(day="other", held_on="2021-07-09", minutes="other", other_minutes="25")
    client.post(page("session_log", pair), data)
    assert pair.sessions.values_list("held_on", "minutes").get() == (date(2021, 7, 9), 25)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?on=2021-07-10&form=async", ("other", date(2021, 7, 10), "async")),
        ("?on=2021-07-14", ("yesterday", date(2021, 7, 14), "live")),
        ("?on=2099-01-01", ("today", TODAY, "live")),
        ("?on=nonsense&planned=x", ("today", TODAY, "live")),
        ("?planned=99999999999999999999", ("today", TODAY, "live")),
    ],
)
def test_links_fill_the_form(client, pair, mentee, query, expected):
    client.force_login(mentee)
    form = client.get(page("session_log", pair) + query).context["form"]
    assert tuple(form[name].value() for name in ("day", "held_on", "form")) == expected


def test_own_session_is_corrected_and_removed(client, pair, mentee):
    session = logged(pair, mentee)
    client.force_login(mentee)
    client.post(page("session_edit", pair, session.pk), form_data(minutes="45"))
    session.refresh_from_db()
    assert session.minutes == 45

    removed = client.post(page("session_remove", pair, session.pk), follow=True).content.decode()
    assert page("session_restore", pair, session.pk) in removed
    assert not pair.sessions.held().exists()
    client.post(page("session_restore", pair, session.pk))
    assert pair.sessions.held().count() == 1
