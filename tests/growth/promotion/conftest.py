"""Noor's promotion document with two pillars, and the round in which her manager is asked."""

from datetime import date

import pytest

from growth.promotion.actions import documents, reviews
from tests.factories.growth import BinderItemFactory, PromotionTemplateFactory
from tests.growth.promotion.helpers import AT, SECRET, write


@pytest.fixture
def template(db):
    made = PromotionTemplateFactory(slug="senior-to-staff", name="Senior to staff")
    for position, title in enumerate(("Works with others", "Gets results"), start=1):
        made.parts.create(
            position=position, title=title, question=f"{title}: how?", criteria="Across teams."
        )
    return made


@pytest.fixture
def document(noor, template):
    return documents.begin(noor, template, {"title": "Senior to staff"}, at=AT)


@pytest.fixture
def claims(document):
    return list(document.claims.all())


@pytest.fixture
def item(noor):
    return BinderItemFactory(
        person=noor,
        title="Hand-over checklist",
        words="Three teams use it.",
        happened_on=date(2021, 9, 3),
    )


@pytest.fixture
def asked(document, claims, item):
    write(claims[0], SECRET, [item])
    return reviews.ask(document, at=AT)
