"""Agendas that a pair keeps for itself, seen by its members alone."""

import pytest
from django.db import IntegrityError

from pairs.actions import pairs
from pairs.actions.agenda import own, points
from pairs.models import PairAgenda
from pairs.models.agenda_template import USUAL
from pairs.queries.agenda.beside import Beside
from pairs.queries.pairs import card
from tests.concurrency import together
from tests.factories import PairFactory
from tests.pairs.addresses import page
from tests.pairs.july import AT
from tests.pairs.pages.helpers import logged
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("july")]


def save(pair, by, name="Ours", lines="News\nOne question"):
    return own.save(pair, name=name, points=lines, by=by, at=AT)


def begun(client, pair, source):
    """What the form of a copy says at first."""
    form = client.get(page("agenda_new", pair), {"from": source}).context["form"]
    return form["name"].value() or "", (form["points"].value() or "").splitlines()


def test_a_template_is_copied_changed_and_used_before_the_next_session(
    client, pair, mentor, mentee
):
    client.force_login(mentee)
    name, lines = begun(client, pair, "ongoing")
    assert name == "Ongoing, our way"
    assert lines == [str(point) for point in USUAL["ongoing"]]
    said = {"name": " Our  way ", "points": "News\r\n\r\nNews\r\n Feedback\r\n"}
    answer = client.post(page("agenda_new", pair), said, follow=True)
    assert "Saved. You can start from it before any session." in answer.text
    kept = pair.own_agendas.get()
    assert (kept.name, kept.points, kept.saved_by) == ("Our way", "News\nFeedback", mentee)

    client.force_login(mentor)  # it is theirs as well
    first = client.get(page("pair_detail", pair)).context["beside"].agendas[0]
    assert (first.name, first.points, first.own) == ("Our way", ["News", "Feedback"], kept.pk)
    client.post(page("agenda_start", pair), {"template": first.key})
    assert [one.text for one in pair.agenda.open()] == ["News", "Feedback"]
    assert pair.cycle.agenda_templates.count() == 0


def test_what_is_on_the_agenda_now_or_was_in_a_session_is_saved(client, pair, mentee):
    open_points = points.add(pair, "One", "Two", by=mentee, at=AT)
    session = logged(pair, mentee, talked_about=open_points[:1])
    client.force_login(mentee)
    assert begun(client, pair, "now") == ("", ["Two"])
    assert begun(client, pair, f"session-{session.pk}") == ("As on 15 July", ["One"])
    shown = client.get(page("session_detail", pair, session.pk)).text
    assert page("agenda_new", pair) + f"?from=session-{session.pk}" in shown


def test_what_is_not_theirs_begins_with_nothing(client, pair, mentor, mentee):
    other = PairFactory()
    theirs = save(other, other.mentee.person)
    session = logged(other, other.mentee.person)
    client.force_login(mentee)
    for source in (theirs.key, f"session-{session.pk}", "session-", "elsewhere", ""):
        assert begun(client, pair, source) == ("", [])
    for sent in ({}, {"remove": "1"}, {"name": "Mine", "points": "Mine"}):
        assert client.post(page("agenda_own", pair, theirs.pk), sent).status_code == 404
    answer = client.post(page("agenda_start", pair), {"template": theirs.key})
    assert "There is no such agenda." in answer.text
    assert not pair.agenda.exists()


def test_it_is_renamed_and_removed_and_points_stay_where_they_are(client, pair, mentee):
    kept = save(pair, mentee)
    points.start_from(pair, kept.key, by=mentee, at=AT)
    client.force_login(mentee)
    address = page("agenda_own", pair, kept.pk)
    seen = client.get(address).context["form"]["seen"].value()
    client.post(address, {"name": "OURS", "points": "News\r\nFeedback", "seen": seen})
    kept.refresh_from_db()
    assert (kept.name, kept.lines) == ("OURS", ["News", "Feedback"])
    answer = client.post(address, {"remove": "1"}, follow=True)
    assert "Removed. What is on your agenda stays there." in answer.text
    assert not pair.own_agendas.exists()
    assert pair.agenda.open().count() == 2
    assert client.get(address).status_code == 404


