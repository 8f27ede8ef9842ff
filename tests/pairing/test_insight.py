"""What the board tells about the whole cycle, before a run and after one."""

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.models import Application
from pairing.actions import edits, publication, runs
from pairing.edits.lock import LockPair
from pairing.models import Proposal
from pairing.queries.board.boardmap import map_of
from pairing.queries.board.sides import side_by_side
from pairing.queries.readiness import findings, insight
from pairing.queries.readiness.readiness import readiness
from pairing.tasks import work_out_findings
from tests.factories import PairFactory, StaffFactory, UserFactory
from tests.pairing.crowd import apply, ask, ask_focus, choose, crowd, say

pytestmark = pytest.mark.django_db
NOW = timezone.now


def page_of(client, cycle, organizer, query=""):
    client.force_login(organizer)
    return client.get(reverse("pairing:board", args=[cycle.program.slug, cycle.slug]) + query)


def weighed(cycle, viewer=None):
    return insight.shown(findings.work_out(cycle, at=NOW()), viewer or UserFactory(), cycle.called)


def solve(cycle):
    runs.carry_out(runs.start(cycle, by=None, at=NOW()).pk)


@pytest.fixture
def short(cycle):
    """Sales has the only mentors; two mentees of Legal for one place, one of Sales for none."""
    return {
        "Ann": apply(cycle, "mentor", name="Ann", division="Sales", level=5),
        "Cy": apply(cycle, "mentee", name="Cy", division="Legal"),
        "Di": apply(cycle, "mentee", name="Di", division="Legal"),
        "Ed": apply(cycle, "mentee", name="Ed", division="Sales"),
    }


def test_readiness_counts_both_sides_before_anything_is_decided(cycle, short):
    apply(cycle, "mentor", name="New", status=Application.Status.SUBMITTED)
    apply(cycle, "mentee", name="Newer", status=Application.Status.SUBMITTED, is_late=True)
    apply(cycle, "mentee", name="Late", is_late=True)
    found = readiness(cycle)
    assert (found.mentors, found.places, found.mentees) == (1, 1, 4)
    assert (found.undecided_mentors, found.undecided_mentees, found.late) == (1, 1, 1)
    assert found.missing == 3


def test_shortage_names_the_mentees_and_the_only_mentors(cycle, short):
    (proof,) = weighed(cycle).short
    assert (proof.mentees, proof.mentors) == (["Cy", "Di"], ["Ann"])
    assert (proof.places, proof.short_by) == (1, 1)


def test_stuck_people_are_named_with_the_rule(cycle, short):
    found = weighed(cycle)
    assert [one.application.name for one in found.stuck] == ["Ed"]
    assert "Same division 1" in found.stuck[0].seen.sentence


def test_recruits_say_which_mentor_would_bring_a_pair(cycle, short):
    (recruit,) = weighed(cycle).recruits
    assert (recruit.division, recruit.level, recruit.gain.pairs) == ("Sales", 5, 1)
    assert recruit.like == short["Ann"]


def test_relaxations_say_what_one_exception_and_no_rule_would_bring(cycle):
    apply(cycle, "mentor", name="Ann", division="Sales")
    apply(cycle, "mentee", name="Ed", division="Sales")
    found = weighed(cycle)
    (exemption,) = found.exemptions
    assert (exemption.rule, exemption.mentee.name, exemption.mentor.name) == (
        "cross_division",
        "Ed",
        "Ann",
    )
    assert exemption.gain.pairs == 1
    assert [(one.rule, one.gain.pairs) for one in found.dropped] == [("cross_division", 1)]


def test_aims_stand_beside_each_other(cycle, short):
    assert [(one.value, one.pairs) for one in weighed(cycle).aims] == [
        ("pairs-then-score", 1),
        ("score", 1),
        ("max-min", 1),
        ("stable", 1),
    ]


def test_first_timers_are_a_group(cycle, short):
    PairFactory(mentee__person=short["Cy"].person)
    groups = weighed(cycle).groups["first"]
    assert {(one["name"], one["people"]) for one in groups} == {("first", 2), ("again", 1)}


def test_both_roles_read_what_the_shortage_rule_does(cycle, short):
    apply(cycle, "mentee", person=short["Ann"].person, name="Ann", division="Sales")
    apply(cycle, "mentor", name="Bo", division="Legal", status=Application.Status.WITHDRAWN)
    found = weighed(cycle)
    assert found.shortage["with"] <= found.shortage["without"]


def test_nobody_reads_about_themselves(cycle, short):
    found = weighed(cycle, short["Cy"].person)
    assert found.short[0].mentees == ["Di"]
    assert found.short[0].mentee_count == 2
    assert weighed(cycle, short["Ed"].person).stuck == []


def test_kept_until_something_changes(cycle, short):
    assert findings.kept(cycle) is None
    work_out_findings(cycle.pk)
    assert findings.kept(cycle)["possible"] == 1
    apply(cycle, "mentor", name="Bo", division="People")
    assert findings.kept(cycle) is None


