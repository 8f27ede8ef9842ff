"""Writing a promotion document."""

import time_machine
from django.urls import reverse

from growth.models import PlanGoal, PromotionDocument
from growth.promotion.actions import documents
from tests.factories.growth import BinderItemFactory, RevisionFactory
from tests.growth.promotion.helpers import LATER, SECRET, send, words_on


def test_a_document_begins_with_the_pillars_of_its_step(client, noor, template):
    client.force_login(noor)
    assert client.get("/growth/promotion/").url == "/growth/promotion/start/"
    start = client.get("/growth/promotion/start/").text
    assert "Works with others" in start
    for _time in range(2):
        client.post(
            "/growth/promotion/begin/senior-to-staff/", {"title": "My step", "summary": "Now."}
        )
    document = PromotionDocument.objects.get()
    address = reverse("growth:promotion_document", args=[document.pk])
    assert client.get("/growth/promotion/").url == address
    page = words_on(client, noor, "promotion_document", document.pk)
    assert "0 of 3 examples" in page
    assert "Works with others: how?" in page
    assert "Across teams." in page


def test_pillars_stay_as_they_were_when_the_template_changes(document, template):
    template.parts.all().delete()
    assert [claim.title for claim in document.claims.all()] == ["Works with others", "Gets results"]


def test_a_claim_is_written_and_shown_by_what_is_in_the_binder(
    client, noor, document, claims, item
):
    claim = claims[0]
    foreign = BinderItemFactory(title="Of somebody else")
    page = words_on(client, noor, "claim", claim.pk)
    assert "Hand-over checklist" in page
    assert "Of somebody else" not in page
    values = {"text": SECRET, "items": [item.pk], "seen": claim.changed_at.isoformat()}
    new = {
        "title": "Talk",
        "words": "",
        "url": "https://example.com/talk",
        "happened_on": "2021-09-01",
    }
    assert (
        send(client, noor, "claim", claim.pk, values | {"items": [foreign.pk]}).status_code == 200
    )
    send(client, noor, "claim", claim.pk, values | new)
    page = words_on(client, noor, "promotion_document", document.pk)
    for words in (SECRET, "Three teams use it.", "3 September 2021", "2 of 3 examples"):
        assert words in page
    assert 'href="https://example.com/talk"' in page
    assert noor.binder.filter(title="Talk").exists()
    claim.refresh_from_db()
    send(client, noor, "claim", claim.pk, {"text": SECRET, "seen": claim.changed_at.isoformat()})
    assert not claim.evidence.exists()
    assert noor.binder.count() == 2


def test_two_windows_do_not_overwrite_each_other(client, noor, document, claims):
    old = claims[0].changed_at.isoformat()
    with time_machine.travel(LATER):
        documents.write_claim(claims[0], "First", [], at=LATER, seen=claims[0].changed_at)
    answer = send(client, noor, "claim", claims[0].pk, {"text": "Second", "seen": old})
    assert "in another window meanwhile" in answer.text
    assert "Second" in answer.text
    answer = send(
        client, noor, "promotion_edit", document.pk, {"title": "T", "summary": "S", "seen": old}
    )
    assert "in another window meanwhile" in answer.text


def test_evidence_needs_a_name(client, noor, claims):
    values = {"text": "", "words": "No title", "seen": claims[0].changed_at.isoformat()}
    answer = send(client, noor, "claim", claims[0].pk, values)
    assert "Say what it is." in answer.text
    assert "No title" in answer.text


def test_what_is_missing_becomes_a_goal_before_anybody_reviews_it(client, noor, document, claims):
    answer = send(client, noor, "claim_goal", claims[1].pk)
    assert answer.url == reverse("growth:promotion_document", args=[document.pk])
    assert not PlanGoal.objects.exists()  # without a plan there is nowhere to put it
    RevisionFactory(plan__person=noor)
    for _time in range(2):
        send(client, noor, "claim_goal", claims[1].pk)
    goal = PlanGoal.objects.get()
    assert (goal.text, goal.origin, goal.claim) == (
        "Gets results: Gets results: how?",
        "promotion",
        claims[1],
    )
    assert "A goal in your plan" in words_on(client, noor, "promotion_document", document.pk)
