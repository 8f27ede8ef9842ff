"""One of the two proposes how they work together, the other agrees, and nobody else reads it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from notifications.actions import delivery
from notifications.models import Message
from pairs.actions import agreements, pairs
from pairs.models import Agreement
from tests.concurrency import together
from tests.factories import PairFactory
from tests.messages import words_of
from tests.refusals import refused

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 8, 12, tzinfo=UTC)
SAID = {
    "rhythm": "Every second Thursday, 14:30 in Lisbon",
    "minutes": 45,
    "form": "either",
    "confidentiality": "All we say",
}


def propose(pair, by, *, seen=None, **changes):
    return agreements.propose(pair, **(SAID | changes), by=by, at=AT, seen=seen)


def test_partner_accepts_and_both_are_told_without_the_words(pair, mentor, mentee):
    row = propose(pair, mentee)
    assert refused(agreements.accept, row, by=mentee, at=AT) == "own"
    agreements.accept(row, by=mentor, at=AT)

    pair.refresh_from_db()
    assert (pair.session_minutes, pair.sessions_async) == (45, False)
    assert pair.agreements.in_force().get() == row
    assert refused(agreements.accept, row, by=mentor, at=AT) == "changed"
    told = {(one.to, one.kind): " ".join(words_of(one)) for one in Message.objects.all()}
    assert set(told) == {(mentor, "agreement_proposed"), (mentee, "agreement_accepted")}
    assert not any("Lisbon" in words or "All we say" in words for words in told.values())
    delivery.send_waiting(AT + timedelta(minutes=5))
    assert dict(Message.objects.values_list("kind", "status")) == {
        "agreement_proposed": "cancelled",  # accepted meanwhile, so nothing is proposed any more
        "agreement_accepted": "sent",
    }


def test_what_somebody_proposed_who_is_gone_can_still_be_agreed_to(pair, mentor, mentee):
    row = propose(pair, mentee)
    Message.objects.all().delete()
    Agreement.objects.update(proposed_by=None)
    agreements.accept(row, by=mentor, at=AT)
    assert pair.agreements.in_force().get() == row
    assert not Message.objects.exists()


def test_change_asks_again_and_what_was_agreed_holds_until_then(pair, mentor, mentee):
    first = propose(pair, mentee)
    agreements.accept(first, by=mentor, at=AT)
    second = propose(pair, mentor, seen=first.pk, form="async", minutes=20)
    pair.refresh_from_db()
    assert (pair.agreements.in_force().get(), pair.session_minutes) == (first, 45)

    agreements.accept(second, by=mentee, at=AT)
    pair.refresh_from_db()
    assert (pair.session_minutes, pair.sessions_async) == (20, True)
    assert list(pair.agreements.in_force()) == [second]


def test_other_words_replace_an_open_proposal_and_the_same_ones_change_nothing(
    pair, mentor, mentee
):
    first = propose(pair, mentee)
    assert propose(pair, mentee) == first
    assert refused(propose, pair, mentor, minutes=60) == "changed"
    second = propose(pair, mentor, seen=first.pk, minutes=60)
    assert refused(agreements.accept, first, by=mentor, at=AT) == "changed"
    assert list(pair.agreements.proposed()) == [second]


def test_own_proposal_is_taken_back(pair, mentor, mentee):
    row = propose(pair, mentee)
    assert refused(agreements.take_back, row, by=mentor, at=AT) == "changed"
    agreements.take_back(row, by=mentee, at=AT)
    assert not pair.agreements.proposed().exists()
    assert Message.objects.get().status == "cancelled"
    assert propose(pair, mentee).pk != row.pk


def test_wrong_words_and_ended_pairs_are_refused(pair, mentor, mentee):
    for wrong in ({"rhythm": " "}, {"minutes": 1}, {"form": "dance"}, {"confidentiality": ""}):
        with pytest.raises(ValidationError):
            propose(pair, mentee, **wrong)
    row = propose(pair, mentee)
    pairs.end(pair, reason="no_time", by=mentee, at=AT)
    assert refused(propose, pair, mentee, seen=row.pk, minutes=60) == "wrong_status"
    assert refused(agreements.accept, row, by=mentor, at=AT) == "wrong_status"


def test_pages_propose_agree_and_show_it_to_the_two_alone(client, pair, mentor, mentee, organizer):
    form = reverse("pairs:agreement_propose", args=[pair.pk])
    own = reverse("pairs:pair_detail", args=[pair.pk])
    client.force_login(mentee)
    assert "Propose an agreement" in client.get(own).content.decode()
    assert client.get(form).context["form"]["minutes"].value() == 30
    wrong = client.post(form, SAID | {"rhythm": ""}).content.decode()
    assert "All we say" in wrong
    assert "errsum" in wrong
    shown = client.post(form, SAID, follow=True).content.decode()
    assert "Mona has not answered yet" in shown

    client.force_login(mentor)
    shown = client.get(own).content.decode()
    assert "Mia proposes this." in shown
    assert "Lisbon" in shown
    row = Agreement.objects.get()
    answer = reverse("pairs:agreement_answer", args=[pair.pk, row.pk])
    shown = client.post(answer, {"answer": "accept"}, follow=True).content.decode()
    assert "Both agree" in shown

    client.force_login(organizer)
    address = reverse(
        "pairs:pair_overview", args=[pair.cycle.program.slug, pair.cycle.slug, pair.pk]
    )
    assert "Lisbon" not in client.get(address).content.decode()


def test_form_shows_what_the_partner_wrote_meanwhile(client, pair, mentor, mentee):
    form = reverse("pairs:agreement_propose", args=[pair.pk])
    client.force_login(mentee)
    propose(pair, mentor, rhythm="Mondays")
    shown = client.post(form, SAID | {"seen": ""}).content.decode()
    assert "Mondays" in shown
    assert "Lisbon" in shown
    assert Agreement.objects.get().rhythm == "Mondays"


@pytest.mark.django_db(transaction=True)
def test_two_proposals_at_once_leave_one_open():
    pair = PairFactory()
    people = (pair.mentor.person, pair.mentee.person)
    for number in range(10):
        newest = pair.agreements.proposed().first()
        seen = newest and newest.pk
        said = together(
            *[
                lambda p=person, m=10 * place, s=seen, n=number: propose(
                    pair, p, seen=s, minutes=m + n + 5
                )
                for place, person in enumerate(people, 1)
            ]
        )
        assert [getattr(one, "code", "done") for one in said].count("changed") == 1
        assert pair.agreements.proposed().count() == 1
