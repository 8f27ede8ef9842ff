"""Every change that pairs the rest anew: what the what-if says comes true, and undo takes it back."""

import random

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from applications.models import Application
from pairing import files
from pairing.actions import boards, edits, publication, runs
from pairing.edits.lock import LockPair
from pairing.edits.pair import PairByHand
from pairing.edits.places import ChangePlaces
from pairing.edits.rule import DropRule
from pairing.edits.veto import VetoPair
from pairing.edits.weights import ChangeWeights
from pairing.engine import check
from pairing.models import Proposal, Run
from pairing.queries.board import whatif
from pairing.rules.offered import usual_weights
from tests.concurrency import together
from tests.factories import UserFactory
from tests.pairing.boards import board_of, pairs, total
from tests.pairing.crowd import AREAS, apply, ask_focus, choose, crowd

pytestmark = pytest.mark.django_db
NOW = timezone.now
EVEN = tuple((name, 10) for name in usual_weights())


@pytest.fixture
def drafted(cycle):
    """Four mentors and six mentees, one of whom is in the first mentor's division, and a run."""
    ask_focus(cycle)
    dice = random.Random(5)
    mentors, mentees = crowd(cycle, 4, 6)
    mentees[5].division = mentors[0].division
    mentees[5].save(update_fields=["division"])
    for one in (*mentors, *mentees):
        choose(one, *dice.sample(AREAS, 2))
    runs.carry_out(runs.start(cycle, by=None, at=NOW()).pk)
    return mentors, mentees


def asked(cycle, wanted):
    return whatif.what_if(board_of(cycle), wanted, viewer=UserFactory(), at=NOW())


def made(cycle, wanted, organizer):
    seen = board_of(cycle).version
    return edits.make_and_pair_anew(cycle, wanted, by=organizer, at=NOW(), seen=seen)


def refused_pair(drafted):
    mentors, mentees = drafted
    return mentees[5].pk, mentors[0].pk


@pytest.mark.parametrize("kind", ["places", "weights", "rule", "pair"])
def test_what_was_shown_comes_true_with_a_proof_and_is_undone(cycle, organizer, drafted, kind):
    wanted = {
        "places": ChangePlaces(mentor=drafted[0][1].pk, places=3),
        "weights": ChangeWeights(weights=EVEN),
        "rule": DropRule(rule="cross_division"),
        "pair": PairByHand(*refused_pair(drafted), score=50, reason="They asked for it."),
    }[kind]
    before, points = pairs(cycle), total(cycle)
    weights = dict(cycle.pairing_weights.values_list("criterion", "points"))
    answer = asked(cycle, wanted)
    assert (pairs(cycle), total(cycle)) == (before, points)

    change = made(cycle, wanted, organizer)

    assert len(pairs(cycle)) == answer.pairs_then
    if kind != "pair":  # what an override scores is worked out anew, not taken from the form
        assert total(cycle) == answer.points_then
    run = Run.objects.latest("number")
    assert run.is_proved
    assert check(*files.unpack(bytes(run.file.content))) == []
    boards.undo(cycle, change.version, by=organizer, at=NOW())
    assert (pairs(cycle), total(cycle)) == (before, points)
    assert dict(cycle.pairing_weights.values_list("criterion", "points")) == weights
    assert not cycle.pairing_rules.exclude(strength="hard").exists()
    assert Application.objects.get(pk=drafted[0][1].pk).capacity == 1


def test_more_places_bring_more_pairs(cycle, organizer, drafted):
    answer = asked(cycle, ChangePlaces(mentor=drafted[0][1].pk, places=3))
    assert answer.more_pairs == 2
    assert answer.move_count >= 2


def test_weights_are_kept_for_the_next_run(cycle, organizer, drafted):
    made(cycle, ChangeWeights(weights=EVEN), organizer)
    assert Run.objects.latest("number").rules["weights"] == dict(EVEN)
    after = pairs(cycle)
    runs.carry_out(runs.start(cycle, by=None, at=NOW()).pk)
    assert pairs(cycle) == after


def test_an_override_is_locked_with_its_reason_and_survives_a_run(cycle, organizer, drafted):
    two = refused_pair(drafted)
    with pytest.raises(ValidationError) as refused:
        made(cycle, PairByHand(*two), organizer)
    assert refused.value.code == "rule"

    made(cycle, PairByHand(*two, reason="They asked for it."), organizer)

    runs.carry_out(runs.start(cycle, by=None, at=NOW()).pk)
    row = Proposal.objects.get(mentee=two[0])
    assert (row.mentor_id, row.is_locked, row.override_reason) == (
        two[1],
        True,
        "They asked for it.",
    )
    assert "override" in row.flags


def test_nobody_is_paired_with_themselves_whatever_the_reason(cycle, organizer, drafted):
    mentors, _mentees = drafted
    both = apply(cycle, "mentee", person=mentors[0].person, name="Both", division="East")
    runs.carry_out(runs.start(cycle, by=None, at=NOW()).pk)
    with pytest.raises(ValidationError) as refused:
        made(cycle, PairByHand(both.pk, mentors[0].pk, reason="Because."), organizer)
    assert refused.value.code == "never"


