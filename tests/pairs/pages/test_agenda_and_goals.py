"""Points and goals on the pages of a pair."""

import pytest

from pairs.actions import pairs
from pairs.actions.agenda import points
from pairs.actions.goals import writing as goals
from tests.factories import PairFactory
from tests.pairs.addresses import page
from tests.pairs.july import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("july")]


def test_agenda_works_with_and_without_htmx(client, pair, mentee):
    client.force_login(mentee)
    response = client.post(page("agenda_add", pair), {"text": "One question"})
    assert response.url == page("pair_detail", pair) + "#agenda"
    item = pair.agenda.get()

    htmx = {"HX-Request": "true"}
    response = client.post(page("agenda_change", pair, item.pk), {"change": "tick"}, headers=htmx)
    assert "Put back: One question" in response.content.decode()
    assert "Done: One question" not in response.content.decode()
    assert "<html" not in response.content.decode()
    response = client.post(page("agenda_change", pair, item.pk), {"change": "reopen"}, headers=htmx)
    assert "Done: One question" in response.content.decode()
    response = client.post(page("agenda_add", pair), {"text": "x" * 301}, headers=htmx)
    assert "x" * 301 in response.content.decode()
    assert client.post(page("agenda_add", pair), {"text": " "}).status_code == 200
    assert client.post(page("agenda_add", pair), {"text": "a\x00b"}).status_code == 200
    response = client.post(page("agenda_change", pair, item.pk), {"change": "explode"})
    assert response.status_code == 400


def test_points_of_another_pair_are_out_of_reach(client, pair, mentee):
    other = PairFactory(cycle=pair.cycle)
    item = points.add(other, "Foreign", by=other.mentee.person, at=AT)[0]
    client.force_login(mentee)
    response = client.post(page("agenda_change", pair, item.pk), {"change": "drop"})
    assert response.status_code == 404
    assert other.agenda.exists()


def test_goal_is_written_and_its_gaps_are_marked(client, pair, mentor, mentee):
    client.force_login(mentee)
    data = {"text": "Lead one incident", "specific": "All of it", "share": "yes"}
    client.post(page("goal_add", pair), data)
    goal = pair.mentee.goals.get()

    client.force_login(mentor)
    text = client.get(page("pair_detail", pair)).content.decode()
    assert "1 of 6 answered" in text
    assert text.count('class="gap"') == 5

    form = client.get(page("goal_edit", pair, goal.pk)).context["form"]
    data = {"text": "Lead it", "progress": "60", "state": "partly", "seen": form["seen"].value()}
    client.post(page("goal_edit", pair, goal.pk), data)
    goal.refresh_from_db()
    assert (goal.text, goal.progress, goal.state) == ("Lead it", 60, "partly")


def test_stale_goal_form_is_refused_and_keeps_the_words(client, pair, mentee):
    goal = goals.add(pair.mentee, {"text": "Lead one incident"}, at=AT)
    client.force_login(mentee)
    response = client.post(page("goal_edit", pair, goal.pk), {"text": "Other words", "seen": ""})
    assert "Other words" in response.content.decode()
    goal.refresh_from_db()
    assert goal.text == "Lead one incident"


def test_goal_of_a_mentor_and_goals_of_others(client, pair, mentor):
    client.force_login(mentor)
    client.post(page("goal_add", pair), {"text": "Listen more"})
    assert pair.mentor.goals.get().text == "Listen more"
    foreign = goals.add(PairFactory().mentee, {"text": "Foreign"}, at=AT)
    assert client.get(page("goal_edit", pair, foreign.pk)).status_code == 404


def test_goal_is_closed_by_its_owner_after_the_end(client, pair, mentor, mentee):
    goal = goals.add(pair.mentee, {"text": "Lead one incident"}, at=AT)
    pairs.end(pair, reason="goal_reached", by=mentor, at=AT)
    client.force_login(mentee)
    assert "Say how it went" in client.get(page("pair_detail", pair)).content.decode()
    form = client.get(page("goal_edit", pair, goal.pk)).context["form"]
    data = {
        "text": "Lead one incident",
        "progress": "100",
        "state": "reached",
        "closing": "I led three.",
        "seen": form["seen"].value(),
    }
    client.post(page("goal_edit", pair, goal.pk), data)
    goal.refresh_from_db()
    assert (goal.state, goal.closing) == ("reached", "I led three.")
    client.force_login(mentor)
    assert client.get(page("goal_edit", pair, goal.pk)).status_code == 404
    assert client.get(page("goal_add", pair)).status_code == 404
