from growth.opportunities.models.application import (
    OpportunityApplication,
    OpportunityDate,
    OpportunityMove,
)
from growth.opportunities.models.opportunity import (
    Guest,
    Opportunity,
    OpportunityOwner,
    OpportunityWatch,
)

__all__ = [
    "Guest",
    "Opportunity",
    "OpportunityApplication",
    "OpportunityDate",
    "OpportunityMove",
    "OpportunityOwner",
    "OpportunityWatch",
]
