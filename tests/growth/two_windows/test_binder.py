"""A promotion document, the binder and the log in two windows."""

import uuid

from django.urls import reverse

from growth.models import BinderItem, LearningEntry, PromotionDocument
from tests.factories.growth import LearningEntryFactory, PromotionTemplateFactory
from tests.growth.two_windows.helpers import as_opened


def test_another_document_of_the_same_step_is_not_swallowed(client, noor):
    template = PromotionTemplateFactory()
    address = reverse("growth:promotion_begin", args=[template.slug])
    client.force_login(noor)
    one = {"title": "To staff", "summary": "Now."}
    client.post(address, one)
    assert client.post(address, one).status_code == 302
    answer = client.post(address, one | {"summary": "Because of the incidents."})
    assert "You have a document for this step already." in answer.text
    assert "Because of the incidents." in answer.text
    assert PromotionDocument.objects.get().summary == "Now."


def test_other_words_for_what_is_in_the_binder_are_not_swallowed(client, noor):
    entry = LearningEntryFactory(person=noor, title="A course")
    address = reverse("growth:binder_put", args=["learning", entry.pk])
    one = as_opened(client, noor, address) | {"words": "It taught me X."}
    client.post(address, one)
    assert client.post(address, one).status_code == 302
    answer = client.post(address, one | {"words": "It taught me Y."})
    assert "It is in your binder already." in answer.text
    assert "It taught me Y." in answer.text
    assert BinderItem.objects.get().words == "It taught me X."


def test_a_log_changed_after_a_step_back_says_the_last_words(client, noor):
    client.force_login(noor)
    sent = {"kind": "book", "title": "Deep wrk", "done_on": "2021-06-14"}
    sent["form_key"] = str(uuid.uuid4())
    client.post(reverse("growth:learning_add"), sent)
    client.post(reverse("growth:learning_add"), sent | {"title": "Deep work"})
    assert LearningEntry.objects.get().title == "Deep work"