def test_late_people_whom_the_run_did_not_know_can_be_paired_anew(cycle, organizer, drafted):
    mentors, _mentees = drafted
    late = apply(cycle, "mentee", name="Late", division="East", is_late=True)
    answer = asked(cycle, LockPair(late.pk, mentors[0].pk))
    assert answer.pairs_then == answer.pairs_now
    made(cycle, LockPair(late.pk, mentors[0].pk), organizer)
    assert (late.pk, mentors[0].pk) in pairs(cycle)


@pytest.mark.parametrize("aim", ["max-min", "stable"])
def test_aims_without_prices_are_solved_anew(cycle, organizer, drafted, aim):
    runs.carry_out(runs.start(cycle, by=None, at=NOW(), objective=aim).pk)
    mentee, mentor = sorted(pairs(cycle))[0]
    answer = asked(cycle, VetoPair(mentee, mentor))
    made(cycle, VetoPair(mentee, mentor), organizer)
    assert (len(pairs(cycle)), total(cycle)) == (answer.pairs_then, answer.points_then)
    assert (mentee, mentor) not in pairs(cycle)


def test_too_many_places_are_refused(cycle, organizer, drafted):
    with pytest.raises(ValidationError) as refused:
        made(cycle, ChangePlaces(mentor=drafted[0][1].pk, places=99), organizer)
    assert refused.value.code == "places"


def test_nobody_reads_about_themselves_in_a_what_if(cycle, organizer, drafted):
    mentee, mentor = sorted(pairs(cycle))[0]
    viewer = Application.objects.get(pk=mentee).person
    answer = whatif.what_if(board_of(cycle), VetoPair(mentee, mentor), viewer=viewer, at=NOW())
    names = {one for move in answer.moved for one in (move.mentee, move.before, move.after)}
    assert viewer.name not in names


def page_of(client, cycle, organizer, query=""):
    client.force_login(organizer)
    return client.get(reverse("pairing:board", args=[cycle.program.slug, cycle.slug]) + query)


def test_pane_shows_what_each_change_comes_to(client, cycle, organizer, drafted):
    mentee, mentor = sorted(pairs(cycle))[0]
    for query, words in (
        (f"?pair={mentee}&ask=unpair", "Taking this pair off the board costs <b>1 pair</b>"),
        (f"?mentor={mentor}&ask=places&places=3", "brings <b>2 pairs</b>"),
        ("?ask=rule&rule=cross_division", "Dropping the rule"),
        ("?ask=weights&" + "&".join(f"w_{name}=10" for name, _ in EVEN), "Using these weights"),
        ("?ask=weights", "See what would change"),
    ):
        assert words in page_of(client, cycle, organizer, query).text, query


@pytest.mark.parametrize(
    "query",
    [
        "?ask=weights&w_focus_areas=x",
        "?ask=weights&" + "&".join(f"w_{name}=0" for name, _ in EVEN),
        "?ask=rule&rule=nonsense",
        "?ask=rule",
        "?mentor=99999&ask=places&places=2",
        "?ask=places&places=99",
        "?ask=unpair&pair=9",
        "?ask=explode",
    ],
)
def test_nonsense_questions_show_the_board(client, cycle, organizer, drafted, query):
    assert page_of(client, cycle, organizer, query).status_code == 200


def test_unpaired_mentee_reads_what_would_help(client, cycle, organizer, drafted):
    paired = {mentee for mentee, _mentor in pairs(cycle)}
    alone = [one for one in drafted[1] if one.pk not in paired]
    pages = [page_of(client, cycle, organizer, f"?pair={one.pk}") for one in alone]
    found = [one for page in pages for one in page.context["pane"].remedies]
    assert {one.kind for one in found} == {"place", "force"}
    assert any("One more place with" in page.text for page in pages)
    place = next(one for one in found if one.kind == "place")
    assert place.pairs == 1
    assert asked(cycle, ChangePlaces(mentor=place.mentor.pk, places=2)).more_pairs == 1


def test_pairing_anew_from_the_page(client, cycle, organizer, drafted):
    client.force_login(organizer)
    address = reverse("pairing:board_edit", args=[cycle.program.slug, cycle.slug, "places"])
    mentor = drafted[0][1].pk
    data = {
        "mentor": mentor,
        "places": 2,
        "version": board_of(cycle).version,
        "paired_anew": "yes",
    }
    assert "Done." in client.post(address, data, follow=True).text
    assert len(pairs(cycle)) == 5
    page = client.post(address, data, follow=True)
    assert "has changed since you opened it" in page.text
    assert "Something was missing" in client.post(address, {"mentor": "x"}, follow=True).text


@pytest.mark.django_db(transaction=True)
def test_two_pair_anew_or_publish_in_the_same_moment_and_one_is_told(cycle, organizer, drafted):
    """Weights and publishing both take the cycle and the board: neither waits for the other's."""
    for _round in range(5):
        seen = board_of(cycle).version
        weights = ChangeWeights(weights=EVEN)
        veto = VetoPair(*sorted(pairs(cycle))[0])
        answers = together(
            lambda: edits.make_and_pair_anew(cycle, weights, by=organizer, at=NOW(), seen=seen),  # noqa: B023
            lambda: edits.make_and_pair_anew(cycle, veto, by=organizer, at=NOW(), seen=seen),  # noqa: B023
            lambda: publication.publish(cycle, by=None, at=NOW(), seen=seen),  # noqa: B023
        )
        refused = [one for one in answers if isinstance(one, ValidationError)]
        assert len(refused) == 2, answers
        if board_of(cycle).published_at:
            publication.take_back(cycle, by=organizer, at=NOW())
