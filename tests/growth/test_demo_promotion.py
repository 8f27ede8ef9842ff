"""The demo's promotion document: under review, with evidence that is shown and evidence that waits."""

from datetime import UTC, date, datetime

from django.urls import reverse

from growth import home
from growth.models import BinderItem, LearningEntry, PromotionRound
from growth.promotion.actions import files
from mentorship.demo.growth import promoting
from pairs.models import MentoringSession
from tests.factories import PairFactory, UserFactory

AT = datetime(2021, 9, 20, 12, tzinfo=UTC)


def test_a_document_is_under_review_and_a_partner_has_still_to_answer(client, noor, manager):
    files.load(files.shipped(), by=None, at=AT)
    pair = PairFactory(mentee__person=noor, mentor__person=UserFactory(name="Bo Ferriday"))
    MentoringSession.objects.create(pair=pair, held_on=date(2021, 7, 20))
    document = promoting.play({"mentee": noor, "both roles": UserFactory()}, at=AT)
    document.refresh_from_db()
    assert document.state == "asked"
    assert LearningEntry.objects.count() == 3
    assert [item.is_showable for item in BinderItem.objects.order_by("pk")] == [
        True,
        True,
        True,
        False,
    ]
    client.force_login(manager)
    row = PromotionRound.objects.get()
    page = client.get(reverse("growth:review", args=[row.pk])).text
    assert "Led the hiring of four people in one spring" in page
    assert "I changed two sentences" not in page
    assert [line.text for line in home.lines(pair.mentor.person, AT)] == [
        "Noor Castellane asks whether others may read something of yours."
    ]
