"""What the grower of the access test owns and shares with their manager: see `Things`."""

from datetime import date, timedelta

from django.utils import timezone

from growth.models import (
    Closing,
    Conversation,
    Criterion,
    GrowthOrganizer,
    ItemKind,
    JobFamily,
    JobLevel,
    Opportunity,
    OpportunityApplication,
    OpportunityOwner,
    Pathway,
    PathwayItem,
    PersonItem,
    Pillar,
    PlanAction,
    PlanGoal,
    PlanRevision,
    PlanTemplate,
    Share,
)
from pairs.models import Goal
from people.models import User
from tests.access.growth_promotion import PromotionThings
from tests.factories import PairFactory
from tests.factories.growth import (
    ConversationFactory,
    CriterionFactory,
    JobLevelFactory,
    OpportunityApplicationFactory,
    OpportunityFactory,
    PathwayItemFactory,
    PlanGoalFactory,
    PlanTemplateFactory,
    RevisionFactory,
    ShareFactory,
)


class GrowthThings(PromotionThings):
    """Mixed into `Things`: each is made only for the addresses that name it."""

    people: dict[str, User | None]

    @property
    def growth_organizer_row(self) -> GrowthOrganizer:
        return GrowthOrganizer.objects.get_or_create(person=self.people["growth_organizer"])[0]

    @property
    def growers_manager(self) -> User:
        return self.people["manager"]

    @property
    def revision(self) -> PlanRevision:
        grower = self.people["grower"]
        found = PlanRevision.objects.filter(plan__person=grower).first()
        return found or RevisionFactory(plan__person=grower)

    @property
    def plan_version(self) -> str:
        return str(self.revision.number)

    @property
    def plan_goal(self) -> PlanGoal:
        return self.revision.goals.first() or PlanGoalFactory(revision=self.revision)

    @property
    def plan_step(self) -> PlanAction:
        return self.plan_goal.actions.get_or_create(text="Ask Bo")[0]

    @property
    def plan_template(self) -> PlanTemplate:
        return PlanTemplateFactory()

    @property
    def plan_share(self) -> Share:
        return self._shared("plan", revision=self.revision)

    @property
    def shared_plan(self) -> PlanRevision:
        return self.plan_share.revision

    @property
    def talker(self) -> User:
        self._shared("conversations", talks_with=self.people["manager"])
        return self.people["grower"]

    @property
    def talk(self) -> Conversation:
        return ConversationFactory(person=self.talker, next_step="Ask for a second shift")

    @property
    def planned_talk(self) -> Conversation:
        return ConversationFactory(person=self.talker, state="planned", agreed="")

    @property
    def growers_participation(self) -> str:
        pair = PairFactory(mentee__person=self.people["grower"])
        return str(pair.mentee.pk)

    @property
    def growers_mentoring_goal(self) -> Goal:
        pair = PairFactory(mentee__person=self.people["grower"])
        return pair.mentee.goals.create(text="Lead one incident")

    @property
    def sharer_of_levels(self) -> User:
        self._shared("levels")
        return self.people["grower"]

    @property
    def criterion(self) -> Criterion:
        return CriterionFactory()

    @property
    def job_level(self) -> JobLevel:
        return JobLevel.objects.first() or JobLevelFactory()

    @property
    def job_family(self) -> JobFamily:
        return self.job_level.family

    @property
    def pillar(self) -> Pillar:
        return Pillar.objects.first() or CriterionFactory().pillar

    @property
    def pathway_item(self) -> PathwayItem:
        return PathwayItem.objects.first() or PathwayItemFactory()

    @property
    def pathway(self) -> Pathway:
        return self.pathway_item.pathway

    @property
    def item_kind(self) -> ItemKind:
        return self.pathway_item.kind

    @property
    def own_item(self) -> PersonItem:
        own = {"person": self.people["grower"], "title": "Shadow two triages"}
        return PersonItem.objects.get_or_create(**own, defaults={"year": 1, "quarter": 1})[0]

    @property
    def closing(self) -> Closing:
        return self.own_item.closings.create(cause="hand", closed_on=date(2021, 6, 1))

    @property
    def opportunity(self) -> Opportunity:
        """Open to guests, run by the owner."""
        found = Opportunity.objects.filter(slug="working-group").first()
        if found is None:
            found = OpportunityFactory(
                slug="working-group",
                kind="volunteer",
                open_to_guests=True,
                guest_code="c0de",
                needs_cover=True,
            )
            OpportunityOwner.objects.create(opportunity=found, person=self.people["owner"])
        return found

    @property
    def inner_opportunity(self) -> Opportunity:
        """Not open to guests."""
        found = Opportunity.objects.filter(slug="security-shadow").first()
        return found or OpportunityFactory(slug="security-shadow")

    @property
    def guest_link(self) -> str:
        return str(self.opportunity.guest_code)

    @property
    def growers_application(self) -> OpportunityApplication:
        who = {"opportunity": self.opportunity, "person": self.people["grower"]}
        found = OpportunityApplication.objects.filter(**who).first()
        return found or OpportunityApplicationFactory(cover="asked", **who)

    @property
    def growers_place(self) -> OpportunityApplication:
        """With days that a calendar can hold."""
        who = {"opportunity": self.inner_opportunity, "person": self.people["grower"]}
        found = OpportunityApplication.objects.filter(**who).first()
        if found is None:
            day = timezone.localdate() + timedelta(days=30)
            found = OpportunityApplicationFactory(state="placed", starts_on=day, ends_on=day, **who)
            found.moves.create(to_state="placed")
        return found

    @property
    def guests_application(self) -> OpportunityApplication:
        who = {"opportunity": self.opportunity, "person": self.people["guest"]}
        found = OpportunityApplication.objects.filter(**who).first()
        return found or OpportunityApplicationFactory(**who)

    @property
    def opportunity_owner_row(self) -> OpportunityOwner:
        return self.opportunity.owner_rows.get()

    def _shared(self, what: str, **part) -> Share:
        who = {"owner": self.people["grower"], "reader": self.people["manager"]}
        found = Share.objects.filter(what=what, **who, **part).first()
        return found or ShareFactory(what=what, as_manager=True, **who, **part)
