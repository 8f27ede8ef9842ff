from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications.actions import delivery
from notifications.models import Message
from pairing.actions import runs, votes
from pairing.models import Ballot, Tie, VoteRound
from pairing.runs import near_ties
from programs.models import Staff
from tests.factories import StaffFactory
from tests.pairing.crowd import apply, ask, ask_focus, choose, say
from tests.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(cycle):
    """Cy fits Ann and Bo equally; Di fits Ann much better than Bo."""
    ask_focus(cycle)
    ann, bo = (apply(cycle, "mentor", name=name, division=name) for name in ("Ann", "Bo"))
    cy = apply(cycle, "mentee", name="Cy", division="Cy")
    for one in (ann, bo, cy):
        choose(one, "feedback")
    return {"Ann": ann, "Bo": bo, "Cy": cy}


@pytest.fixture
def committee(cycle):
    names = ("Kim", "Lou", "Max")
    rows = [StaffFactory(program=cycle.program, role="committee", person__name=n) for n in names]
    return [row.person for row in rows]


def solve(cycle):
    run = runs.start(cycle, by=None, at=timezone.now())
    runs.carry_out(run.pk)
    return cycle.board.proposals.with_people().get(mentee__name="Cy")


def open_round(cycle, organizer, *, most_cost=1, voters=3):
    at = timezone.now()
    return votes.open_round(cycle, most_cost=most_cost, voters=voters, by=organizer, at=at)


def vote_all(*choices):
    for ballot, choice in zip(Ballot.objects.all(), choices, strict=True):
        votes.vote(ballot, choice, at=timezone.now())


def close(cycle, organizer):
    return votes.close_round(cycle, by=organizer, at=timezone.now())


def address(name, cycle, **more):
    parts = {"program": cycle.program.slug, "cycle": cycle.slug, **more}
    return reverse(f"pairing:{name}", kwargs=parts)


def test_committee_settles_a_tie_in_the_next_run(cycle, organizer, people, committee):
    before = solve(cycle)
    score = before.score
    made = open_round(cycle, organizer)
    tie = Tie.objects.get()
    assert (tie.first, tie.cost) == (before.mentor, 0)
    vote_all("second", "second", "either")
    close(cycle, organizer)
    assert solve(cycle).mentor == tie.second

    after = cycle.board.proposals.get()
    told = [(part["points"], part["most"]) for part in after.parts if part["name"] == "votes"]
    assert told == [(1, 0)]
    assert after.score == score + 1 == sum(part["points"] for part in after.parts)
    votes.count(made, is_counted=False, by=organizer, at=timezone.now())
    assert near_ties.points_of(cycle) == []
    solve(cycle)
    assert cycle.board.proposals.get().score == score


@pytest.mark.parametrize(
    ("given", "preferred", "added", "agreement"),
    [
        (["second", "second", "second"], "second", 2, 100),
        (["first", "second", "second"], "second", 1, 67),
        (["first", "first", "either"], "first", 1, 67),
        (["either", "either", "either"], None, 0, 100),
    ],
)
def test_votes_add_few_points(
    cycle, organizer, people, committee, given, preferred, added, agreement
):
    solve(cycle)
    made = open_round(cycle, organizer, most_cost=1)
    vote_all(*given)
    [one] = near_ties.counts_of(made)
    assert one.preferred == (getattr(Tie.objects.get(), preferred) if preferred else None)
    assert (one.points, one.agreement) == (added, agreement)
    assert near_ties.agreement([one]) == agreement
    assert near_ties.points_of(cycle) == []  # nothing counts before the vote is closed


def test_clear_choices_are_nobodys_to_vote_on(cycle, organizer, people, committee):
    choose(people["Ann"], "writing")
    choose(people["Cy"], "writing")
    assert solve(cycle).mentor == people["Ann"]
    assert refused(open_round, cycle, organizer, most_cost=0) == "no_ties"
    assert not VoteRound.objects.exists()


def test_nobody_votes_on_people_they_are_close_to(cycle, organizer, people, committee):
    kim, lou, _max = committee
    people["Bo"].person.manager = kim
    people["Bo"].person.save(update_fields=["manager"])
    lou.manager = people["Cy"].person
    lou.save(update_fields=["manager"])
    solve(cycle)
    open_round(cycle, organizer)
    assert [ballot.member.name for ballot in Ballot.objects.all()] == ["Max"]


