from completion.models.farewell import Farewell
from completion.models.record import Record
from completion.models.share import SummaryShare
from completion.models.summary import Summary
from completion.models.thanks import Kudos, PartnerFeedback, ThankYou

__all__ = [
    "Farewell",
    "Kudos",
    "PartnerFeedback",
    "Record",
    "Summary",
    "SummaryShare",
    "ThankYou",
]
