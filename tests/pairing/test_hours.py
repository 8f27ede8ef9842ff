"""Hours of the week from the form to the pair: whom they keep apart, and what is said of it."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from pairing.actions import publication, runs
from pairing.models import Board, Proposal
from pairs.models import Pair
from tests.pairing.crowd import apply, ask, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(cycle):
    """Both in one office; the mentor gave evenings of the weekend."""
    for side in ("mentor", "mentee"):
        ask(cycle, side, "availability", kind="week")
        ask(cycle, side, "async", kind="yes_no")
    mentor, mentee = (
        apply(cycle, side, division=side, time_zone="Europe/Vienna")
        for side in ("mentor", "mentee")
    )
    say(mentor, "availability", slots=["sat-3", "sun-3"])
    return mentor, mentee


@pytest.fixture
def address(cycle):
    def to(name):
        return reverse(f"pairing:{name}", args=[cycle.program.slug, cycle.slug])

    return to


def soften(cycle):
    """The rule costs points and refuses nobody."""
    cycle.pairing_rules.create(name="time_zones", strength="soft", points=10)


def run(cycle):
    runs.carry_out(runs.start(cycle, by=None, at=timezone.now()).pk)
    return Board.objects.get(cycle=cycle)


@pytest.mark.parametrize(
    ("slots", "is_paired"),
    [
        (["mon-0", "tue-0"], False),  # office hours in common, and none of those they gave
        (["sat-3"], True),
        (["sat-1700", "sat-1730", "sat-1800"], False),  # an hour and a half, and two are asked for
        (["sat-1700", "sat-1730", "sat-1800", "sun-1930"], True),
        (None, True),  # nobody knows better than office hours
    ],
)
def test_the_rule_takes_the_hours_both_gave(cycle, two, slots, is_paired):
    if slots:
        say(two[1], "availability", slots=slots)
    board = run(cycle)
    assert board.proposals.exists() == is_paired


def test_the_organizer_reads_which_hours_were_taken(client, cycle, two, organizer, address):
    say(two[1], "availability", slots=["sat-3"])
    board = run(cycle)
    [hours] = [p for p in board.proposals.get().parts if p["name"] == "shared_hours"]
    assert hours["sentence"] == "3 hours a week suit both, by the hours they gave, Vienna time."


def test_a_pair_that_no_hour_suits_is_published_on_purpose_only(
    client, cycle, two, organizer, address
):
    say(two[1], "availability", slots=["mon-0"])
    soften(cycle)
    board = run(cycle)
    assert Proposal.NO_HOURS in board.proposals.get().flags
    client.force_login(organizer)
    page = client.get(address("publish")).text
    assert "In 1 pair no hour of the week suits both" in page
    assert "Publish anyway" in page
    sent = {"version": board.version}
    answer = client.post(address("publish"), sent, follow=True)
    assert "In 1 pair no hour of the week suits both." in answer.text
    assert not Pair.objects.exists()
    client.post(address("publish"), {**sent, "anyway": "1"})
    assert Pair.objects.count() == 1


def test_the_command_says_which_pairs_no_hour_suits(cycle, two, capsys):
    say(two[1], "availability", slots=["mon-0"])
    soften(cycle)
    call_command("pair", f"{cycle.program.slug}/{cycle.slug}", "--publish")
    assert "Pairs that no hour of the week suits: 1" in capsys.readouterr().err
    assert Pair.objects.count() == 1


def test_hours_do_not_matter_to_those_who_both_write(client, cycle, two, organizer, address):
    say(two[1], "availability", slots=["mon-0"])
    for one in two:
        say(one, "async", number=1)
    board = run(cycle)
    assert Proposal.NO_HOURS not in board.proposals.get().flags
    publication.publish(cycle, by=organizer, at=timezone.now())
    assert Pair.objects.count() == 1
