"""Several times are proposed, the partner picks one, and the others fall away."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core import signing
from django.db import IntegrityError
from django.urls import reverse

from notifications import kinds
from notifications.actions import delivery
from notifications.models import Message
from pairs.actions import pairs
from pairs.actions.sessions import plans, proposals, series
from pairs.models import MentoringSession, Pair, TimeProposal
from pairs.rules.links import TimesQuestion
from tests.concurrency import together
from tests.factories import PairFactory
from tests.messages import SENT, UNTRUE, fate, kinds_to
from tests.pairs.addresses import page
from tests.pairs.july import AT
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("july")]
SOON = AT + timedelta(minutes=6)
MONDAY, TUESDAY, FRIDAY = (datetime(2021, 7, day, 9, tzinfo=UTC) for day in (19, 20, 23))
THREE = (MONDAY, TUESDAY, FRIDAY)


def propose(pair, by, moments=THREE, *, at=AT, seen=None, key=None):
    facts = {"by": by, "at": at, "minutes": 30, "form_key": key or uuid4(), "seen": seen}
    return proposals.propose(pair, moments, **facts)


def pick(proposal, by, moment=TUESDAY, at=AT):
    return proposals.pick(proposal, moment, by=by, at=at)


def plan(pair, by, moment, at=AT):
    facts = {"planned_at": moment, "minutes": 30, "form_key": uuid4()}
    return plans.plan(pair, by=by, at=at, **facts)


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def link(proposal, person):
    return reverse("pairs:pick_a_time", args=[TimesQuestion(proposal.pk, person.pk).token])


def planned(pair):
    return list(pair.sessions.planned().order_by("planned_at").values_list("planned_at", flat=True))


# Proposing and picking


def test_the_partner_picks_one_and_the_others_fall_away(pair, mentor, mentee):
    proposal = propose(pair, mentor, [FRIDAY, MONDAY, TUESDAY, MONDAY])
    assert proposal.moments == [MONDAY, TUESDAY, FRIDAY]
    session = pick(proposal, mentee)
    assert planned(pair) == [TUESDAY]
    assert (session.minutes, session.logged_by) == (30, mentee)
    assert not pair.time_proposals.open().exists()
    assert refused(pick, proposal, mentee, MONDAY) == "changed"
    assert pick(proposal, mentee) == session  # the same press again
    assert planned(pair) == [TUESDAY]


def test_who_proposed_does_not_pick_and_nobody_picks_another_time(pair, mentor, mentee):
    proposal = propose(pair, mentor)
    assert refused(pick, proposal, mentor) == "own"
    assert refused(pick, proposal, mentee, MONDAY + timedelta(hours=1)) == "unknown_time"
    assert planned(pair) == []


@pytest.mark.parametrize(
    ("moments", "minutes", "code"),
    [
        ([], 30, "how_many"),
        ([*THREE, FRIDAY + timedelta(hours=1)], 30, "how_many"),
        ([MONDAY], 3, "minutes"),
        ([MONDAY, AT - timedelta(hours=1)], 30, "past"),
        ([AT + timedelta(days=400)], 30, "too_far"),
    ],
)
def test_what_cannot_be_proposed(pair, mentor, moments, minutes, code):
    facts = {"by": mentor, "at": AT, "minutes": minutes, "form_key": uuid4()}
    assert refused(proposals.propose, pair, moments, **facts) == code
    assert not TimeProposal.objects.exists()


def test_a_time_at_which_they_talk_already_is_refused_when_proposed_and_when_picked(
    pair, mentor, mentee
):
    plan(pair, mentor, MONDAY)
    assert refused(propose, pair, mentor) == "overlaps"
    proposal = propose(pair, mentor, [TUESDAY, FRIDAY])
    MentoringSession.objects.create(pair=pair, state="planned", planned_at=TUESDAY)
    assert refused(pick, proposal, mentee) == "overlaps"
    assert pick(proposal, mentee, FRIDAY).planned_at == FRIDAY


def test_a_time_that_has_passed_is_not_picked(pair, mentor, mentee):
    proposal = propose(pair, mentor)
    assert refused(pick, proposal, mentee, MONDAY, at=MONDAY) == "past"


def test_nobody_picks_once_the_pair_has_ended(pair, mentor, mentee):
    proposal = propose(pair, mentor)
    pairs.end(pair, reason="no_time", by=mentor, at=AT)
    assert refused(pick, proposal, mentee) == "pair_ended"
    assert refused(propose, pair, mentor) == "pair_ended"


def test_the_same_form_sent_twice_proposes_once(pair, mentor):
    key = uuid4()
    assert propose(pair, mentor, key=key) == propose(pair, mentor, key=key)


def test_other_times_take_the_place_of_the_first(pair, mentor, mentee):
    first = propose(pair, mentor)
    second = propose(pair, mentor, [FRIDAY], seen=first.pk)
    assert refused(pick, first, mentee) == "changed"
    assert pick(second, mentee, FRIDAY).planned_at == FRIDAY


def test_what_the_partner_proposed_meanwhile_is_looked_at_first(pair, mentor, mentee):
    theirs = propose(pair, mentor)
    assert refused(propose, pair, mentee, [FRIDAY]) == "changed_meanwhile"
    mine = propose(pair, mentee, [FRIDAY], seen=theirs.pk)
    assert list(pair.time_proposals.open()) == [mine]


@pytest.mark.parametrize("several", [False, True])
def test_a_session_planned_meanwhile_ends_the_proposal(pair, mentor, mentee, several):
    proposal = propose(pair, mentor)
    if several:
        facts = {"minutes": 30, "weeks": 2, "times": 2, "form_key": uuid4()}
        series.plan(pair, by=mentee, at=AT, planned_at=FRIDAY, **facts)
    else:
        plan(pair, mentee, FRIDAY)
    assert refused(pick, proposal, mentee) == "changed"
    assert fate("times_proposed", SOON) == "Taken back"


def test_the_database_takes_one_to_three_times_and_one_open_proposal(pair, mentor):
    propose(pair, mentor)
    facts = {"minutes": 30, "proposed_at": AT, "form_key": uuid4()}
    with pytest.raises(IntegrityError, match="one_open_proposal_of_times"):
        pair.time_proposals.create(moments=[MONDAY], **facts)


# Taking back


def test_taken_back_before_the_mail_went_nobody_hears_of_it(pair, mentor, mentee):
    proposal = propose(pair, mentor)
    assert refused(proposals.take_back, proposal, by=mentee, at=AT) == "not_own"
    proposals.take_back(proposal, by=mentor, at=AT)
    assert kinds_to(mentee) == []
    assert refused(pick, proposal, mentee) == "changed"
    assert refused(proposals.take_back, proposal, by=mentor, at=AT) == "changed"


def test_taken_back_after_the_mail_went_the_partner_is_told(pair, mentor, mentee):
    proposal = propose(pair, mentor)
    assert fate("times_proposed", SOON) == SENT
    proposals.take_back(proposal, by=mentor, at=SOON)
    assert fate("times_taken_back", SOON + timedelta(minutes=6), to=mentee) == SENT


def test_that_they_are_taken_back_is_not_told_beside_other_times(pair, mentor):
    proposal = propose(pair, mentor)
    delivery.send_waiting(SOON)
    proposals.take_back(proposal, by=mentor, at=SOON)
    propose(pair, mentor, [FRIDAY], at=SOON)
    assert fate("times_taken_back", SOON + timedelta(minutes=6)) == UNTRUE


# What the two hear


def test_the_mail_has_the_times_by_the_readers_clock_and_a_link_of_its_own(
    pair, mentor, mentee, mailoutbox
):
    mentee.time_zone = "Europe/Vienna"
    mentee.save()
    proposal = propose(pair, mentor)
    delivery.send_waiting(SOON)
    [mail] = mailoutbox
    assert mail.to == [mentee.email]
    assert mail.subject == "Mona Mentor proposes 3 times for your next session"
    assert "- Mon 19 July 2021, 11:00 (Vienna time)" in mail.body
    assert link(proposal, mentee) in mail.body
    stored = Message.objects.get(kind="times_proposed")
    assert "pick-a-time" not in stored.body
    assert kinds.OWN_LINK in stored.body


def test_a_counter_proposal_says_so(pair, mentor, mentee, mailoutbox):
    theirs = propose(pair, mentor)
    propose(pair, mentee, [FRIDAY], seen=theirs.pk)
    delivery.send_waiting(SOON)
    [mail] = mailoutbox
    assert mail.subject == "Mia Mentee proposes a time for your next session"
    assert "Instead of your times, Mia Mentee proposes others" in mail.body


def test_the_mail_names_only_times_that_are_ahead_and_none_after_the_last(pair, mentor, mailoutbox):
    propose(pair, mentor)
    delivery.send_waiting(MONDAY)
    [mail] = mailoutbox
    assert "Mon 19 July" not in mail.body
    assert "Tue 20 July" in mail.body


def test_it_is_not_sent_after_the_last_of_the_times_nor_after_the_pairs_end(pair, mentor):
    propose(pair, mentor)
    assert fate("times_proposed", FRIDAY) != SENT
    other = PairFactory(cycle=pair.cycle)
    propose(other, other.mentor.person)
    pairs.end(other, reason="no_time", by=None, at=AT)
    assert fate("times_proposed", SOON) == UNTRUE


def test_who_proposed_hears_what_was_picked_with_an_invitation(pair, mentor, mentee, mailoutbox):
    pick(propose(pair, mentor), mentee)
    assert fate("times_proposed", SOON) == "Taken back"
    [mail] = mailoutbox
    assert mail.to == [mentor.email]
    assert "Mia Mentee picked one of your times: Tue 20 July 2021, 09:00" in mail.body
    assert "text/calendar" in mail.message().as_string()


def test_a_picked_time_moved_before_the_mail_went_is_told_as_another_one(
    pair, mentor, mentee, mailoutbox
):
    session = pick(propose(pair, mentor), mentee)
    other = MONDAY + timedelta(days=2)
    plans.move(session, by=mentee, at=AT, planned_at=other, minutes=30)
    delivery.send_waiting(SOON)
    [mail] = mailoutbox
    assert "with another one: Wed 21 July 2021, 09:00" in mail.body


def test_a_picked_time_called_off_before_the_mail_went_is_told_by_neither(pair, mentor, mentee):
    session = pick(propose(pair, mentor), mentee)
    plans.cancel(session, by=mentee, at=AT)
    delivery.send_waiting(SOON)
    assert not Message.objects.filter(status="sent").exists()


def test_nobody_is_told_who_is_gone(pair, mentor, mentee):
    proposal = propose(pair, mentor)
    TimeProposal.objects.update(proposed_by=None)
    pick(proposal, mentee)
    assert not Message.objects.filter(kind="time_chosen").exists()


# The pages


def test_up_to_three_times_are_ticked_or_typed_in_ones_own_zone(client, pair, mentor, mentee):
    mentee.time_zone = "Europe/Vienna"
    mentee.save()
    client.force_login(mentee)
    assert "Or a time of your own" in words(client.get(page("times_propose", pair)))
    sent = {"moments": [MONDAY.isoformat()], "own": "2021-07-20T11:00", "form_key": uuid4()}
    response = client.post(page("times_propose", pair), sent, follow=True)
    assert pair.time_proposals.get().moments == [MONDAY, TUESDAY]
    assert "You proposed times for your next session. Mona picks one." in words(response)
    client.force_login(mentor)
    shown = words(client.get(page("pair_detail", pair)))
    assert "Mia proposes times for your next session" in shown
    assert "Mia proposes times" in words(client.get("/"))


def test_what_is_wrong_is_said_and_what_was_ticked_is_kept(client, pair, mentee):
    client.force_login(mentee)
    address, key = page("times_propose", pair), uuid4()
    four = [*THREE, FRIDAY + timedelta(hours=2)]
    response = client.post(address, {"moments": [one.isoformat() for one in four], "form_key": key})
    assert "Choose up to 3 times" in words(response)
    assert [one.at for one in response.context["choices"] if one.is_ticked] == four
    assert "Choose at least one time." in words(client.post(address, {"form_key": key}))
    for wrong in ("soon", "2021-07-19T09:00", "9" * 40):
        response = client.post(address, {"moments": [wrong], "form_key": key})
        assert "Choose among the times shown." in words(response)
    response = client.post(address, {"own": "2021-07-01T09:00", "form_key": key})
    assert "This moment has passed." in words(response)
    assert not TimeProposal.objects.exists()


def test_one_press_on_the_page_picks_and_another_takes_back(client, pair, mentor, mentee):
    proposal = propose(pair, mentor)
    client.force_login(mentee)
    answer = page("times_answer", pair, proposal.pk)
    response = client.post(answer, {"answer": "take-back"}, follow=True)
    assert "Only the person who proposed these times can take them back." in words(response)
    for wrong in ("", "soon", "2021-07-19T09:00", "2021-13-40T09:00"):
        response = client.post(answer, {"moment": wrong}, follow=True)
        assert "Choose one of the proposed times." in words(response)
    client.post(answer, {"moment": MONDAY.isoformat()})
    assert planned(pair) == [MONDAY]
    again = propose(pair, mentor, [FRIDAY])
    client.force_login(mentor)
    client.post(page("times_answer", pair, again.pk), {"answer": "take-back"})
    assert not pair.time_proposals.open().exists()


def test_a_proposal_of_other_two_is_not_there(client, pair, mentee):
    other = PairFactory(cycle=pair.cycle)
    proposal = propose(other, other.mentor.person)
    client.force_login(mentee)
    sent = {"moment": MONDAY.isoformat()}
    assert client.post(page("times_answer", pair, proposal.pk), sent).status_code == 404


def test_times_that_are_over_wait_for_nobody(client, pair, mentor, mentee):
    proposal = propose(pair, mentor)
    TimeProposal.objects.update(moments=[AT - timedelta(hours=1)])
    client.force_login(mentee)
    assert "proposes times" not in words(client.get(page("pair_detail", pair)))
    assert "no longer open" in words(client.get(link(proposal, mentee)))


# From the mail


def test_the_link_shows_the_times_and_only_a_press_picks(client, pair, mentor, mentee, stranger):
    proposal = propose(pair, mentor)
    client.force_login(stranger)
    for _scanner in range(2):
        client.head(link(proposal, mentee))
        shown = client.get(link(proposal, mentee))
    assert "Which time suits you and Mona?" in words(shown)
    assert "no-store" in shown["Cache-Control"]
    assert planned(pair) == []
    shown = client.post(link(proposal, mentee), {"moment": FRIDAY.isoformat()}, follow=True)
    assert "Planned: Fri 23 July 2021, 09:00" in words(shown)
    assert planned(pair) == [FRIDAY]
    assert pair.sessions.get().logged_by == mentee


def test_the_link_says_when_the_times_are_gone(client, pair, mentor, mentee):
    proposal = propose(pair, mentor)
    proposals.take_back(proposal, by=mentor, at=AT)
    shown = client.post(link(proposal, mentee), {"moment": MONDAY.isoformat()})
    assert "These times are no longer open." in words(shown)
    assert planned(pair) == []


def test_the_link_of_whoever_proposed_or_is_gone_or_was_never_made_picks_nothing(
    client, pair, mentor, mentee, stranger
):
    proposal = propose(pair, mentor)
    pressed = {"moment": MONDAY.isoformat()}
    assert "Your partner picks one" in words(client.post(link(proposal, mentor), pressed))
    assert client.post(link(proposal, stranger), pressed).status_code == 404
    forged = signing.dumps([proposal.pk, mentee.pk], salt="elsewhere")
    assert client.post(f"/pick-a-time/{forged}/", pressed).status_code == 404
    mentee.is_active = False
    mentee.save()
    assert client.get(link(proposal, mentee)).status_code == 404
    assert planned(pair) == []


# Both at once


@pytest.mark.django_db(transaction=True)
def test_picking_and_taking_back_at_once_leaves_one_of_the_two():
    pair = PairFactory()
    proposal = propose(pair, pair.mentor.person)
    outcomes = together(
        lambda: pick(proposal, pair.mentee.person),
        lambda: proposals.take_back(proposal, by=pair.mentor.person, at=AT),
    )
    lost = [one for one in outcomes if isinstance(one, Exception)]
    assert [one.code for one in lost] == ["changed"]
    is_planned = isinstance(outcomes[0], MentoringSession)
    assert planned(pair) == ([TUESDAY] if is_planned else [])


@pytest.mark.django_db(transaction=True)
def test_both_proposing_at_once_one_is_told_to_look_first():
    pair = PairFactory()
    outcomes = together(
        lambda: propose(pair, pair.mentor.person), lambda: propose(pair, pair.mentee.person)
    )
    lost = [one for one in outcomes if isinstance(one, Exception)]
    assert [one.code for one in lost] == ["changed_meanwhile"]
    assert Pair.objects.get().time_proposals.open().count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_times_pressed_at_once_plan_one_session():
    pair = PairFactory()
    proposal = propose(pair, pair.mentor.person)
    by = pair.mentee.person
    together(lambda: pick(proposal, by, MONDAY), lambda: pick(proposal, by, FRIDAY))
    assert len(planned(pair)) == 1
