import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from applications.models import Application
from pairing.actions import boards, edits, runs
from pairing.edits import EDITS
from pairing.edits.lock import LockPair, UnlockPair
from pairing.edits.pair import PairByHand
from pairing.edits.places import ChangePlaces
from pairing.edits.swap import SwapMentors
from pairing.edits.unpair import TakePairOff
from pairing.edits.veto import AllowPair, VetoPair
from pairing.models import Board, BoardChange, Proposal
from tests.factories import CycleFactory, StaffFactory
from tests.pairing.crowd import apply, crowd

pytestmark = pytest.mark.django_db
NOW = timezone.now


def solve(cycle):
    run = runs.start(cycle, by=None, at=NOW())
    runs.carry_out(run.pk)


def pairs(cycle):
    rows = Proposal.objects.filter(board__cycle=cycle).standing().with_people()
    return {(one.mentor.name, one.mentee.name) for one in rows}


def version(cycle):
    return Board.objects.get(cycle=cycle).version


@pytest.fixture
def drafted(cycle):
    """Mentors Ann and Bo, mentees Cy, Di and Ed, and a first run."""
    people = {
        name: apply(cycle, side, name=name, division=name)
        for side, names in (("mentor", ["Ann", "Bo"]), ("mentee", ["Cy", "Di", "Ed"]))
        for name in names
    }
    solve(cycle)
    return people


def of(cycle, name):
    return Proposal.objects.get(board__cycle=cycle, mentor__name=name)


def test_lock_is_kept_and_undone(cycle, organizer, drafted):
    row = of(cycle, "Ann")
    change = edits.make(cycle, LockPair(row.mentee_id, row.mentor_id), by=organizer, at=NOW())
    assert of(cycle, "Ann").is_locked
    boards.undo(cycle, change.version, by=organizer, at=NOW())
    assert not of(cycle, "Ann").is_locked


def test_unlock(cycle, organizer, drafted):
    row = of(cycle, "Ann")
    edits.make(cycle, LockPair(row.mentee_id, row.mentor_id), by=organizer, at=NOW())
    edits.make(cycle, UnlockPair(row.mentee_id, row.mentor_id), by=organizer, at=NOW())
    assert not of(cycle, "Ann").is_locked


def test_veto_takes_the_pair_off_and_undo_brings_it_back(cycle, organizer, drafted):
    before = pairs(cycle)
    row = of(cycle, "Ann")
    change = edits.make(cycle, VetoPair(row.mentee_id, row.mentor_id), by=organizer, at=NOW())
    assert pairs(cycle) == {pair for pair in before if pair[0] != "Ann"}
    with pytest.raises(ValidationError) as refused:
        edits.make(cycle, VetoPair(row.mentee_id, row.mentor_id), by=organizer, at=NOW())
    assert refused.value.code == "vetoed"

    boards.undo(cycle, change.version, by=organizer, at=NOW())

    assert pairs(cycle) == before
    assert not Board.objects.get(cycle=cycle).vetoes.exists()


def test_allow_takes_a_veto_back_and_undo_sets_it_again(cycle, organizer, drafted):
    row = of(cycle, "Ann")
    edits.make(cycle, VetoPair(row.mentee_id, row.mentor_id), by=organizer, at=NOW())
    change = edits.make(cycle, AllowPair(row.mentee_id, row.mentor_id), by=organizer, at=NOW())
    assert not Board.objects.get(cycle=cycle).vetoes.exists()
    boards.undo(cycle, change.version, by=organizer, at=NOW())
    assert Board.objects.get(cycle=cycle).vetoes.count() == 1
    with pytest.raises(ValidationError) as refused:
        edits.make(cycle, AllowPair(row.mentee_id, drafted["Bo"].pk), by=organizer, at=NOW())
    assert refused.value.code == "not_vetoed"