@pytest.mark.parametrize("lacking", ["run", "committee", "twice"])
def test_a_vote_needs_a_run_and_a_committee_and_is_one_at_a_time(
    cycle, organizer, people, committee, lacking
):
    if lacking != "run":
        solve(cycle)
    if lacking == "committee":
        Staff.objects.filter(role="committee").delete()
    if lacking == "twice":
        open_round(cycle, organizer)
    expected = {"run": "no_run", "committee": "no_committee", "twice": "open"}
    assert refused(open_round, cycle, organizer) == expected[lacking]


def test_member_votes_blindly_on_their_slice(client, cycle, organizer, people, committee):
    ask(cycle, "mentor", "goal_text", readers="organizers")
    say(people["Ann"], "goal_text", text="Secret words")
    solve(cycle)
    open_round(cycle, organizer, voters=2)
    delivery.send_waiting(timezone.now() + timedelta(seconds=1))
    assert Message.objects.filter(kind="votes_opened", status="sent").count() == 2

    kim, _lou, without = committee
    client.force_login(kim)
    page = client.get(address("votes", cycle)).content.decode()
    for words in ("Cy", "Ann", "Bo", "Feedback"):
        assert words in page
    for words in ("Secret words", "first", "second", "Agreement", "Lou"):
        assert words not in page.split("<main", 1)[1]

    mine = Ballot.objects.get(member=kim)
    where = address("vote_cast", cycle, pk=mine.pk)
    client.post(where, {"choice": str(mine.tie.second_id)})
    mine.refresh_from_db()
    assert mine.choice == "second"
    assert client.post(where, {"choice": str(people["Cy"].pk)}).status_code == 404
    client.force_login(without)
    assert client.post(where, {"choice": "either"}).status_code == 404
    assert "Nothing to vote on" in client.get(address("votes", cycle)).content.decode()

    close(cycle, organizer)
    client.force_login(kim)
    assert client.post(where, {"choice": "either"}).status_code == 404
    assert refused(votes.vote, mine, "either", at=timezone.now()) == "closed"


def test_organizer_asks_reads_agreement_and_closes(client, cycle, organizer, people, committee):
    solve(cycle)
    client.force_login(organizer)
    here = address("votes", cycle)
    assert "Points a tie may cost" in client.get(here).text
    bad = client.post(address("votes_open", cycle), {"most_cost": "99", "voters": "0"})
    assert bad.status_code == 200
    client.post(address("votes_open", cycle), {"most_cost": "1", "voters": "3"})
    vote_all("second", "second", "first")
    page = client.get(here).content.decode()
    assert "67%" in page
    assert f"1 point for {Tie.objects.get().second.name}" in page
    client.post(address("votes_close", cycle))
    assert "Counts in the next run" in client.get(here).content.decode()
    made = VoteRound.objects.get()
    client.post(address("votes_count", cycle, pk=made.pk))
    assert "Set aside" in client.get(here).content.decode()


def test_without_a_draft_the_page_says_why_there_is_no_vote(client, cycle, organizer, people):
    client.force_login(organizer)
    page = client.get(address("votes", cycle)).text
    assert "Let the engine suggest pairs first" in page
    assert "Points a tie may cost" not in page


@pytest.mark.parametrize("count", [1, 4])
def test_pages_cost_the_same_for_any_number(
    client, cycle, organizer, committee, people, count, django_assert_num_queries
):
    solve(cycle)
    made = open_round(cycle, organizer)
    tie = Tie.objects.get()
    for number in range(1, count):
        mentee = apply(cycle, "mentee", name=f"More {number}")
        more = Tie.objects.create(
            round=made, mentee=mentee, first=tie.first, second=tie.second, cost=0
        )
        Ballot.objects.create(tie=more, member=committee[0])
    client.force_login(organizer)
    with django_assert_num_queries(8):
        client.get(address("votes", cycle))
    client.force_login(committee[0])
    with django_assert_num_queries(7):
        client.get(address("votes", cycle))


def test_a_vote_needs_a_run_that_says_how_close_it_was(cycle, organizer, people, committee):
    run = runs.start(cycle, by=None, at=timezone.now(), objective="max-min")
    runs.carry_out(run.pk)
    assert refused(open_round, cycle, organizer) == "no_prices"
    assert refused(close, cycle, organizer) == "closed"
