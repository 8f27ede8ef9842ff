"""Closing, opening again and deleting."""

import pytest
from django.core.exceptions import ValidationError

from growth.models import BinderItem, PromotionDocument
from growth.promotion.actions import documents, reviews
from tests.growth.promotion.helpers import AT, LATER, give_answer, send, words_on


def test_a_closed_document_is_nobody_elses_and_can_be_opened_or_deleted(
    client, noor, manager, document, claims, asked
):
    give_answer(asked, claims, "more", claim_1=("evidence", "One more."))
    send(client, noor, "promotion_remove", document.pk)
    assert PromotionDocument.objects.exists()  # only a closed one
    send(client, noor, "promotion_close", document.pk)
    assert words_on(client, manager, "review", asked.pk) == 404
    send(client, noor, "promotion_reopen", document.pk)
    document.refresh_from_db()
    assert (document.state, document.closed_at) == ("more", None)
    for name in ("promotion_close", "promotion_remove"):
        send(client, noor, name, document.pk)
    assert not PromotionDocument.objects.exists()
    assert BinderItem.objects.exists()


def test_closing_and_opening_twice_change_nothing_more(document):
    documents.reopen(document, at=AT)
    documents.close(document, at=AT)
    documents.close(document, at=LATER)
    document.refresh_from_db()
    assert (document.state, document.closed_at) == ("closed", AT)
    with pytest.raises(ValidationError) as error:
        reviews.ask(document, at=LATER)
    assert error.value.code == "wrong_state"


def test_two_open_documents_of_one_step_do_not_stand_beside_each_other(noor, template, document):
    documents.close(document, at=AT)
    second = documents.begin(noor, template, {"title": "Again"}, at=AT)
    assert second != document
    with pytest.raises(ValidationError) as error:
        documents.reopen(document, at=AT)
    assert error.value.code == "another_is_open"
