import random

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from applications.models import Application
from pairing import files
from pairing.actions import boards, edits, runs
from pairing.edits import EDITS
from pairing.edits.lock import LockPair, UnlockPair
from pairing.edits.places import ChangePlaces
from pairing.edits.veto import AllowPair, VetoPair
from pairing.engine import check
from pairing.models import Proposal, Run
from pairing.queries.board import whatif
from pairing.runs import run_state
from pairing.runs.cohort import weights_of
from tests.factories import UserFactory
from tests.pairing.boards import board_of, pairs, total
from tests.pairing.crowd import AREAS, ask_focus, choose, crowd

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def drafted(cycle):
    """Five mentors, six mentees with mixed focus areas, and a first run."""
    ask_focus(cycle)
    dice = random.Random(3)
    mentors, mentees = crowd(cycle, 5, 6)
    for one in (*mentors, *mentees):
        choose(one, *dice.sample(AREAS, 2))
    runs.carry_out(runs.start(cycle, by=None, at=NOW()).pk)
    return mentors, mentees


def asked(cycle, kind, mentee, mentor):
    viewer = UserFactory()
    wanted = EDITS[kind](mentee, mentor)
    return whatif.what_if(board_of(cycle), wanted, viewer=viewer, at=NOW())


@pytest.mark.parametrize("kind", ["veto", "lock"])
def test_pairing_anew_makes_the_what_if_true_and_keeps_a_proof(cycle, organizer, drafted, kind):
    mentors, _mentees = drafted
    mentee, mentor = sorted(pairs(cycle))[0]
    if kind == "lock":
        mentor = next(one.pk for one in mentors if one.pk != mentor)
    before, points = pairs(cycle), total(cycle)
    answer = asked(cycle, kind, mentee, mentor)
    assert answer.points_now == points
    assert pairs(cycle) == before

    board = board_of(cycle)
    change = edits.make_and_pair_anew(
        cycle, EDITS[kind](mentee, mentor), by=organizer, at=NOW(), seen=board.version
    )

    assert total(cycle) == answer.points_then
    assert len(pairs(cycle)) == answer.pairs_then
    assert ((mentee, mentor) in pairs(cycle)) == (kind == "lock")
    run = Run.objects.latest("number")
    assert run.is_proved
    assert check(*files.unpack(bytes(run.file.content))) == []
    assert board_of(cycle).run == run
    boards.undo(cycle, change.version, by=organizer, at=NOW())
    assert pairs(cycle) == before
    assert not board_of(cycle).vetoes.exists()


def test_what_if_knows_what_happened_since_the_run(cycle, organizer, drafted):
    mentee, mentor = sorted(pairs(cycle))[0]
    edits.make(cycle, LockPair(mentee, mentor), by=organizer, at=NOW())
    other, its_mentor = sorted(pairs(cycle))[1]
    gone = sorted(pairs(cycle))[2]
    Application.objects.filter(pk=gone[0]).update(status=Application.Status.WITHDRAWN)
    answer = asked(cycle, "veto", other, its_mentor)
    assert answer.locked == 1
    assert gone[0] not in {move.mentee for move in answer.moved}
    edits.make_and_pair_anew(
        cycle,
        VetoPair(other, its_mentor),
        by=organizer,
        at=NOW(),
        seen=_tidied(cycle, organizer),
    )
    assert (mentee, mentor) in pairs(cycle)
    assert gone[0] not in {one for one, _mentor in pairs(cycle)}


def _tidied(cycle, organizer):
    """The version once the withdrawn pair is off the board."""
    row = Proposal.objects.filter(board__cycle=cycle, is_locked=True).get()
    edits.make(cycle, UnlockPair(row.mentee_id, row.mentor_id), by=organizer, at=NOW())
    edits.make(cycle, LockPair(row.mentee_id, row.mentor_id), by=organizer, at=NOW())
    return board_of(cycle).version


