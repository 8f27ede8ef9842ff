"""Two organizers sign the very draft that is published, where the cycle wants that."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications.actions import delivery
from notifications.models import Message
from pairing.actions import edits, publication, runs, signatures
from pairing.edits.lock import LockPair
from pairing.models import Board, Signature
from pairs.models import Pair
from people.models import AuditEntry
from programs.models import Cycle, Staff
from tests.factories import StaffFactory
from tests.messages import words_of
from tests.pairing.crowd import crowd
from tests.refusals import refused

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def second(cycle):
    return StaffFactory(program=cycle.program, person__name="Otto Organizer").person


@pytest.fixture
def drafted(cycle):
    Cycle.objects.filter(pk=cycle.pk).update(needs_two_signatures=True)
    cycle.refresh_from_db()
    crowd(cycle, 2, 2)
    runs.carry_out(runs.start(cycle, by=None, at=NOW()).pk)
    return cycle


def version(cycle):
    return Board.objects.get(cycle=cycle).version


def sign(cycle, by, **more):
    seen = more.get("seen", version(cycle))
    return signatures.sign(cycle, by=by, at=NOW(), seen=seen)


def publish(cycle, by):
    return publication.publish(cycle, by=by, at=NOW(), seen=version(cycle))


def test_two_have_to_sign_and_one_twice_is_one(drafted, organizer, second):
    assert refused(publish, drafted, organizer) == "unsigned"
    sign(drafted, organizer)
    sign(drafted, organizer)
    assert refused(publish, drafted, organizer) == "unsigned"
    assert Signature.objects.count() == 1
    sign(drafted, second)
    publish(drafted, organizer)
    assert Pair.objects.count() == 2
    assert AuditEntry.objects.filter(action="draft_signed").count() == 2
    assert refused(sign, drafted, organizer) == "published"


def test_any_change_of_the_draft_takes_the_signatures_back(drafted, organizer, second):
    for one in (organizer, second):
        sign(drafted, one)
    row = drafted.board.proposals.first()
    edits.make(drafted, LockPair(row.mentee_id, row.mentor_id), by=organizer, at=NOW())
    assert refused(publish, drafted, organizer) == "unsigned"
    assert refused(sign, drafted, second, seen=version(drafted) - 1) == "changed"
    for one in (organizer, second):
        sign(drafted, one)
    publish(drafted, second)


def test_signature_of_somebody_who_is_no_organizer_any_more_counts_no_more(
    drafted, organizer, second
):
    for one in (organizer, second):
        sign(drafted, one)
    Staff.objects.filter(person=second).delete()
    assert refused(publish, drafted, organizer) == "unsigned"


def test_signature_is_taken_back(drafted, organizer, second):
    sign(drafted, organizer)
    assert refused(signatures.take_back, drafted, by=second, at=NOW()) == "not_signed"
    signatures.take_back(drafted, by=organizer, at=NOW())
    assert not Signature.objects.exists()


def test_others_are_asked_to_sign_once(drafted, organizer, second):
    sign(drafted, organizer)
    signatures.take_back(drafted, by=organizer, at=NOW())
    sign(drafted, organizer)
    message = Message.objects.get()
    assert (message.to, message.kind) == (second, signatures.KIND)
    subject, body = words_of(message)
    assert "waiting for your signature" in subject
    assert "/pairing/publish/" in body
    delivery.send_waiting(NOW() + timedelta(minutes=5))
    assert Message.objects.get().status == "sent"


def test_who_signed_meanwhile_is_not_asked_to(drafted, organizer, second):
    sign(drafted, organizer)
    sign(drafted, second)
    delivery.send_waiting(NOW() + timedelta(minutes=5))
    assert Message.objects.get().reason == "not_true"


def test_cycle_that_wants_no_signatures_is_published_by_one(drafted, organizer):
    Cycle.objects.update(needs_two_signatures=False)
    publish(drafted, organizer)
    assert Pair.objects.count() == 2


def test_empty_draft_is_not_signed(cycle, organizer):
    assert refused(signatures.sign, cycle, by=organizer, at=NOW(), seen=0) == "nothing"


def test_page_waits_for_the_second_signature(client, drafted, organizer, second):
    slugs = [drafted.program.slug, drafted.slug]
    page = reverse("pairing:publish", args=slugs)
    address = reverse("pairing:publish_sign", args=slugs)
    data = {"version": version(drafted), "sign": "sign"}
    client.force_login(organizer)
    assert "2 signatures are needed" in client.get(page).content.decode()
    shown = client.post(address, data, follow=True).content.decode()
    assert "1 more signature is needed" in shown
    assert "Take my signature back" in shown

    client.force_login(second)
    shown = client.post(address, data, follow=True).content.decode()
    assert "signature is needed" not in shown
    shown = client.post(page, {"version": version(drafted)}, follow=True).content.decode()
    assert "people will be told in ten minutes" in shown
