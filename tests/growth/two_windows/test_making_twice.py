"""Making the same twice; answering what was taken back."""

import pytest
from django.urls import reverse

from growth.families.actions import families
from growth.pathway.actions import pathways
from growth.plans.actions import templates as plan_templates
from growth.promotion.actions import reviews
from tests.concurrency import together
from tests.factories import UserFactory
from tests.factories.growth import ClaimFactory, PromotionDocumentFactory, turn_on
from tests.growth.two_windows.helpers import AT


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "make",
    [
        lambda: plan_templates.put("skills", {"name": "Skills"}, [], by=None, at=AT),
        lambda: families.put_pillar("craft", {"name": "Craft"}, by=None, at=AT),
        lambda: families.put_family("support", {"name": "Support"}, [], by=None, at=AT),
        lambda: pathways.put_pathway("all", {"name": "All", "division": ""}, by=None, at=AT),
    ],
)
def test_the_same_made_twice_in_one_moment_is_there_once(make):
    turn_on()
    one, other = together(make, make)
    assert one.pk == other.pk


@pytest.mark.parametrize(
    ("address", "values"),
    [
        ("growth:plan_template_add", {"name": "Skills", "kind": "skills"}),
        ("growth:family_add", {"name": "Support"}),
        ("growth:pillar_add", {"name": "Craft"}),
        ("growth:pathway_new", {"name": "All"}),
    ],
)
def test_a_form_that_makes_something_sent_twice(
    client, growth_on, growth_organizer, address, values
):
    client.force_login(growth_organizer)
    assert client.post(reverse(address), values).status_code == 302
    answer = client.post(reverse(address), values)
    assert "There is one of this name already." in answer.text
    assert f'value="{values["name"]}"' in answer.text


def test_a_manager_keeps_the_words_for_what_is_taken_back_meanwhile(client, noor, manager):
    document = PromotionDocumentFactory(person=noor, summary="Because of the incidents.")
    claim = ClaimFactory(document=document, text="I led two of them.")
    asked = reviews.ask(document, at=AT)
    address = reverse("growth:review", args=[asked.pk])
    reviews.take_back(document, at=AT)
    sent = {
        "outcome": "more",
        "words": "Nearly there.",
        f"needs_{claim.pk}": "evidence",
        f"words_{claim.pk}": "One more, please.",
    }
    client.force_login(manager)
    page = client.post(address, sent).text
    assert "Noor Castellane took the document back" in page
    assert "Nearly there." in page
    assert "One more, please." in page
    assert "two of them" not in page
    assert "incidents" not in page
    assert client.get(address).status_code == 404
    noor.manager = UserFactory()
    noor.save(update_fields=["manager"])
    assert client.post(address, sent).status_code == 404