def test_what_is_wrong_is_said_beside_its_field_and_stays_typed(client, pair, mentee):
    save(pair, mentee)
    client.force_login(mentee)
    for name, lines, field in (
        ("ours", "Other", "name"),
        ("", "Other", "name"),
        ("Long", "x" * 301, "points"),
        ("Many", "\n".join(map(str, range(21))), "points"),
        ("None", " \n ", "points"),
    ):
        answer = client.post(page("agenda_new", pair), {"name": name, "points": lines})
        assert set(answer.context["form"].errors) == {field}
        assert lines.strip() in answer.text
    kept = save(pair, mentee, "Second")
    address = page("agenda_own", pair, kept.pk)
    answer = client.post(address, {"name": "Ours", "points": "Other"})
    assert set(answer.context["form"].errors) == {"name"}
    assert answer.context["form"]["name"].initial == "Second"
    assert pair.own_agendas.count() == 2


def test_what_the_partner_changed_meanwhile_is_shown_and_not_overwritten(
    client, pair, mentor, mentee
):
    kept = save(pair, mentee)
    client.force_login(mentee)
    address = page("agenda_own", pair, kept.pk)
    seen = client.get(address).context["form"]["seen"].value()
    own.change(kept, name="Ours", points="Theirs", by=mentor)
    answer = client.post(address, {"name": "Ours", "points": "Mine", "seen": seen})
    assert "Points is now: Theirs" in answer.text
    kept.refresh_from_db()
    assert kept.points == "Theirs"
    seen = answer.context["form"]["seen"].value()
    client.post(address, {"name": "Ours", "points": "Mine", "seen": seen})
    kept.refresh_from_db()
    assert (kept.points, kept.saved_by) == ("Mine", mentee)


def test_the_same_form_sent_twice_keeps_one_and_changes_once(client, pair, mentee):
    client.force_login(mentee)
    sent = {"name": "Ours", "points": "News\r\nFeedback"}
    for _twice in range(2):
        assert client.post(page("agenda_new", pair), sent).status_code == 302
    kept = pair.own_agendas.get()
    address = page("agenda_own", pair, kept.pk)
    sent = {"name": "Ours", "points": "One\r\nTwo"}
    sent["seen"] = client.get(address).context["form"]["seen"].value()
    for _twice in range(2):
        assert client.post(address, sent).status_code == 302


def test_a_pair_keeps_no_more_than_anybody_reads(pair, mentee):
    for number in range(12):
        save(pair, mentee, f"Number {number}")
    assert refused(save, pair, mentee) == "too_many"
    assert save(pair, mentee, "Number 3").name == "Number 3"


def test_after_the_end_nothing_is_kept_or_changed(client, pair, mentee):
    kept = save(pair, mentee)
    pairs.end(pair, reason="goal_reached", by=mentee, at=AT)
    assert refused(save, pair, mentee, "Second") == "pair_ended"
    assert refused(own.change, kept, name="Second", points="News", by=mentee) == "pair_ended"
    assert refused(own.remove, kept) == "pair_ended"
    client.force_login(mentee)
    for address in (page("agenda_new", pair), page("agenda_own", pair, kept.pk)):
        assert client.get(address).url == page("pair_detail", pair)


def test_what_was_removed_meanwhile_is_not_changed(pair, mentee):
    kept = save(pair, mentee)
    own.remove(kept)
    assert refused(own.change, kept, name="Second", points="News", by=mentee) == "gone"


def test_the_database_keeps_an_agenda_from_saying_nothing(pair):
    with pytest.raises(IntegrityError, match="an_agenda_of_a_pair_says_something"):
        PairAgenda.objects.create(pair=pair, name="Ours")


@pytest.mark.parametrize("count", [1, 4])
def test_any_number_of_agendas_costs_the_same(pair, mentee, count, django_assert_num_queries):
    for number in range(count):
        save(pair, mentee, f"Number {number}")
    beside = Beside(card(pair, mentee, AT))
    with django_assert_num_queries(2):
        assert len(beside.agendas) == count + 3


@pytest.mark.django_db(transaction=True)
def test_both_saving_under_one_name_at_once_one_is_told():
    pair = PairFactory()
    people = [one.person for one in pair.everybody]
    outcomes = together(
        lambda: save(pair, people[0], lines="Mine"), lambda: save(pair, people[1], lines="Theirs")
    )
    lost = [one for one in outcomes if isinstance(one, Exception)]
    assert [list(one.error_dict) for one in lost] == [["name"]]
    assert pair.own_agendas.count() == 1