def test_unpair_frees_both(cycle, organizer, drafted):
    row = of(cycle, "Ann")
    edits.make(cycle, TakePairOff(row.mentee_id, row.mentor_id), by=organizer, at=NOW())
    assert {mentor for mentor, _ in pairs(cycle)} == {"Bo"}
    with pytest.raises(ValidationError) as refused:
        edits.make(cycle, TakePairOff(row.mentee_id, row.mentor_id), by=organizer, at=NOW())
    assert refused.value.code == "changed"


def _unpaired(cycle, drafted):
    paired = {mentee for _, mentee in pairs(cycle)}
    return next(drafted[name] for name in ("Cy", "Di", "Ed") if name not in paired)


def test_pair_by_hand_keeps_to_the_places(cycle, organizer, drafted):
    alone = _unpaired(cycle, drafted)
    with pytest.raises(ValidationError) as refused:
        edits.make(
            cycle,
            PairByHand(alone.pk, drafted["Ann"].pk, reason="I insist"),
            by=organizer,
            at=NOW(),
        )
    assert refused.value.code == "full"

    edits.make(cycle, ChangePlaces(drafted["Ann"].pk, 2), by=organizer, at=NOW())
    edits.make(cycle, PairByHand(alone.pk, drafted["Ann"].pk), by=organizer, at=NOW())

    row = Proposal.objects.get(mentee=alone)
    assert (row.mentor, row.is_locked, row.origin) == (drafted["Ann"], True, "hand")
    assert row.score == sum(part["points"] for part in row.parts)


def test_pair_by_hand_needs_a_reason_against_a_rule(cycle, organizer, drafted):
    alone = _unpaired(cycle, drafted)
    Application.objects.filter(pk__in=[alone.pk, drafted["Ann"].pk]).update(division="Same")
    edits.make(cycle, ChangePlaces(drafted["Ann"].pk, 2), by=organizer, at=NOW())
    with pytest.raises(ValidationError) as refused:
        edits.make(cycle, PairByHand(alone.pk, drafted["Ann"].pk), by=organizer, at=NOW())
    assert refused.value.code == "rule"

    change = edits.make(
        cycle,
        PairByHand(alone.pk, drafted["Ann"].pk, reason="Both asked for it."),
        by=organizer,
        at=NOW(),
    )

    assert change.data["reason"] == "Both asked for it."
    assert "override" in Proposal.objects.get(mentee=alone).flags
    solve(cycle)
    row = Proposal.objects.get(mentee=alone)
    assert (row.mentor, row.override_reason) == (drafted["Ann"], "Both asked for it.")


def test_nobody_is_paired_with_themselves_whatever_the_reason(cycle, organizer, drafted):
    own = apply(cycle, "mentee", person=drafted["Ann"].person, name="Ann", division="Ann")
    edits.make(cycle, ChangePlaces(drafted["Ann"].pk, 5), by=organizer, at=NOW())
    with pytest.raises(ValidationError) as refused:
        edits.make(
            cycle, PairByHand(own.pk, drafted["Ann"].pk, reason="Please"), by=organizer, at=NOW()
        )
    assert refused.value.code == "same_person"


def test_nobody_is_paired_both_ways(cycle, organizer):
    ann = apply(cycle, "mentor", name="Ann", division="A")
    cy = apply(cycle, "mentee", name="Cy", division="B")
    cy_too = apply(cycle, "mentor", person=cy.person, name="Cy", division="B")
    ann_too = apply(cycle, "mentee", person=ann.person, name="Ann", division="A")
    edits.make(cycle, PairByHand(cy.pk, ann.pk), by=organizer, at=NOW())
    with pytest.raises(ValidationError) as refused:
        edits.make(
            cycle, PairByHand(ann_too.pk, cy_too.pk, reason="Please"), by=organizer, at=NOW()
        )
    assert refused.value.code == "mutual"


def test_people_who_are_not_eligible_are_never_paired(cycle, organizer, drafted):
    waits = apply(cycle, "mentee", name="W", status=Application.Status.WAITLISTED)
    elsewhere = apply(CycleFactory(), "mentee", name="X")
    for one in (waits, elsewhere, drafted["Bo"]):
        with pytest.raises(ValidationError) as refused:
            edits.make(
                cycle,
                PairByHand(one.pk, drafted["Ann"].pk, reason="Please"),
                by=organizer,
                at=NOW(),
            )
        assert refused.value.code == "not_eligible"


