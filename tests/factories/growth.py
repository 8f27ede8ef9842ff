"""Growth: switched on, and the least valid rows of each subject."""

from datetime import UTC, date, datetime

import factory
from django.core.cache import cache

from growth.models import (
    BinderItem,
    Claim,
    Conversation,
    Criterion,
    GrowthOrganizer,
    GrowthSetup,
    ItemKind,
    JobFamily,
    JobLevel,
    LearningEntry,
    Opportunity,
    OpportunityApplication,
    Pathway,
    PathwayItem,
    PersonItem,
    Pillar,
    Plan,
    PlanGoal,
    PlanRevision,
    PlanTemplate,
    PromotionDocument,
    PromotionTemplate,
    Share,
    StretchTask,
)
from growth.setup.queries import KEY
from tests.factories.people import UserFactory

AT = datetime(2021, 6, 15, 12, tzinfo=UTC)


def turn_on(state="on", divisions=(), **more):
    """Switch growth, as an administrator would."""
    values = {"state": state, "divisions": list(divisions), **more}
    setup, _made = GrowthSetup.objects.update_or_create(pk=GrowthSetup.ONLY, defaults=values)
    cache.delete(KEY)
    return setup


class _Factory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True


class GrowthOrganizerFactory(_Factory):
    class Meta:
        model = GrowthOrganizer

    person = factory.SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        """As when an administrator adds them: every page knows from now on that there are some."""
        cache.delete(KEY)
        return super()._create(model_class, *args, **kwargs)


class PlanTemplateFactory(_Factory):
    class Meta:
        model = PlanTemplate

    slug = factory.Sequence(lambda n: f"template-{n}")
    name = factory.Sequence(lambda n: f"Template {n}")


class PlanFactory(_Factory):
    class Meta:
        model = Plan

    person = factory.SubFactory(UserFactory)
    started_at = AT


class RevisionFactory(_Factory):
    """The revision somebody works on, of a new plan; `plan__person` says whose."""

    class Meta:
        model = PlanRevision

    plan = factory.SubFactory(PlanFactory)
    number = 1
    starts_on = date(2021, 1, 1)
    ends_on = date(2021, 12, 31)
    aim = "Lead an incident from start to end"
    opened_at = changed_at = AT


class PlanGoalFactory(_Factory):
    class Meta:
        model = PlanGoal

    revision = factory.SubFactory(RevisionFactory)
    text = factory.Sequence(lambda n: f"Goal {n}")


class ShareFactory(_Factory):
    """With somebody by name; `as_manager=True` needs an owner whose manager the reader is."""

    class Meta:
        model = Share

    owner = factory.SubFactory(UserFactory)
    reader = factory.SubFactory(UserFactory)
    what = "levels"
    shared_at = AT


class ConversationFactory(_Factory):
    """Held by a person with their manager on record."""

    class Meta:
        model = Conversation

    person = factory.SubFactory(UserFactory, manager=factory.SubFactory(UserFactory))
    manager = factory.SelfAttribute("person.manager")
    held_on = date(2021, 6, 1)
    agreed = "Two more examples first."
    written_by = factory.SelfAttribute("person")


class JobFamilyFactory(_Factory):
    class Meta:
        model = JobFamily

    slug = factory.Sequence(lambda n: f"family-{n}")
    name = factory.Sequence(lambda n: f"Family {n}")


class JobLevelFactory(_Factory):
    class Meta:
        model = JobLevel

    family = factory.SubFactory(JobFamilyFactory)
    rank = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"Level {n}")


class PillarFactory(_Factory):
    class Meta:
        model = Pillar

    slug = factory.Sequence(lambda n: f"pillar-{n}")
    name = factory.Sequence(lambda n: f"Pillar {n}")


class CriterionFactory(_Factory):
    class Meta:
        model = Criterion

    level = factory.SubFactory(JobLevelFactory)
    pillar = factory.SubFactory(PillarFactory)
    text = "Hands over so that the next person can go on"


class StretchTaskFactory(_Factory):
    class Meta:
        model = StretchTask

    person = factory.SubFactory(UserFactory)
    idea = "hard_work"
    title = "Moved the queue without a stop"
    started_on = date(2021, 5, 1)


class LearningEntryFactory(_Factory):
    class Meta:
        model = LearningEntry

    person = factory.SubFactory(UserFactory)
    kind = "course"
    title = "Threat models for everyone"
    done_on = date(2021, 6, 1)


class BinderItemFactory(_Factory):
    class Meta:
        model = BinderItem

    person = factory.SubFactory(UserFactory)
    title = "Hand-over checklist"


class PromotionTemplateFactory(_Factory):
    class Meta:
        model = PromotionTemplate

    slug = factory.Sequence(lambda n: f"step-{n}")
    name = factory.Sequence(lambda n: f"Step {n}")
    from_name = "Senior"
    to_name = "Staff"


class PromotionDocumentFactory(_Factory):
    class Meta:
        model = PromotionDocument

    person = factory.SubFactory(UserFactory)
    template = factory.SubFactory(PromotionTemplateFactory)
    title = "Senior to staff"
    from_name = "Senior"
    to_name = "Staff"


class ClaimFactory(_Factory):
    class Meta:
        model = Claim

    document = factory.SubFactory(PromotionDocumentFactory)
    position = factory.Sequence(lambda n: n + 1)
    title = "Gets results"
    question = "What changed because of you?"


class OpportunityFactory(_Factory):
    """On the board, for everybody, without dates or questions."""

    class Meta:
        model = Opportunity

    slug = factory.Sequence(lambda n: f"opportunity-{n}")
    kind = "shadow"
    title = factory.Sequence(lambda n: f"Opportunity {n}")
    published_at = AT


class OpportunityApplicationFactory(_Factory):
    class Meta:
        model = OpportunityApplication

    opportunity = factory.SubFactory(OpportunityFactory)
    person = factory.SubFactory(UserFactory)
    state = "applied"
    applied_at = AT


class PathwayFactory(_Factory):
    """Of the whole organization, without items."""

    class Meta:
        model = Pathway

    slug = factory.Sequence(lambda n: f"pathway-{n}")
    name = "Pathway for individual contributors"


class ItemKindFactory(_Factory):
    class Meta:
        model = ItemKind

    pathway = factory.SubFactory(PathwayFactory)
    key = factory.Sequence(lambda n: f"kind-{n}")
    title = "One online course"


class PathwayItemFactory(_Factory):
    """In the first quarter of the first year."""

    class Meta:
        model = PathwayItem

    kind = factory.SubFactory(ItemKindFactory)
    pathway = factory.SelfAttribute("kind.pathway")
    year = 1
    quarter = 1


class PersonItemFactory(_Factory):
    class Meta:
        model = PersonItem

    person = factory.SubFactory(UserFactory)
    item = factory.SubFactory(PathwayItemFactory)
