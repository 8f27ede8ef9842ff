from pairs.models.agenda_template import AgendaTemplate
from pairs.models.agreement import Agreement
from pairs.models.beginning import Beginning
from pairs.models.case import Case, CaseEntry
from pairs.models.extension import Extension
from pairs.models.goal import Goal, GoalStep, GoalVersion
from pairs.models.meeting import MeetingNote
from pairs.models.member import PairMember
from pairs.models.pair import Pair
from pairs.models.pair_agenda import PairAgenda
from pairs.models.series import SessionSeries
from pairs.models.session import AgendaItem, MentoringSession, SessionNote, SessionPoint
from pairs.models.style import CommunicationStyle
from pairs.models.time_proposal import TimeProposal

__all__ = [
    "AgendaItem",
    "AgendaTemplate",
    "Agreement",
    "Beginning",
    "Case",
    "CaseEntry",
    "CommunicationStyle",
    "Extension",
    "Goal",
    "GoalStep",
    "GoalVersion",
    "MeetingNote",
    "MentoringSession",
    "Pair",
    "PairAgenda",
    "PairMember",
    "SessionNote",
    "SessionPoint",
    "SessionSeries",
    "TimeProposal",
]
