"""All rows of growth, gathered for Django. Each subject keeps its own in `<subject>/models.py`;
inside the app import from there."""

from growth.binder.models import BinderItem
from growth.conversations.models import Conversation
from growth.families.models import Criterion, CriterionChange, JobFamily, JobLevel, Pillar
from growth.learning.models import LearningEntry, StretchTask
from growth.levels.models import OwnLevel, SelfAssessment
from growth.opportunities.models import (
    Guest,
    Opportunity,
    OpportunityApplication,
    OpportunityDate,
    OpportunityMove,
    OpportunityOwner,
    OpportunityWatch,
)
from growth.pathway.models import (
    Closing,
    ItemAlternative,
    ItemKind,
    Pathway,
    PathwayItem,
    PersonItem,
    QuarterTotals,
)
from growth.plans.models import (
    Plan,
    PlanAction,
    PlanGoal,
    PlanPrompt,
    PlanRevision,
    PlanTemplate,
    PlanText,
)
from growth.promotion.models import (
    Claim,
    Evidence,
    PromotionDocument,
    PromotionRound,
    PromotionTemplate,
    RoundAnswer,
    TemplatePillar,
)
from growth.setup.models import GrowthOrganizer, GrowthSetup
from growth.sharing.models import Share

__all__ = [
    "BinderItem",
    "Claim",
    "Closing",
    "Conversation",
    "Criterion",
    "CriterionChange",
    "Evidence",
    "GrowthOrganizer",
    "GrowthSetup",
    "Guest",
    "ItemAlternative",
    "ItemKind",
    "JobFamily",
    "JobLevel",
    "LearningEntry",
    "Opportunity",
    "OpportunityApplication",
    "OpportunityDate",
    "OpportunityMove",
    "OpportunityOwner",
    "OpportunityWatch",
    "OwnLevel",
    "Pathway",
    "PathwayItem",
    "PersonItem",
    "Pillar",
    "Plan",
    "PlanAction",
    "PlanGoal",
    "PlanPrompt",
    "PlanRevision",
    "PlanTemplate",
    "PlanText",
    "PromotionDocument",
    "PromotionRound",
    "PromotionTemplate",
    "QuarterTotals",
    "RoundAnswer",
    "SelfAssessment",
    "Share",
    "StretchTask",
    "TemplatePillar",
]
