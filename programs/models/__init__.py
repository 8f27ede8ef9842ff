from programs.models.call import Call
from programs.models.cycle import Cycle, Role
from programs.models.date_notice import DateNotice
from programs.models.details import FaqEntry, PairingRule, PairingWeight, Requirement
from programs.models.known_days import CalledOff
from programs.models.message_text import MessageText, SendingText
from programs.models.obligation import Obligation
from programs.models.program import Program, Staff
from programs.models.published_results import PublishedResults
from programs.models.quote import Quote
from programs.models.survey import CycleSurvey
from programs.models.timeline import Milestone

__all__ = [
    "Call",
    "CalledOff",
    "Cycle",
    "CycleSurvey",
    "DateNotice",
    "FaqEntry",
    "MessageText",
    "Milestone",
    "Obligation",
    "PairingRule",
    "PairingWeight",
    "Program",
    "PublishedResults",
    "Quote",
    "Requirement",
    "Role",
    "SendingText",
    "Staff",
]
