"""The board through the front door."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.models import Application
from pairing.actions import edits, publication, runs
from pairing.edits.lock import LockPair
from pairing.models import Board, Proposal, Run
from pairs.models import Pair
from tests.factories import StaffFactory
from tests.pairing.crowd import apply, ask, ask_focus, choose, crowd, say

pytestmark = pytest.mark.django_db
NOW = timezone.now


def address(cycle, name="board", *args):
    return reverse(f"pairing:{name}", args=[cycle.program.slug, cycle.slug, *args])


def solve(cycle):
    runs.carry_out(runs.start(cycle, by=None, at=NOW()).pk)


@pytest.fixture
def signed_in(client, organizer):
    client.force_login(organizer)
    return client


@pytest.fixture
def drafted(cycle):
    ask_focus(cycle)
    mentors, mentees = crowd(cycle, 2, 3)
    for one, area in zip((*mentors, *mentees), ("feedback", "writing") * 3, strict=False):
        choose(one, area)
    solve(cycle)
    return mentors, mentees


def two(row):
    return f"{row.mentee_id}-{row.mentor_id}"


def proposals(cycle):
    return list(Proposal.objects.filter(board__cycle=cycle).with_people().order_by("score", "pk"))


def change(client, cycle, name, **data):
    version = Board.objects.get(cycle=cycle).version
    return client.post(
        address(cycle, "board_edit", name), {"version": version, **data}, follow=True
    )


def test_before_any_run_the_page_says_who_is_there(signed_in, cycle):
    page = signed_in.get(address(cycle))
    assert "Nobody to pair yet" in page.text
    apply(cycle, "mentor", name="Ann", division="Sales")
    apply(cycle, "mentee", name="Cy", division="Sales")
    apply(cycle, "mentee", name="Di", division="Legal")
    apply(cycle, "mentee", name="New", status=Application.Status.SUBMITTED)

    page = signed_in.get(address(cycle))

    assert page.context["insight"].possible == 1
    assert page.context["ready"].missing == 1
    assert "Cy" in page.text
    assert "1 application has no decision yet" in page.text
    assert "Suggest pairs" in page.text


def test_suggesting_shows_the_pairs(
    signed_in, cycle, organizer, django_capture_on_commit_callbacks
):
    crowd(cycle, 2, 3)
    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(address(cycle, "run_start"), {"objective": "score"})
    run = Run.objects.get()
    assert (run.state, run.objective, run.started_by) == ("done", "score", organizer)
    page = signed_in.get(address(cycle))
    assert "Mentor 0" in page.text
    assert "Mentee 2" in page.text
    assert "proved" in page.text


def test_run_under_way_shows_its_progress_and_can_be_stopped(signed_in, cycle):
    crowd(cycle, 1, 1)
    run = runs.start(cycle, by=None, at=NOW())
    Run.objects.update(state="running", step="solving", done_count=2)
    page = signed_in.get(address(cycle))
    assert "Looking for the best pairs" in page.text
    signed_in.post(address(cycle, "run_cancel"))
    run.refresh_from_db()
    assert run.state == "cancelled"


def test_wrong_aim_is_refused(signed_in, cycle):
    crowd(cycle, 1, 1)
    page = signed_in.post(address(cycle, "run_start"), {"objective": "magic"}, follow=True)
    assert "Choose one of the aims" in page.text
    assert not Run.objects.exists()


def test_rows_lie_lowest_fit_first_and_are_filtered(signed_in, cycle, drafted):
    def names(query=""):
        page = signed_in.get(address(cycle) + query)
        return [row.mentor.name for row in page.context["window"].rows]

    rows = proposals(cycle)
    assert names() == [row.mentor.name for row in rows]
    assert names("?sort=desc") == [row.mentor.name for row in reversed(rows)]
    assert names("?q=mentor+1") == ["Mentor 1"]
    assert names("?q=south") == names()
    assert names("?on=locked") == []
    assert names("?on=nonsense&band=abc&page=99&sort=x&pair=x&with=--") == names()
    assert names("?on=weak&on=locked&band=50") == []


def test_pane_says_why_and_puts_answers_side_by_side(signed_in, cycle, drafted):
    row = proposals(cycle)[-1]
    page = signed_in.get(f"{address(cycle)}?pair={row.mentee_id}")
    for part in row.parts:
        assert part["label"] in page.text
    assert "<mark>" in page.text
    assert "Answers side by side" in page.text


def test_lock_veto_and_undo_by_plain_forms(signed_in, cycle, drafted):
    row = proposals(cycle)[0]
    page = change(signed_in, cycle, "lock", two=two(row), view=f"?pair={row.mentee_id}")
    assert page.redirect_chain[-1][0].endswith(f"?pair={row.mentee_id}")
    assert Proposal.objects.get(pk=row.pk).is_locked
    undo = re.search(r'action="([^"]*undo/\d+/)"', page.text).group(1)

    signed_in.post(undo)

    assert not Proposal.objects.get(mentee=row.mentee).is_locked
    change(signed_in, cycle, "veto", two=two(row))
    assert row.mentee_id not in {one.mentee_id for one in proposals(cycle)}
    page = signed_in.get(f"{address(cycle)}?pair={row.mentee_id}")
    assert "Vetoed" in page.text


def test_pair_by_hand_shows_rules_and_points_first(signed_in, cycle, drafted):
    mentors, mentees = drafted
    paired = {row.mentee_id for row in proposals(cycle)}
    alone = next(one for one in mentees if one.pk not in paired)
    change(signed_in, cycle, "places", mentor=mentors[0].pk, places=2)
    Application.objects.filter(pk=alone.pk).update(division=mentors[0].division)

    page = signed_in.get(f"{address(cycle)}?pair={alone.pk}&with={mentors[0].pk}")
    assert "Same division" in page.text
    page = change(signed_in, cycle, "pair", two=f"{alone.pk}-{mentors[0].pk}")
    assert "This breaks a rule" in page.text
    change(signed_in, cycle, "pair", two=f"{alone.pk}-{mentors[0].pk}", reason="They asked.")

    assert Proposal.objects.get(mentee=alone).override_reason == "They asked."
    page = signed_in.get(address(cycle, "run_list"))
    assert "They asked." in page.text


def test_swap_from_the_pane(signed_in, cycle, drafted):
    first, second = proposals(cycle)
    page = signed_in.get(f"{address(cycle)}?pair={first.mentee_id}&with={second.mentor_id}")
    assert f"Swapping with {second.mentee.name}" in page.text
    change(signed_in, cycle, "swap", first=first.mentee_id, second=second.mentee_id)
    assert {two(row) for row in proposals(cycle)} == {
        f"{first.mentee_id}-{second.mentor_id}",
        f"{second.mentee_id}-{first.mentor_id}",
    }


def test_mentor_with_room_shows_places_and_mentees(signed_in, cycle, drafted):
    mentors, _mentees = drafted
    change(signed_in, cycle, "places", mentor=mentors[0].pk, places=3)
    page = signed_in.get(f"{address(cycle)}?mentor={mentors[0].pk}")
    assert page.context["summary"].mentors_with_room == 1
    assert "Mentees who would fit" in page.text


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("lock", {}),
        ("lock", {"two": "1-x"}),
        ("lock", {"two": "-1-2"}),
        ("lock", {"two": "999999-999999"}),
        ("swap", {"first": "1"}),
        ("places", {"mentor": "5", "places": "many"}),
        ("pair", {"two": f"{'9' * 30}-1"}),
        ("veto", {"two": "1-2", "version": "x"}),
    ],
)
def test_nonsense_is_answered_with_a_sentence(signed_in, cycle, drafted, name, data):
    page = change(signed_in, cycle, name, **data)
    assert page.status_code == 200
    assert 'role="alert"' in page.text


def test_unknown_changes_and_undos(signed_in, cycle, drafted):
    assert signed_in.post(address(cycle, "board_edit", "explode")).status_code == 404
    page = signed_in.post(address(cycle, "board_undo", 99), follow=True)
    assert "nothing to undo" in page.text


def test_change_of_somebody_else_shows_up(signed_in, cycle, organizer, drafted):
    version = Board.objects.get(cycle=cycle).version
    news = address(cycle, "board_news")
    assert signed_in.get(news, {"version": version}).status_code == 204
    tom = StaffFactory(program=cycle.program, person__name="Tom").person
    row = proposals(cycle)[0]
    edits.make(cycle, LockPair(row.mentee_id, row.mentor_id), by=tom, at=NOW())
    assert "Tom locked a pair" in signed_in.get(news, {"version": version}).text
    page = signed_in.post(
        address(cycle, "board_edit", "veto"),
        {"two": two(row), "version": version},
        follow=True,
    )
    assert "has changed since you opened it: Tom locked a pair" in page.text
    assert f"({row.mentor.name}, {row.mentee.name})" in page.text
    assert Proposal.objects.filter(pk=row.pk).exists()


def test_nobody_decides_about_or_reads_their_own_pair(client, cycle, drafted):
    row = proposals(cycle)[0]
    StaffFactory(program=cycle.program, person=row.mentor.person)
    client.force_login(row.mentor.person)
    page = client.get(f"{address(cycle)}?pair={row.mentee_id}")
    assert [one.pk for one in page.context["window"].rows] == [proposals(cycle)[1].pk]
    assert page.context["pane"] is None
    answer = client.post(address(cycle, "board_edit", "lock"), {"two": two(row)})
    assert answer.status_code == 403


def test_nobody_decides_about_their_report(client, cycle, drafted):
    row = proposals(cycle)[0]
    boss = StaffFactory(program=cycle.program).person
    row.mentee.person.manager = boss
    row.mentee.person.save()
    client.force_login(boss)
    page = client.get(f"{address(cycle)}?pair={row.mentee_id}")
    assert "Another organizer decides" in page.text
    answer = client.post(address(cycle, "board_edit", "veto"), {"two": two(row)})
    assert answer.status_code == 403


def test_run_file_is_a_download(signed_in, cycle, drafted):
    answer = signed_in.get(address(cycle, "run_file", 1))
    assert answer["Content-Type"] == "application/zip"
    assert answer.content[:2] == b"PK"
    assert signed_in.get(address(cycle, "run_file", 2)).status_code == 404


def test_preview_shows_every_group_and_publishing_makes_it_true(
    signed_in, cycle, organizer, drafted
):
    apply(cycle, "mentee", name="New", status=Application.Status.SUBMITTED)
    page = signed_in.get(address(cycle, "publish"))
    assert "Publish 2 pairs" in page.text
    assert "5 people" in page.text
    assert "1 application has no decision" in page.text
    assert "Your ment" in page.text
    page = signed_in.get(address(cycle, "publish"), {"group": "unpaired"})
    assert "We could not pair you" in page.text
    assert not Pair.objects.exists()

    page = signed_in.post(
        address(cycle, "publish"), {"version": page.context["board"].version}, follow=True
    )

    assert Pair.objects.count() == 2
    assert "Take publication back" in page.text
    page = signed_in.post(address(cycle, "publish"), {"version": 1}, follow=True)
    assert "published already" in page.text
    signed_in.post(address(cycle, "publish_undo"))
    assert not Pair.objects.exists()


def test_publishing_an_old_preview_shows_it_again(signed_in, cycle, organizer, drafted):
    version = Board.objects.get(cycle=cycle).version
    row = proposals(cycle)[0]
    edits.make(cycle, LockPair(row.mentee_id, row.mentor_id), by=organizer, at=NOW())
    page = signed_in.post(address(cycle, "publish"), {"version": version}, follow=True)
    assert "has changed since you read" in page.text
    assert not Pair.objects.exists()


def test_nothing_to_publish_leads_back(signed_in, cycle):
    page = signed_in.get(address(cycle, "publish"), follow=True)
    assert "no draft to publish" in page.text


def test_published_board_still_says_what_another_mentor_would_cost(signed_in, cycle, drafted):
    publication.publish(cycle, by=None, at=NOW())
    row = proposals(cycle)[0]
    other = next(one for one in drafted[0] if one.pk != row.mentor_id)

    page = signed_in.get(address(cycle), {"pair": row.mentee_id})
    assert [one.application.pk for one in page.context["pane"].candidates] == [other.pk]
    assert page.context["pane"].candidates[0].cost is not None
    for asked in ({"with": other.pk}, {"ask": "veto"}, {"find": other.name[:3]}):
        page = signed_in.get(address(cycle), {"pair": row.mentee_id, **asked})
        assert page.status_code == 200
        assert page.context["pane"].trial is None
        assert not page.context["pane"].answers


def test_published_board_offers_no_changes(signed_in, cycle, drafted):
    publication.publish(cycle, by=None, at=NOW() - timedelta(hours=1))
    page = signed_in.get(address(cycle))
    assert "These pairs are published" in page.text
    assert "pairing/edit/" not in page.text
    assert "Suggest again" not in page.text
    page = signed_in.post(address(cycle, "run_start"), follow=True)
    assert "published" in page.text


def test_administrators_read_and_change_nothing(client, administrator, cycle, drafted):
    client.force_login(administrator)
    page = client.get(address(cycle))
    assert "Mentor 0" in page.text
    assert "edit/lock" not in page.text


def test_page_costs_the_same_queries_for_one_pair_and_four(
    signed_in, cycle, django_assert_num_queries
):
    ask(cycle, "mentee", "goal_text", kind="long_text")
    for count in (1, 4):
        _mentors, mentees = crowd(cycle, count + 1, count)
        for one in mentees:
            say(one, "goal_text", text="negotiate")
        solve(cycle)
        chosen = proposals(cycle)[0].mentee_id
        with django_assert_num_queries(31):
            signed_in.get(f"{address(cycle)}?pair={chosen}")


def test_preview_costs_the_same_queries_for_one_pair_and_four(
    signed_in, cycle, django_assert_num_queries
):
    for count in (1, 4):
        crowd(cycle, count, count + 1)
        solve(cycle)
        with django_assert_num_queries(21):
            signed_in.get(address(cycle, "publish"))


NAMES = [
    "q", "on", "band", "sort", "page", "more", "view", "mentor", "find", "with", "version", "w_x",
]  # fmt: skip
ODD = ["a\x00b", "\x00", "9" * 400, "-1", "²", "%", "'", "x" * 500]


@pytest.mark.parametrize("turn", range(len(ODD)))
def test_the_board_takes_anything_behind_the_question_mark(signed_in, cycle, drafted, turn):
    """Something odd under every name at once, another thing each turn: in the end each name has had all."""
    pair = proposals(cycle)[0].mentee_id
    odd = {name: ODD[(place + turn) % len(ODD)] for place, name in enumerate(NAMES)}
    one = ODD[turn]
    for known in (
        {},
        {"pair": pair},
        {"pair": pair, "ask": "veto"},
        {"ask": "weights"},
        {"pair": one},
        {"pair": one, "ask": "veto"},
        {"pair": pair, "ask": one},
    ):
        assert signed_in.get(address(cycle), odd | known).status_code == 200