def test_pairing_anew_on_an_old_look_is_refused(cycle, organizer, drafted):
    seen = board_of(cycle).version
    first, second = sorted(pairs(cycle))[:2]
    edits.make(cycle, LockPair(*second), by=organizer, at=NOW())
    with pytest.raises(ValidationError) as refused:
        edits.make_and_pair_anew(cycle, VetoPair(*first), by=organizer, at=NOW(), seen=seen)
    assert refused.value.code == "changed"


def test_pairing_anew_what_no_rule_allows_is_refused(cycle, organizer, drafted):
    mentors, mentees = drafted
    Application.objects.filter(pk__in=[mentees[0].pk, mentors[0].pk]).update(division="Same")
    runs.carry_out(runs.start(cycle, by=None, at=NOW()).pk)
    seen = board_of(cycle).version
    with pytest.raises(ValidationError) as refused:
        edits.make_and_pair_anew(
            cycle, LockPair(mentees[0].pk, mentors[0].pk), by=organizer, at=NOW(), seen=seen
        )
    assert refused.value.code == "no_state"


def test_costs_of_other_mentors_are_what_locking_costs(cycle, organizer, drafted):
    mentee, mentor = sorted(pairs(cycle))[0]
    found = whatif.costs(run_state.state_of(board_of(cycle)), mentee)
    assert found.pop(str(mentor)) == 0
    for other, cost in found.items():
        answer = asked(cycle, "lock", mentee, int(other))
        assert (answer.cost, answer.fewer_pairs) == (cost, 0)


def test_pane_asks_before_it_vetoes(client, cycle, organizer, drafted):
    client.force_login(organizer)
    address = reverse("pairing:board", args=[cycle.program.slug, cycle.slug])
    mentee, mentor = sorted(pairs(cycle))[0]
    page = client.get(f"{address}?pair={mentee}&ask=veto")
    assert "Veto and re-pair" in page.text
    assert (mentee, mentor) in pairs(cycle)
    page = client.post(
        reverse("pairing:board_edit", args=[cycle.program.slug, cycle.slug, "veto"]),
        {
            "two": f"{mentee}-{mentor}",
            "version": board_of(cycle).version,
            "paired_anew": "yes",
        },
        follow=True,
    )
    assert "Done." in page.text
    assert (mentee, mentor) not in pairs(cycle)
    mentors, _mentees = drafted
    other = next(
        one.pk for one in mentors if (mentee, one.pk) not in pairs(cycle) and one.pk != mentor
    )
    page = client.get(f"{address}?pair={mentee}&with={other}")
    assert "Lock and re-pair" in page.text


def runs_page(client, cycle, organizer, query=""):
    client.force_login(organizer)
    address = reverse("pairing:run_list", args=[cycle.program.slug, cycle.slug])
    return client.get(address + query)


def test_two_runs_are_compared_and_either_can_be_the_draft(client, cycle, organizer, drafted):
    first = pairs(cycle)
    mentee, mentor = sorted(first)[0]
    edits.make_and_pair_anew(
        cycle, VetoPair(mentee, mentor), by=organizer, at=NOW(), seen=board_of(cycle).version
    )
    second = pairs(cycle)
    page = runs_page(client, cycle, organizer, "?run=1&run=2")
    found = page.context["comparison"]
    assert found.kept == len(first & second)
    assert found.points == total(cycle) - found.older.total_score
    assert "Make run 1 the draft" in page.text

    back = reverse("pairing:run_draft", args=[cycle.program.slug, cycle.slug, 1])
    assert "vetoed by now" in client.post(back, follow=True).text
    edits.make(cycle, AllowPair(mentee, mentor), by=organizer, at=NOW())
    client.post(back)

    assert pairs(cycle) == first
    assert board_of(cycle).run.number == 1
    boards.undo(cycle, board_of(cycle).version, by=organizer, at=NOW())
    assert pairs(cycle) == second


