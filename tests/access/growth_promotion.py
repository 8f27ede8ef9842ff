"""What the grower of the access test learned, keeps as evidence, and puts into a promotion document."""

from django.utils import timezone

from growth.models import (
    BinderItem,
    Claim,
    LearningEntry,
    PromotionDocument,
    PromotionRound,
    PromotionTemplate,
    StretchTask,
)
from growth.promotion.actions import reviews
from people.models import User
from tests.factories.growth import (
    BinderItemFactory,
    ClaimFactory,
    LearningEntryFactory,
    PromotionDocumentFactory,
    PromotionTemplateFactory,
    StretchTaskFactory,
)


class PromotionThings:
    """Mixed into `GrowthThings`."""

    people: dict[str, User | None]

    @property
    def learning_entry(self) -> LearningEntry:
        return LearningEntryFactory(person=self.people["grower"])

    @property
    def stretch_task(self) -> StretchTask:
        return StretchTaskFactory(person=self.people["grower"])

    @property
    def binder_item(self) -> BinderItem:
        return BinderItemFactory(person=self.people["grower"])

    @property
    def asked_evidence(self) -> BinderItem:
        """The manager said it, so they are the partner who is asked."""
        manager = self.people["manager"]
        more = {"source": "kudos", "partner": manager, "asked_at": timezone.now()}
        return BinderItemFactory(person=self.people["grower"], **more)

    @property
    def promotion_template(self) -> PromotionTemplate:
        return PromotionTemplateFactory()

    @property
    def promotion_document(self) -> PromotionDocument:
        return PromotionDocumentFactory(person=self.people["grower"])

    @property
    def promotion_claim(self) -> Claim:
        return ClaimFactory(document=self.promotion_document, text="I led three incidents.")

    @property
    def promotion_round(self) -> PromotionRound:
        """Waits for the manager's answer."""
        return reviews.ask(self.promotion_claim.document, at=timezone.now())

    @property
    def asked_document(self) -> PromotionDocument:
        return self.promotion_round.document
