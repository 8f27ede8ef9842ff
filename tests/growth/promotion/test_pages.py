"""Print, text, the home page, and what pages cost."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from growth import home
from growth.models import Claim, PromotionTemplate
from growth.promotion.actions import reviews
from people.models import AuditEntry
from tests.factories import UserFactory
from tests.factories.growth import (
    BinderItemFactory,
    ClaimFactory,
    PromotionDocumentFactory,
    RevisionFactory,
)
from tests.growth.promotion.helpers import AT, LATER, SECRET, give_answer, words_on, write


def test_the_document_is_saved_as_text(client, noor, document, claims, item):
    item.url, item.title = "https://example.com/a_(b)", "A [list] of *things*"
    item.save()
    write(claims[0], SECRET, [item])
    client.force_login(noor)
    with time_machine.travel(AT):
        answer = client.get(reverse("growth:promotion_markdown", args=[document.pk]))
    assert answer["Content-Type"] == "text/markdown; charset=utf-8"
    assert "attachment" in answer["Content-Disposition"]
    assert answer.text == (
        "# Senior to staff\n\n"
        "Noor Castellane, from Senior to Staff\n\n"
        "As of 1 October 2021\n\n"
        "## Works with others\n\n"
        "*Works with others: how?*\n\n"
        f"{SECRET}\n\n"
        "- [A \\[list\\] of \\*things\\*](<https://example.com/a_(b)>) (3 September 2021)\n\n"
        "  Three teams use it.\n\n"
        "## Gets results\n\n"
        "*Gets results: how?*\n"
    )


def test_the_sheet_has_what_may_be_shown(client, noor, document, claims, item):
    write(claims[0], SECRET, [item])
    page = words_on(client, noor, "promotion_sheet", document.pk)
    for words in (SECRET, "Hand-over checklist, 3 September 2021", "data-print"):
        assert words in page


def test_the_home_page_names_what_waits_and_what_was_answered(noor, manager, claims, asked):
    assert [line.text for line in home.lines(manager, AT)] == [
        "Noor Castellane asks you to review a promotion document."
    ]
    give_answer(asked, claims)
    assert home.lines(manager, LATER) == []
    said = [line.text for line in home.lines(noor, LATER)]
    assert said == ["Tove Anders reviewed your promotion document."]
    assert home.lines(noor, LATER + timedelta(days=15)) == []


@pytest.mark.parametrize("count", [1, 4])
def test_pages_cost_the_same_with_many(client, noor, manager, count, django_assert_num_queries):
    document = PromotionDocumentFactory(person=noor)
    revision = RevisionFactory(plan__person=noor)
    for _number in range(count):
        claim = ClaimFactory(document=document, text=SECRET)
        partner = UserFactory()
        kudos = BinderItemFactory(
            person=noor, source="kudos", partner=partner, asked_at=AT, agreed_at=AT
        )
        claim.evidence.create(item=kudos)
        revision.goals.create(text="Goal", claim=claim)
    for _number in range(count):
        row = reviews.ask(document, at=AT)
        answers = dict.fromkeys(Claim.objects.all(), ("evidence", "More."))
        reviews.answer(row, "more", "", answers, at=AT)
    row = reviews.ask(document, at=AT)
    for person, name, pk, queries in (
        (noor, "promotion_document", document.pk, 12),
        (noor, "promotion_sheet", document.pk, 4),
        (manager, "review", row.pk, 5),
    ):
        client.force_login(person)
        address = reverse(f"growth:{name}", args=[pk])
        client.get(address)
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200


def test_nothing_of_it_is_in_the_trail(noor, asked, claims):
    give_answer(asked, claims)
    assert not AuditEntry.objects.exists()
    assert not PromotionTemplate.objects.filter(description__contains=SECRET).exists()
