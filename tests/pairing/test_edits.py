"""Every kind of edit there is, through the front door: tried, made in each of its ways, told and undone."""

import random
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.models import Application
from pairing.actions import edits, runs
from pairing.edits import EDITS
from pairing.edits.lock import LockPair, UnlockPair
from pairing.edits.pair import PairByHand
from pairing.edits.places import ChangePlaces
from pairing.edits.rule import DropRule
from pairing.edits.swap import SwapMentors
from pairing.edits.unpair import TakePairOff
from pairing.edits.veto import AllowPair, VetoPair
from pairing.edits.weights import ChangeWeights
from pairing.models import Board
from pairing.queries.board import whatif
from pairing.rules.offered import usual_weights
from tests.factories import StaffFactory, UserFactory
from tests.pairing.crowd import AREAS, ask_focus, choose, crowd

pytestmark = pytest.mark.django_db
NOW = timezone.now


class Drafted:
    """A cycle with a first run: four mentors, six mentees, and a place that came free since."""

    def __init__(self, cycle, organizer):
        self.cycle, self.organizer = cycle, organizer
        ask_focus(cycle)
        dice = random.Random(5)
        self.mentors, mentees = crowd(cycle, 4, 6)
        for one in (*self.mentors, *mentees):
            choose(one, *dice.sample(AREAS, 2))
        runs.carry_out(runs.start(cycle, by=None, at=NOW()).pk)
        Application.objects.filter(pk=self.mentors[0].pk).update(capacity=2)
        self.pairs = sorted(self.board.proposals.values_list("mentee", "mentor"))
        paired = {mentee for mentee, _mentor in self.pairs}
        self.alone = next(one.pk for one in mentees if one.pk not in paired)

    @property
    def board(self):
        return Board.objects.select_related("run", "cycle").get(cycle=self.cycle)

    def make(self, edit):
        edits.make(self.cycle, edit, by=self.organizer, at=NOW())

    def everything(self):
        """All that an edit can change."""
        rows = self.board.proposals.order_by("mentee")
        return {
            "pairs": [row.snapshot() for row in rows],
            "vetoes": set(self.board.vetoes.values_list("mentee", "mentor")),
            "places": dict(self.cycle.applications.values_list("pk", "capacity")),
            "weights": dict(self.cycle.pairing_weights.values_list("criterion", "points")),
            "rules": dict(self.cycle.pairing_rules.values_list("name", "strength")),
            "run": self.board.run_id,
        }


def unlock(drafted):
    drafted.make(LockPair(*drafted.pairs[0]))
    return UnlockPair(*drafted.pairs[0])


def allow(drafted):
    drafted.make(VetoPair(*drafted.pairs[0]))
    return AllowPair(*drafted.pairs[0])


# One of each kind, on a board on which it can be made in every way that it has.
SAMPLES = {
    "veto": lambda drafted: VetoPair(*drafted.pairs[0]),
    "allow": allow,
    "lock": lambda drafted: LockPair(*drafted.pairs[0]),
    "unlock": unlock,
    "unpair": lambda drafted: TakePairOff(*drafted.pairs[0]),
    "pair": lambda drafted: PairByHand(drafted.alone, drafted.mentors[0].pk),
    "swap": lambda drafted: SwapMentors(drafted.pairs[0][0], drafted.pairs[1][0]),
    "places": lambda drafted: ChangePlaces(drafted.mentors[1].pk, 3),
    "weights": lambda _drafted: ChangeWeights(tuple((name, 10) for name in usual_weights())),
    "rule": lambda _drafted: DropRule("cross_division"),
}
ALONE = [key for key, kind in EDITS.items() if kind.alone]
PAIRED_ANEW = [key for key, kind in EDITS.items() if kind.paired_anew]
WAYS = [(key, False) for key in ALONE] + [(key, True) for key in PAIRED_ANEW]


def words_of(key, is_whole):
    return EDITS[key].paired_anew if is_whole else EDITS[key].alone


@pytest.fixture
def drafted(cycle, organizer):
    return Drafted(cycle, organizer)