def test_ready_page_and_board_show_it(client, cycle, organizer, short):
    page = page_of(client, cycle, organizer)
    for words in (
        "Why not everyone can be paired",
        "Mentors who would help most",
        "Suggest pairs",
        "Cy, Di",
    ):
        assert words in page.text
    solve(cycle)
    page = page_of(client, cycle, organizer, "?view=insight")
    for words in (
        "Why not everyone can be paired",
        "Try one more place with Ann",
        "Fairness",
        "The best worst",
    ):
        assert words in page.text


def test_large_cycles_are_left_to_a_worker(client, cycle, organizer, short, monkeypatch):
    monkeypatch.setattr(findings, "AT_ONCE", 1)
    page = page_of(client, cycle, organizer)
    assert "Working out who is short" in page.text
    work_out_findings(cycle.pk)
    assert "Why not everyone can be paired" in page_of(client, cycle, organizer).text


def test_nobody_at_all_is_no_problem(client, cycle, organizer):
    assert "Nobody to pair yet" in page_of(client, cycle, organizer).text
    assert findings.work_out(cycle, at=NOW())["problem"] == ""


def test_insight_costs_the_same_queries_for_two_pairs_and_six(
    client, cycle, organizer, django_assert_num_queries
):
    for count in (2, 4):
        crowd(cycle, count, count + 1)
        solve(cycle)
        client.force_login(organizer)
        address = reverse("pairing:board", args=[cycle.program.slug, cycle.slug])
        client.get(f"{address}?view=insight")
        with django_assert_num_queries(42):
            client.get(f"{address}?view=insight")


def test_map_shows_pairs_points_and_what_is_not_allowed(client, cycle, organizer, short):
    solve(cycle)
    row = Proposal.objects.get(board__cycle=cycle)
    found = map_of(row.board, organizer)
    cells = {line.mentee.name: line.cells[0] for line in found.lines}
    assert cells["Ed"].points == -1
    assert cells[row.mentee.name].is_pair
    assert cells[row.mentee.name].points == row.score
    page = page_of(
        client, cycle, organizer, f"?view=map&pair={short['Ed'].pk}&with={row.mentor_id}"
    )
    assert "Ed, Ann: not allowed" in page.text
    assert "as an exception to the rule" in page.text


def test_map_leaves_the_viewer_out(cycle, short):
    solve(cycle)
    row = Proposal.objects.get(board__cycle=cycle)
    found = map_of(row.board, short["Ed"].person)
    assert "Ed" not in {line.mentee.name for line in found.lines}


def test_side_by_side_marks_choices_and_telling_words(cycle):
    ask_focus(cycle)
    for side in ("mentor", "mentee"):
        ask(cycle, side, "goal_text", kind="long_text")
    mentor = apply(cycle, "mentor", name="Ann", division="Sales")
    mentee = apply(cycle, "mentee", name="Cy", division="Legal")
    for one, words in ((mentor, "I coach negotiating deals."), (mentee, "Negotiate better deals!")):
        choose(one, "feedback")
        say(one, "goal_text", text=words)
    lines = {line.label: line for line in side_by_side(mentor, mentee)}
    shared = [set(line.shared) for line in lines.values() if line.shared]
    assert {"Feedback"} in shared
    assert {"Negotiate", "negotiating", "deals"} in shared


def test_history_of_the_runs_page_names_those_concerned(client, cycle, organizer, short):
    solve(cycle)
    row = Proposal.objects.get(board__cycle=cycle)
    edits.make(cycle, LockPair(row.mentee_id, row.mentor_id), by=organizer, at=NOW())
    client.force_login(organizer)
    page = client.get(reverse("pairing:run_list", args=[cycle.program.slug, cycle.slug]))
    assert f"locked a pair (Ann, {row.mentee.name})" in page.text
    client.force_login(StaffFactory(program=cycle.program, person=row.mentee.person).person)
    page = client.get(reverse("pairing:run_list", args=[cycle.program.slug, cycle.slug]))
    assert "locked a pair" in page.text
    assert f"(Ann, {row.mentee.name})" not in page.text


def test_before_anybody_is_decided_about_it_is_worked_out_for_all_who_applied(
    client, cycle, organizer, short
):
    Application.objects.update(status=Application.Status.SUBMITTED)
    page = page_of(client, cycle, organizer)
    for words in ("Counting those without a decision", "Mentors who would help most", "Cy, Di"):
        assert words in page.text
    assert "Suggest pairs" not in page.text
    Application.objects.update(status=Application.Status.NOT_ELIGIBLE)
    assert "Nobody to pair yet" in page_of(client, cycle, organizer).text


def test_published_boards_have_no_insight(client, cycle, organizer, short):
    solve(cycle)
    publication.publish(cycle, by=None, at=NOW())
    page = page_of(client, cycle, organizer, "?view=insight")
    assert page.status_code == 200
    assert "view-insight" not in page.text
