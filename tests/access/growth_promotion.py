"""What the grower of the access test learned, keeps as evidence, and puts into a promotion document."""

from django.utils import timezone

from growth.models import BinderItem, LearningEntry, StretchTask
from people.models import User
from tests.factories.growth import BinderItemFactory, LearningEntryFactory, StretchTaskFactory


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