def test_vetoed_pair_is_not_made_by_hand(cycle, organizer, drafted):
    row = of(cycle, "Ann")
    edits.make(cycle, VetoPair(row.mentee_id, row.mentor_id), by=organizer, at=NOW())
    with pytest.raises(ValidationError) as refused:
        edits.make(
            cycle,
            PairByHand(row.mentee_id, row.mentor_id, reason="Oh well"),
            by=organizer,
            at=NOW(),
        )
    assert refused.value.code == "vetoed"


def test_locked_pair_is_not_taken_apart_by_another(cycle, organizer, drafted):
    row = of(cycle, "Ann")
    edits.make(cycle, ChangePlaces(drafted["Bo"].pk, 2), by=organizer, at=NOW())
    edits.make(cycle, LockPair(row.mentee_id, row.mentor_id), by=organizer, at=NOW())
    with pytest.raises(ValidationError) as refused:
        edits.make(cycle, PairByHand(row.mentee_id, drafted["Bo"].pk), by=organizer, at=NOW())
    assert refused.value.code == "locked"
    with pytest.raises(ValidationError) as refused:
        edits.make(
            cycle, SwapMentors(row.mentee_id, of(cycle, "Bo").mentee_id), by=organizer, at=NOW()
        )
    assert refused.value.code == "locked"


def test_swap_exchanges_mentors_and_undo_restores_them(cycle, organizer, drafted):
    before = pairs(cycle)
    first, second = of(cycle, "Ann").mentee_id, of(cycle, "Bo").mentee_id
    change = edits.make(cycle, SwapMentors(first, second), by=organizer, at=NOW())
    assert of(cycle, "Ann").mentee_id == second
    assert of(cycle, "Bo").mentee_id == first
    boards.undo(cycle, change.version, by=organizer, at=NOW())
    assert pairs(cycle) == before
    with pytest.raises(ValidationError) as refused:
        edits.make(cycle, SwapMentors(first, first), by=organizer, at=NOW())
    assert refused.value.code == "not_paired"


def test_places_are_not_set_below_the_pairs(cycle, organizer, drafted):
    for places in (0, 51):
        with pytest.raises(ValidationError) as refused:
            edits.make(cycle, ChangePlaces(drafted["Ann"].pk, places), by=organizer, at=NOW())
        assert refused.value.code == "places"
    change = edits.make(cycle, ChangePlaces(drafted["Ann"].pk, 3), by=organizer, at=NOW())
    boards.undo(cycle, change.version, by=organizer, at=NOW())
    drafted["Ann"].refresh_from_db()
    assert drafted["Ann"].capacity == 1


def test_undo_of_a_run_brings_back_the_draft_before(cycle, organizer, drafted):
    before, first = pairs(cycle), Board.objects.get(cycle=cycle).run
    edits.make(
        cycle, VetoPair(of(cycle, "Ann").mentee_id, drafted["Ann"].pk), by=organizer, at=NOW()
    )
    vetoed = pairs(cycle)
    solve(cycle)
    assert pairs(cycle) != before
    boards.undo(cycle, version(cycle), by=organizer, at=NOW())
    assert pairs(cycle) == vetoed
    assert Board.objects.get(cycle=cycle).run == first


def test_undo_refuses_what_was_changed_since_and_what_was_undone(cycle, organizer, drafted):
    row = of(cycle, "Ann")
    first = edits.make(cycle, LockPair(row.mentee_id, row.mentor_id), by=organizer, at=NOW())
    second = edits.make(cycle, UnlockPair(row.mentee_id, row.mentor_id), by=organizer, at=NOW())
    with pytest.raises(ValidationError) as refused:
        boards.undo(cycle, first.version, by=organizer, at=NOW())
    assert refused.value.code == "changed"
    boards.undo(cycle, second.version, by=organizer, at=NOW())
    with pytest.raises(ValidationError) as refused:
        boards.undo(cycle, second.version, by=organizer, at=NOW())
    assert refused.value.code == "nothing_to_undo"
    boards.undo(cycle, first.version, by=organizer, at=NOW())


