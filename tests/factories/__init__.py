"""The least valid rows. No surprises: what a test needs beyond that, it says."""

from tests.factories.pairing import PairFactory, ended
from tests.factories.people import UserFactory
from tests.factories.programs import (
    ApplicationFactory,
    CallFactory,
    CycleFactory,
    ParticipationFactory,
    ProgramFactory,
    RoleFactory,
    StaffFactory,
)
from tests.factories.surveys import QuestionFactory, QuestionnaireFactory, ResponseFactory

__all__ = [
    "ApplicationFactory",
    "CallFactory",
    "CycleFactory",
    "PairFactory",
    "ParticipationFactory",
    "ProgramFactory",
    "QuestionFactory",
    "QuestionnaireFactory",
    "ResponseFactory",
    "RoleFactory",
    "StaffFactory",
    "UserFactory",
    "ended",
]
