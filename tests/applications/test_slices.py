"""A committee member's slice, through the front door: what is handed to them and nothing else."""

import re

import pytest
from django.urls import reverse

from applications.models import Delegation
from programs.models import Staff
from tests.factories import ApplicationFactory, StaffFactory

pytestmark = pytest.mark.django_db


def address(name, cycle, **more):
    parts = {"program": cycle.program.slug, "cycle": cycle.slug, **more}
    return reverse(f"applications:{name}", kwargs=parts)


@pytest.fixture
def people(cycle):
    return [ApplicationFactory(cycle=cycle, person__name=f"Person {name}") for name in "ABCD"]


@pytest.fixture
def handed(client, cycle, organizer, committee_member, people):
    """The organizer hands two of four over in the table."""
    client.force_login(organizer)
    data = {"verb": "hand_on", "chosen": [people[0].pk, people[2].pk], "confirmed": "1"}
    where = address("application_decide_many", cycle)
    client.post(where, {**data, "member": committee_member.pk})
    return people[0], people[2]


def seen(client, cycle):
    page = client.get(address("review", cycle)).content.decode()
    return re.findall(r"Person [ABCD](?=\s*</a>)", page)


def test_member_sees_their_slice_and_nothing_else(client, cycle, committee_member, people, handed):
    client.force_login(committee_member)
    assert seen(client, cycle) == ["Person A", "Person C"]
    for one in people:
        answer = client.get(address("application_detail", cycle, pk=one.pk))
        assert answer.status_code == (200 if one in handed else 404)
        scored = client.post(address("application_score", cycle, pk=one.pk))
        assert scored.status_code == (302 if one in handed else 404)
        for name in ("decide", "delegate"):
            where = address(f"application_{name}", cycle, pk=one.pk)
            assert client.post(where).status_code == 403
    for name in ("application_list", "application_export", "waitlist", "decision_list"):
        assert client.get(address(name, cycle)).status_code == 403


def test_two_members_have_slices_of_their_own(client, cycle, organizer, people, handed):
    other = StaffFactory(program=cycle.program, role="committee").person
    client.force_login(organizer)
    where = address("application_delegate", cycle, pk=people[1].pk)
    client.post(where, {"member": other.pk, "is_delegated": "on"})
    client.force_login(other)
    assert seen(client, cycle) == ["Person B"]


def test_taking_back_ends_with_the_next_request(client, cycle, organizer, committee_member, handed):
    client.force_login(organizer)
    data = {"verb": "take_back", "chosen": [handed[0].pk], "confirmed": "1"}
    where = address("application_decide_many", cycle)
    client.post(where, {**data, "member": committee_member.pk})
    client.force_login(committee_member)
    assert seen(client, cycle) == ["Person C"]
    gone = address("application_detail", cycle, pk=handed[0].pk)
    assert client.get(gone).status_code == 404

    Staff.objects.filter(person=committee_member).delete()
    assert Delegation.objects.filter(member=committee_member).exists()
    for one in handed:
        assert client.get(address("application_detail", cycle, pk=one.pk)).status_code == 404
        assert client.post(address("application_score", cycle, pk=one.pk)).status_code == 404
    assert client.get(address("review", cycle)).status_code == 404


def test_nobody_outside_the_committee_gets_a_slice(client, cycle, organizer, people, stranger):
    client.force_login(organizer)
    where = address("application_delegate", cycle, pk=people[0].pk)
    client.post(where, {"member": stranger.pk, "is_delegated": "on"})
    data = {"verb": "hand_on", "chosen": [people[0].pk], "confirmed": "1", "member": stranger.pk}
    client.post(address("application_decide_many", cycle), data)
    assert not Delegation.objects.exists()