def test_undo_goes_back_change_by_change_until_there_is_none(cycle, organizer, drafted):
    ann, bo = of(cycle, "Ann"), of(cycle, "Bo")
    first = edits.make(cycle, LockPair(ann.mentee_id, ann.mentor_id), by=organizer, at=NOW())
    second = edits.make(cycle, LockPair(bo.mentee_id, bo.mentor_id), by=organizer, at=NOW())
    board = Board.objects.get(cycle=cycle)
    assert boards.latest_undoable(board) == second
    boards.undo(cycle, first.version, by=organizer, at=NOW())  # of other people: not in the way
    assert (of(cycle, "Ann").is_locked, of(cycle, "Bo").is_locked) == (False, True)
    boards.undo(cycle, second.version, by=organizer, at=NOW())
    run = boards.latest_undoable(board)
    boards.undo(cycle, run.version, by=organizer, at=NOW())
    assert boards.latest_undoable(board) is None


def test_change_of_somebody_else_is_not_overwritten(cycle, organizer, drafted):
    seen, row = version(cycle), of(cycle, "Ann")
    other = StaffFactory(program=cycle.program, person__name="Tom").person
    edits.make(cycle, LockPair(row.mentee_id, row.mentor_id), by=other, at=NOW())
    with pytest.raises(ValidationError, match="Tom") as refused:
        edits.make(cycle, VetoPair(row.mentee_id, row.mentor_id), by=organizer, at=NOW(), seen=seen)
    assert refused.value.code == "changed"
    bo = of(cycle, "Bo")
    edits.make(cycle, LockPair(bo.mentee_id, bo.mentor_id), by=organizer, at=NOW(), seen=seen)


def test_withdrawn_people_leave_the_draft_with_a_note(cycle, organizer, drafted):
    ann, bo = of(cycle, "Ann"), of(cycle, "Bo")
    Application.objects.filter(pk=ann.mentee_id).update(status=Application.Status.WITHDRAWN)
    assert pairs(cycle) == {("Bo", bo.mentee.name)}
    edits.make(cycle, LockPair(bo.mentee_id, bo.mentor_id), by=organizer, at=NOW())
    assert not Proposal.objects.filter(pk=ann.pk).exists()
    left = BoardChange.objects.get(action="left")
    assert left.data["people"] == sorted([ann.mentee_id, ann.mentor_id])


@pytest.mark.parametrize("change", ["lock", "unlock", "veto", "allow", "unpair", "pair"])
def test_published_board_is_closed(cycle, organizer, drafted, change):
    row = of(cycle, "Ann")
    Board.objects.update(published_at=NOW())
    with pytest.raises(ValidationError) as refused:
        edits.make(cycle, EDITS[change](row.mentee_id, row.mentor_id), by=organizer, at=NOW())
    assert refused.value.code == "published"


@pytest.mark.django_db(transaction=True)
def test_the_last_place_of_a_mentor_is_taken_once():
    for _round in range(5):
        cycle = CycleFactory()
        (mentor,), mentees = crowd(cycle, 1, 2)
        organizer = StaffFactory(program=cycle.program).person
        codes, together = [], threading.Barrier(2)

        def take(
            mentee, cycle=cycle, mentor=mentor, organizer=organizer, codes=codes, together=together
        ):
            together.wait()
            try:
                edits.make(cycle, PairByHand(mentee.pk, mentor.pk), by=organizer, at=NOW())
                codes.append("paired")
            except ValidationError as error:
                codes.append(error.code)
            connection.close()

        threads = [threading.Thread(target=take, args=(mentee,)) for mentee in mentees]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert sorted(codes) == ["full", "paired"]
        assert len(pairs(cycle)) == 1
