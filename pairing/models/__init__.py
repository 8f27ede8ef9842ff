from pairing.models.agreement import Agreement
from pairing.models.case import Case
from pairing.models.goal import Goal
from pairing.models.pair import Pair
from pairing.models.run import (
    Board,
    BoardChange,
    Proposal,
    Run,
    RunFile,
    Unpaired,
    Veto,
)
from pairing.models.session import AgendaItem, MentoringSession, SessionNote
from pairing.models.signature import Signature
from pairing.models.votes import Ballot, Tie, VoteRound

__all__ = [
    "AgendaItem",
    "Agreement",
    "Ballot",
    "Board",
    "BoardChange",
    "Case",
    "Goal",
    "MentoringSession",
    "Pair",
    "Proposal",
    "Run",
    "RunFile",
    "SessionNote",
    "Signature",
    "Tie",
    "Unpaired",
    "Veto",
    "VoteRound",
]
