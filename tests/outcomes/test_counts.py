"""What is counted on several pages is the same number on all of them."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from outcomes.queries.funnel import application_counts, stages
from outcomes.queries.meetings import meetings_of
from pairing.actions import publication, runs
from pairing.models import Board
from pairing.queries.board.page import summary
from pairing.queries.publishing.publication import plan_of
from pairing.queries.readiness.readiness import readiness
from pairs.models import Pair
from people.models import User
from tests.pairing.crowd import apply

pytestmark = pytest.mark.django_db


@pytest.fixture
def odd(cycle):
    """Nobody is simple: two places with one mentor, somebody in both roles, the undecided, the
    waiting, one who withdrew, one whom no rule lets through."""
    apply(cycle, "mentor", name="Ann", division="A", capacity=2)
    both = apply(cycle, "mentor", name="Bo", division="B")
    apply(cycle, "mentee", name="Bo", person=both.person, division="B")
    for name, status in (
        ("Cy", "eligible"),
        ("Di", "eligible"),
        ("Ed", "submitted"),
        ("Flo", "waitlisted"),
        ("Gus", "withdrawn"),
    ):
        apply(cycle, "mentee", name=name, division=name, status=status)
    apply(cycle, "mentor", name="Hal", division="H", status="submitted", capacity=5)
    return cycle


@pytest.fixture
def figures(client, organizer):
    """The line of figures above the board, by label."""

    def read(cycle):
        client.force_login(organizer)
        here = reverse("pairing:board", args=[cycle.program.slug, cycle.slug])
        page = client.get(f"{here}?view=insight").text
        found = re.findall(r"<dt>([^<]+)</dt>\s*<dd class=\"num\">([\d,]+)</dd>", page)
        return {label.strip(): int(number) for label, number in found}, " ".join(page.split())

    return read


def test_pairs_possible_are_never_more_than_the_places_beside_them(odd, figures):
    line, page = figures(odd)
    assert line == {"Eligible mentors": 2, "Places": 3, "Eligible mentees": 3}
    assert (
        "2 applications have no decision yet and are not paired (mentors: 1, mentees: 1)." in page
    )
    assert "If all of them were eligible, 4 pairs would be possible." in page
    assert "Counting those without a decision as eligible." in page
    odd.applications.filter(status="submitted").update(status="not_eligible")
    line, page = figures(odd)
    assert line == {
        "Eligible mentors": 2, "Places": 3, "Eligible mentees": 3, "Pairs possible": 3,
    }  # fmt: skip
    assert "Counting those without" not in page


def test_readiness_board_preview_and_dashboard_count_alike(odd, organizer):
    ready = readiness(odd)
    before = application_counts(odd)
    assert (ready.mentors, ready.mentees) == (before.eligible.mentors, before.eligible.mentees)
    assert (ready.undecided, before.undecided) == (2, 2)
    runs.carry_out(runs.start(odd, by=None, at=timezone.now()).pk)
    board = Board.objects.select_related("run", "cycle").get(cycle=odd)
    plan = plan_of(board)
    pairs = summary(board, organizer).pairs
    assert pairs == odd.runs.get().pair_count == len(plan.proposals)
    publication.publish(odd, by=organizer, at=timezone.now(), anyway=True)
    assert Pair.objects.filter(cycle=odd).count() == pairs
    paired = stages(application_counts(odd), meetings_of(odd, at=timezone.now()))[2]
    assert paired.mentees == pairs
    assert paired.mentors == len({row.mentor_id for row in plan.proposals})


def test_people_without_a_partner_are_counted_once_and_not_when_they_have_one(odd, organizer):
    runs.carry_out(runs.start(odd, by=None, at=timezone.now()).pk)
    plan = publication.publish(odd, by=organizer, at=timezone.now(), anyway=True)
    partners = {one["participation__person"] for one in Pair.objects.all().persons()}
    told = {one for one in plan.groups["unpaired"] if one not in partners}
    assert application_counts(odd).unpaired == len(told)
    both = User.objects.get(applications__name="Bo", applications__role__side="mentor")
    odd.applications.filter(person=both).update(status="unpaired")
    assert application_counts(odd).unpaired == len(told | {both.pk})


def test_the_waiting_list_was_never_found_eligible(odd, organizer):
    runs.carry_out(runs.start(odd, by=None, at=timezone.now()).pk)
    before = application_counts(odd).eligible
    waiting = odd.applications.get(name="Flo")
    waiting.moves.create(to_status="waitlisted", by=organizer, at=timezone.now())
    publication.publish(odd, by=organizer, at=timezone.now(), anyway=True)
    assert odd.applications.get(name="Flo").status == "unpaired"
    assert application_counts(odd).eligible == before
