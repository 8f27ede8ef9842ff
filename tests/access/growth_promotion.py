"""What the grower of the access test learned, keeps as evidence, and puts into a promotion document."""

from growth.models import LearningEntry, StretchTask
from people.models import User
from tests.factories.growth import LearningEntryFactory, StretchTaskFactory


class PromotionThings:
    """Mixed into `GrowthThings`."""

    people: dict[str, User | None]

    @property
    def learning_entry(self) -> LearningEntry:
        return LearningEntryFactory(person=self.people["grower"])

    @property
    def stretch_task(self) -> StretchTask:
        return StretchTaskFactory(person=self.people["grower"])