def test_locked_pairs_are_not_parted_by_an_earlier_run(client, cycle, organizer, drafted):
    mentee, mentor = sorted(pairs(cycle))[0]
    change = edits.make_and_pair_anew(
        cycle, VetoPair(mentee, mentor), by=organizer, at=NOW(), seen=board_of(cycle).version
    )
    assert change
    edits.make(cycle, AllowPair(mentee, mentor), by=organizer, at=NOW())
    moved = next(iter(pairs(cycle) - set(_first_pairs(cycle))))
    edits.make(cycle, LockPair(*moved), by=organizer, at=NOW())
    client.force_login(organizer)
    back = reverse("pairing:run_draft", args=[cycle.program.slug, cycle.slug, 1])
    assert "locked by now" in client.post(back, follow=True).text


def _first_pairs(cycle):
    _instance, result = files.unpack(bytes(Run.objects.get(cycle=cycle, number=1).file.content))
    return [(int(pair.mentee), int(pair.mentor)) for pair in result.pairs]


def test_runs_page_takes_nonsense(client, cycle, organizer, drafted):
    page = runs_page(client, cycle, organizer, "?run=x&run=99&page=none")
    assert page.status_code == 200
    assert page.context["comparison"] is None


def settings_of(client, cycle, organizer, **typed):
    """The page of the pairing settings after looking, with these weights alone."""
    client.force_login(organizer)
    address = reverse("pairing:settings_pairing", args=[cycle.program.slug, cycle.slug])
    form = client.get(address).context["form"]
    rules = client.get(address).context["rules"]
    facts = {field.html_name: 0 for field, _share in form.weight_fields()}
    for rule in rules:
        facts |= {field.html_name: field.value() or "" for field in rule}
    facts |= {"objective": cycle.objective, "shortage": cycle.shortage, "check": "1", **typed}
    return client.post(address, facts), client.post(address, facts, headers={"HX-Request": "true"})


def test_the_settings_say_how_many_pairs_stay_with_other_weights(client, cycle, organizer, drafted):
    before, weights = pairs(cycle), dict(cycle.pairing_weights.values_list())
    page, part = settings_of(client, cycle, organizer, w_experience_gap=10)
    trial = page.context["trial"]
    assert f"With these weights {trial.stay} of 5 pairs stay" in " ".join(page.text.split())
    assert f"With these weights {trial.stay} of 5 pairs stay" in " ".join(part.text.split())
    assert trial.stay == trial.pairs_now - sum(bool(move.before) for move in trial.moved)
    assert (pairs(cycle), dict(cycle.pairing_weights.values_list())) == (before, weights)


def test_with_the_weights_of_the_draft_every_pair_stays(client, cycle, organizer, drafted):
    weights = {f"w_{key}": points for key, points in weights_of(cycle).items()}
    page, _part = settings_of(client, cycle, organizer, **weights)
    assert page.context["trial"].stay == 5


def test_without_a_draft_the_settings_compare_nothing(client, cycle, organizer):
    page, part = settings_of(client, cycle, organizer, w_experience_gap=10)
    assert "No pairs are drafted" in page.text
    assert "No pairs are drafted" in part.text


def test_weights_that_are_none_are_not_tried(client, cycle, organizer, drafted):
    page, part = settings_of(client, cycle, organizer, w_experience_gap="many")
    assert (page.status_code, part.status_code) == (200, 204)
    assert "trial" not in page.context


def test_fewer_places_than_a_mentor_has_locked_pairs_is_refused(cycle, organizer, drafted):
    mentee, mentor = sorted(pairs(cycle))[0]
    edits.make(cycle, LockPair(mentee, mentor), by=organizer, at=NOW())
    seen = board_of(cycle).version
    with pytest.raises(ValidationError) as refused:
        edits.make_and_pair_anew(cycle, ChangePlaces(mentor, 0), by=organizer, at=NOW(), seen=seen)
    assert refused.value.code == "no_state"
