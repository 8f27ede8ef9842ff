from applications.models.application import Application, ApplicationMove, Fulfilment
from applications.models.draft import ApplicationDraft
from applications.models.imports import ApplicationImport
from applications.models.link import InvitationLink, LateEntry
from applications.models.offer import PlaceOffer
from applications.models.outreach import CycleQuestion, Interest, Nomination, QuestionReply
from applications.models.participation import Participation
from applications.models.review import Delegation, PerformanceCheck, Refusal
from applications.models.scoring import Criterion, Review, Score

__all__ = [
    "Application",
    "ApplicationDraft",
    "ApplicationImport",
    "ApplicationMove",
    "Criterion",
    "CycleQuestion",
    "Delegation",
    "Fulfilment",
    "Interest",
    "InvitationLink",
    "LateEntry",
    "Nomination",
    "Participation",
    "PerformanceCheck",
    "PlaceOffer",
    "QuestionReply",
    "Refusal",
    "Review",
    "Score",
]
