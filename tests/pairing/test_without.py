"""Every way to be without a partner, and what the board, the mail and the status page say of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.actions import reviews
from applications.models import Application
from applications.queries.standing import standings_of
from notifications.models import Message
from pairing.actions import boards, edits, publication, runs
from pairing.edits.lock import LockPair
from pairing.edits.pair import PairByHand
from pairing.edits.places import ChangePlaces
from pairing.edits.unpair import TakePairOff
from pairing.edits.veto import VetoPair
from pairing.models import Board, Why
from pairing.rules import reasons
from pairing.rules.reasons import Without
from pairing.runs import without
from pairs.actions import pairs
from pairs.models import Pair
from programs.models.called import Called
from tests.messages import words_of
from tests.pairing.crowd import apply

pytestmark = pytest.mark.django_db
MADE_NONE = "The organizers made no pair with you in the end."
NOW = timezone.now
PLAIN = Called.plainly()


def run(cycle):
    runs.carry_out(runs.start(cycle, by=None, at=NOW()).pk)


def why(*people):
    draft = Board.objects.select_related("run").get()
    rows = list(Application.objects.select_related("role").filter(pk__in=[p.pk for p in people]))
    found = without.on_board(draft, rows)
    return [found[one.pk].why for one in people]


@pytest.fixture
def four(cycle):
    """Ann mentors Cy and Bo mentors Di: nobody else may, for the divisions."""
    found = [
        apply(cycle, side, name=name, division=division)
        for name, side, division in (
            ("Ann", "mentor", "D"),
            ("Bo", "mentor", "C"),
            ("Cy", "mentee", "C"),
            ("Di", "mentee", "D"),
        )
    ]
    run(cycle)
    return found


@pytest.fixture
def said(client, cycle, organizer):
    """What the board and the preview say before publication, the mail and the status page after."""

    def read(person, words, told):
        client.force_login(organizer)
        here = [cycle.program.slug, cycle.slug]
        assert words in client.get(reverse("pairing:board", args=here)).text
        preview = reverse("pairing:publish", args=here) + "?group=unpaired"
        samples = [client.get(f"{preview}&sample={n}").text for n in (1, 2, 3)]
        assert any(told in sample for sample in samples)
        publication.publish(cycle, by=organizer, at=NOW())
        message = Message.objects.get(to=person.person, kind=publication.KIND)
        assert told in " ".join(words_of(message)[1].split())
        (standing,) = standings_of(cycle, person.person, at=NOW())
        assert standing.reason == told

    return read


def test_every_reason_has_words_for_both_and_for_either_side():
    for one in Why:
        for side in ("mentor", "mentee"):
            assert reasons.for_person(Without(one), side=side, called=PLAIN).reason
            seen = reasons.for_organizer(Without(one), side=side, is_late=False, called=PLAIN)
            assert seen.chip
            assert seen.sentence


def test_vetoed_by_hand(cycle, organizer, four, said):
    ann, _bo, cy, _di = four
    edits.make(cycle, VetoPair(cy.pk, ann.pk), by=organizer, at=NOW())
    assert why(cy, ann) == [Why.VETOED, Why.VETOED]
    said(cy, "A veto rules out somebody the rules allow.", MADE_NONE)


def test_vetoed_before_the_run(cycle, organizer, four, said):
    ann, _bo, cy, _di = four
    edits.make(cycle, VetoPair(cy.pk, ann.pk), by=organizer, at=NOW())
    run(cycle)
    assert why(cy, ann) == [Why.VETOED, Why.VETOED]
    said(ann, "A veto rules out somebody the rules allow.", MADE_NONE)


def test_taken_off_by_hand(cycle, organizer, four, said):
    ann, _bo, cy, _di = four
    edits.make(cycle, TakePairOff(cy.pk, ann.pk), by=organizer, at=NOW())
    assert why(cy, ann) == [Why.TAKEN_OFF, Why.TAKEN_OFF]
    said(cy, "Their pair was taken off the board by hand.", MADE_NONE)


def test_given_to_another_mentor_by_hand(cycle, organizer, four, said):
    ann, bo, cy, di = four
    edits.make(cycle, TakePairOff(di.pk, bo.pk), by=organizer, at=NOW())
    edits.make(cycle, PairByHand(cy.pk, bo.pk, reason="They asked."), by=organizer, at=NOW())
    assert why(ann, di) == [Why.MOVED, Why.TAKEN_OFF]
    said(ann, "Their mentee was given to another mentor by hand.", MADE_NONE)


def test_a_change_taken_back_leaves_the_reason_of_before(cycle, organizer, four):
    apply(cycle, "mentee", name="Eve", division="E")
    run(cycle)
    mentees = cycle.applications.filter(role__side="mentee")
    left = mentees.get(proposals_as_mentee=None)
    pair = cycle.board.proposals.first()
    change = edits.make(cycle, VetoPair(pair.mentee_id, pair.mentor_id), by=organizer, at=NOW())
    assert why(left, pair.mentee) == [Why.CHANGED, Why.VETOED]
    boards.undo(cycle, change.version, by=organizer, at=NOW())
    assert why(left) == [Why.SHORTAGE]


def test_the_partner_withdraws(cycle, organizer, four, said):
    ann, _bo, cy, _di = four
    Application.objects.filter(pk=ann.pk).update(status=Application.Status.WITHDRAWN)
    assert why(cy) == [Why.PARTNER_LEFT]
    edits.make(cycle, LockPair(four[3].pk, four[1].pk), by=organizer, at=NOW())  # tidies the board
    assert why(cy) == [Why.PARTNER_LEFT]
    told = "Somebody who could have been your partner no longer takes part."
    said(cy, "Their partner is not in pairing any more.", told)


def test_decided_after_the_run(cycle, organizer, four, said):
    eve = apply(cycle, "mentee", name="Eve", division="E", status="submitted")
    reviews.decide(eve, reviews.Verdict("eligible"), by=organizer, at=NOW())
    assert why(eve) == [Why.CAME_LATER]
    told = "The pairs were made before your application was decided."
    said(eve, "Was decided after the last run.", told)


def test_no_place(cycle, organizer, four, said):
    eve = apply(cycle, "mentee", name="Eve", division="E")
    run(cycle)
    [left] = [one for one in (*four[2:], eve) if not one.proposals_as_mentee.exists()]
    assert why(left) == [Why.SHORTAGE]
    told = "All places with mentors who could be paired with you went to others."
    said(left, "all of them are full" if left == eve else "fits the rules and is full", told)


def test_a_place_that_became_free_makes_no_place_untrue(cycle, organizer, four):
    apply(cycle, "mentee", name="Eve", division="E")
    run(cycle)
    left = cycle.applications.get(role__side="mentee", proposals_as_mentee=None)
    pair = cycle.board.proposals.first()
    edits.make(cycle, TakePairOff(pair.mentee_id, pair.mentor_id), by=organizer, at=NOW())
    assert why(left) == [Why.CHANGED]
    assert reasons.for_person(Without(Why.CHANGED), side="mentee", called=PLAIN).reason == MADE_NONE


def test_the_rules_leave_nobody(cycle, organizer, four, said):
    eve = apply(cycle, "mentee", name="Eve", division="C")
    Application.objects.filter(pk=four[0].pk).update(division="C")
    run(cycle)
    assert why(eve) == [Why.RULES]
    told = "No mentor of this cycle could be paired with you by its rules."
    said(eve, "No mentor fits the rules. How many each rule removes: Same division 2.", told)


def test_a_mentor_too_many(cycle, organizer, four, said):
    fay = apply(cycle, "mentor", name="Fay", division="E")
    run(cycle)
    [left] = [one for one in (*four[:2], fay) if not one.proposals_as_mentor.exists()]
    assert why(left) == [Why.NOT_NEEDED]
    told = "Every mentee who could have been paired with you has another mentor."
    said(
        left,
        "fits the rules and has a partner" if left != fay else "all of them have a partner",
        told,
    )


def test_a_mentor_whom_the_rules_allow_nobody_is_not_told_of_too_many_places(cycle, four):
    fay = apply(cycle, "mentor", name="Fay", division="C")
    Application.objects.filter(pk=four[3].pk).update(division="C")
    run(cycle)
    assert why(fay) == [Why.RULES]


def test_a_place_more(cycle, organizer, four):
    ann = four[0]
    edits.make(cycle, ChangePlaces(ann.pk, 2), by=organizer, at=NOW())
    assert why(ann) == [Why.MORE_PLACES]


def test_no_run_at_all(cycle, organizer, said):
    cy = apply(cycle, "mentee", name="Cy", division="C")
    for name, side in (("Ann", "mentor"), ("Di", "mentee")):
        apply(cycle, side, name=name, division=name)
    di, ann = (Application.objects.get(name=name) for name in ("Di", "Ann"))
    edits.make(cycle, PairByHand(di.pk, ann.pk), by=organizer, at=NOW())
    assert why(cy) == [Why.NO_RUN]
    said(cy, "No run has looked for a partner yet.", MADE_NONE)


def test_on_the_waiting_list(cycle, organizer, four):
    wim = apply(cycle, "mentee", name="Wim", division="E", status="waitlisted")
    publication.publish(cycle, by=organizer, at=NOW())
    (standing,) = standings_of(cycle, wim.person, at=NOW())
    assert standing.reason.startswith("You were on the waiting list, and were not taken from it")


def test_both_roles_and_no_pair_at_all(cycle, four):
    """Placed as a mentor only, and then no mentee either: two reasons, both theirs."""
    told = reasons.for_person(Without(Why.MENTOR_ONLY), side="mentee", called=PLAIN)
    assert told.reason.startswith("You applied for both roles.")
    assert told.counts == []


def test_what_people_were_told_stays_what_they_were_told(cycle, organizer, four):
    eve = apply(cycle, "mentee", name="Eve", division="E")
    run(cycle)
    publication.publish(cycle, by=organizer, at=NOW())
    [left] = cycle.applications.filter(status="unpaired")
    before = standings_of(cycle, left.person, at=NOW())[0].reason
    pair = Pair.objects.of(four[0].person).get()
    pairs.end(pair, reason="not_a_fit", by=pair.mentor.person, at=NOW())
    assert standings_of(cycle, left.person, at=NOW())[0].reason == before
    assert eve.pk


def test_after_publication_the_repair_page_says_what_became_of_them(client, cycle, organizer, four):
    publication.publish(cycle, by=organizer, at=NOW() - timedelta(hours=1))
    ann, bo, cy, di = four
    one, other = (Pair.objects.of(row.person).get() for row in (cy, di))
    pairs.end(one, reason="not_a_fit", by=cy.person, at=NOW())
    pairs.close([other], reason=Pair.EndReason.REPAIRED, by=organizer, at=NOW())
    Application.objects.filter(pk__in=[di.pk, bo.pk]).update(status="unpaired")
    eve = apply(cycle, "mentee", name="Eve", division="E")
    rows = list(Application.objects.select_related("role").filter(cycle=cycle))
    found = {pk: one.why for pk, one in without.now(rows).items()}
    assert found == {
        ann.pk: Why.PAIR_ENDED,
        cy.pk: Why.PAIR_ENDED,
        bo.pk: Why.REPAIRED,
        di.pk: Why.REPAIRED,
        eve.pk: Why.CAME_LATER,
    }
    client.force_login(organizer)
    page = client.get(reverse("pairing:repair", args=[cycle.program.slug, cycle.slug])).text
    for words in ("Their pair has ended.", "A repair gave their partner", "decided after the last"):
        assert words in page


def test_after_publication_the_board_says_that_the_waiting_list_never_had_a_partner(
    client, cycle, organizer, four
):
    eve = apply(cycle, "mentee", name="Eve", division="E", status="waitlisted")
    publication.publish(cycle, by=organizer, at=NOW())
    client.force_login(organizer)
    here = reverse("pairing:board", args=[cycle.program.slug, cycle.slug])
    for address in (here, f"{here}?mentee={eve.pk}"):
        page = client.get(address).text
        assert "Is on the waiting list." in page
        assert "Their partner is not in pairing any more." not in page


def test_told_late_and_told_again_after_another_review(cycle, organizer, four):
    publication.publish(cycle, by=organizer, at=NOW())
    eve = apply(cycle, "mentee", name="Eve", division="E")
    publication.tell_late(cycle, by=organizer, at=NOW())
    (standing,) = standings_of(cycle, eve.person, at=NOW())
    assert standing.reason == "The pairs were made before your application was decided."
    Application.objects.filter(pk=eve.pk).update(status="waitlisted")
    publication.tell_late(cycle, by=organizer, at=NOW())
    (standing,) = standings_of(cycle, eve.person, at=NOW())
    assert standing.reason.startswith("You were on the waiting list")


def test_taking_publication_back_takes_back_what_was_told(cycle, organizer, four):
    apply(cycle, "mentee", name="Eve", division="E")
    run(cycle)
    publication.publish(cycle, by=organizer, at=NOW())
    assert Board.objects.get().told.count() == 1
    publication.take_back(cycle, by=organizer, at=NOW())
    assert not Board.objects.get().told.exists()
