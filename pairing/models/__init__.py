from pairing.models.run import Board, BoardChange, Proposal, Run, RunFile, Unpaired, Veto
from pairing.models.signature import Signature
from pairing.models.votes import Ballot, Tie, VoteRound

__all__ = [
    "Ballot",
    "Board",
    "BoardChange",
    "Proposal",
    "Run",
    "RunFile",
    "Signature",
    "Tie",
    "Unpaired",
    "Veto",
    "VoteRound",
]
