"""Growth is switched off for somebody's division while others can read what they shared."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from growth.models import PromotionRound, Share
from growth.promotion.actions import reviews as reviewing
from growth.sharing import actions as sharing
from tests.factories.growth import (
    ClaimFactory,
    PromotionDocumentFactory,
    RevisionFactory,
    ShareFactory,
    turn_on,
)

AT = datetime(2021, 6, 15, 12, tzinfo=UTC)


@pytest.fixture
def revision(noor):
    return RevisionFactory(plan__person=noor, aim="Work in the security team")


@pytest.fixture
def shares(noor, manager, revision):
    talks = {"what": "conversations", "talks_with": manager, "as_manager": True}
    return [
        ShareFactory(owner=noor, reader=manager, what="plan", revision=revision, as_manager=True),
        ShareFactory(owner=noor, reader=manager, **talks),
        ShareFactory(owner=noor, reader=manager, what="levels", as_manager=True),
    ]


@pytest.fixture
def review(noor):
    document = PromotionDocumentFactory(person=noor, title="Senior to staff")
    ClaimFactory(document=document, text="I led two incidents.")
    return reviewing.ask(document, at=AT)


def _addresses(noor, revision, review):
    return [
        reverse("growth:shared_plan", args=[revision.pk]),
        reverse("growth:shared_conversations", args=[noor.pk]),
        reverse("growth:shared_levels", args=[noor.pk]),
        reverse("growth:review", args=[review.pk]),
    ]


def test_nobody_reads_what_its_owner_can_no_longer_take_back(
    client, noor, manager, revision, shares, review
):
    addresses = _addresses(noor, revision, review)
    client.force_login(manager)
    assert [client.get(address).status_code for address in addresses] == [200] * 4
    turn_on("some", ["Engineering"])  # noor is of Support
    assert [client.get(address).status_code for address in addresses] == [404] * 4
    assert [client.post(address).status_code for address in addresses] == [404, 404, 404, 404]
    assert "Noor Castellane" not in client.get(reverse("growth:shared")).text


def test_it_is_all_there_again_once_growth_is_on_again(
    client, noor, manager, revision, shares, review
):
    turn_on("some", ["Engineering"])
    assert sharing.end_outlived(AT) == {"shares ended": 0}
    assert reviewing.end_outlived(AT) == {"reviews ended": 0}
    turn_on("some", ["Engineering", "Support"])
    client.force_login(manager)
    for address in _addresses(noor, revision, review):
        assert client.get(address).status_code == 200, address
    assert Share.objects.filter(ended_at__isnull=True).count() == 3
    assert PromotionRound.objects.waiting().count() == 1


def test_a_person_without_a_division_is_in_none_of_some(client, noor, manager, revision, shares):
    turn_on("some", ["Support"])
    noor.division = ""
    noor.save(update_fields=["division"])
    client.force_login(manager)
    assert client.get(reverse("growth:shared_plan", args=[revision.pk])).status_code == 404
