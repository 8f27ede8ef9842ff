from pairing.models.rehearsal import Rehearsal
from pairing.models.run import Board, BoardChange, Proposal, Run, RunFile, ToldWhy, Unpaired, Veto
from pairing.models.signature import Signature
from pairing.models.votes import Ballot, Tie, VoteRound
from pairing.models.why import Why

__all__ = [
    "Ballot",
    "Board",
    "BoardChange",
    "Proposal",
    "Rehearsal",
    "Run",
    "RunFile",
    "Signature",
    "Tie",
    "ToldWhy",
    "Unpaired",
    "Veto",
    "VoteRound",
    "Why",
]