@pytest.fixture
def signed_in(client, organizer):
    client.force_login(organizer)
    return client


def address(cycle, name, *args):
    return reverse(f"pairing:{name}", args=[cycle.program.slug, cycle.slug, *args])


def send(client, drafted, edit, *, is_whole):
    data = {"version": drafted.board.version, **edit.fields}
    data |= {"paired_anew": "yes"} if is_whole else {}
    return client.post(address(drafted.cycle, "board_edit", edit.key), data, follow=True)


def test_every_kind_has_a_sample_and_a_way_to_be_made():
    assert SAMPLES.keys() == EDITS.keys()
    assert {key for key, _is_whole in WAYS} == EDITS.keys()


@pytest.mark.parametrize(("key", "is_whole"), WAYS)
def test_each_kind_is_made_told_and_undone(signed_in, drafted, key, is_whole):
    edit = SAMPLES[key](drafted)
    before = drafted.everything()

    page = send(signed_in, drafted, edit, is_whole=is_whole)

    words = words_of(key, is_whole)
    assert ("Done." if is_whole else str(edit.alone.done)) in page.text
    assert drafted.everything() != before
    told = signed_in.get(address(drafted.cycle, "run_list")).text
    assert f"{drafted.organizer} {words.history}" in told.replace("&#x27;", "'")
    assert "%(" not in told
    undo = re.search(r'action="([^"]*undo/\d+/)"', page.text).group(1)
    signed_in.post(undo)
    assert drafted.everything() == before


@pytest.mark.parametrize("key", EDITS)
def test_a_way_that_a_kind_does_not_have_is_not_found(signed_in, drafted, key):
    edit = SAMPLES[key](drafted)
    for is_whole in (False, True):
        if (key, is_whole) not in WAYS:
            assert send(signed_in, drafted, edit, is_whole=is_whole).status_code == 404


@pytest.mark.parametrize(("key", "is_whole"), [way for way in WAYS if words_of(*way).subject])
def test_each_kind_that_is_tried_says_what_it_would_come_to(drafted, key, is_whole):
    edit = SAMPLES[key](drafted)
    before = drafted.everything()
    if is_whole:
        tried = whatif.what_if(drafted.board, edit, viewer=UserFactory(), at=NOW())
    else:
        tried = whatif.alone(drafted.board, edit, viewer=UserFactory())
    assert "%(" not in tried.subject
    assert tried.button == str(words_of(key, is_whole).button)
    assert tried.pairs_then
    assert drafted.everything() == before


@pytest.mark.parametrize("key", [key for key, kind in EDITS.items() if kind.asked_about])
def test_each_kind_that_is_asked_about_shows_its_answers(signed_in, drafted, key):
    edit = SAMPLES[key](drafted)
    mentee, mentor = drafted.pairs[0]
    query = {"pair": mentee} if getattr(edit, "mentor", None) == mentor else {}
    page = signed_in.get(address(drafted.cycle, "board"), {"ask": key, **query, **edit.fields})
    for words in (edit.alone, edit.paired_anew):
        assert words is None or str(words.button) in page.text
    assert str(edit.heading) % edit.placeholders({}) in page.text.replace("&#x27;", "'")


@pytest.mark.parametrize("key", EDITS)
def test_the_form_of_each_kind_says_all_of_it(drafted, key):
    edit = SAMPLES[key](drafted)
    form = EDITS[key].form(edit.fields)
    assert form.is_valid()
    assert EDITS[key].from_form(form) == edit
    assert not EDITS[key].form({}).is_valid()


@pytest.mark.parametrize("key", EDITS)
def test_nobody_makes_an_edit_about_themselves(client, drafted, key):
    edit = SAMPLES[key](drafted)
    for application in Application.objects.filter(pk__in=edit.people):
        StaffFactory(program=drafted.cycle.program, person=application.person)
        client.force_login(application.person)
        for is_whole in (False, True):
            if (key, is_whole) in WAYS:
                assert send(client, drafted, edit, is_whole=is_whole).status_code == 403
