from programs.models.application import Application, ApplicationMove, Fulfilment
from programs.models.cycle import Cycle, Role
from programs.models.date_notice import DateNotice
from programs.models.details import (
    FaqEntry,
    Obligation,
    PairingRule,
    PairingWeight,
    Requirement,
)
from programs.models.draft import ApplicationDraft
from programs.models.event import Attendance, Event, Place, Slot
from programs.models.imports import ApplicationImport
from programs.models.learning import Resource, Training, TrainingDone
from programs.models.link import InvitationLink, LateEntry
from programs.models.message_text import MessageText
from programs.models.offer import PlaceOffer
from programs.models.outreach import CycleQuestion, Interest, Nomination
from programs.models.participation import Participation
from programs.models.program import Program, Staff
from programs.models.review import Delegation, PerformanceCheck, Refusal
from programs.models.scoring import Criterion, Review, Score
from programs.models.survey import CycleSurvey
from programs.models.timeline import Call, Milestone

__all__ = [
    "Application",
    "ApplicationDraft",
    "ApplicationImport",
    "ApplicationMove",
    "Attendance",
    "Call",
    "Criterion",
    "Cycle",
    "CycleQuestion",
    "CycleSurvey",
    "DateNotice",
    "Delegation",
    "Event",
    "FaqEntry",
    "Fulfilment",
    "Interest",
    "InvitationLink",
    "LateEntry",
    "MessageText",
    "Milestone",
    "Nomination",
    "Obligation",
    "PairingRule",
    "PairingWeight",
    "Participation",
    "PerformanceCheck",
    "Place",
    "PlaceOffer",
    "Program",
    "Refusal",
    "Requirement",
    "Resource",
    "Review",
    "Role",
    "Score",
    "Slot",
    "Staff",
    "Training",
    "TrainingDone",
]
