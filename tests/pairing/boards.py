"""What stands on a cycle's board."""

from pairing.models import Board, Proposal


def board_of(cycle):
    return Board.objects.select_related("run", "cycle").get(cycle=cycle)


def pairs(cycle):
    return set(Proposal.objects.filter(board__cycle=cycle).values_list("mentee", "mentor"))


def total(cycle):
    return sum(Proposal.objects.filter(board__cycle=cycle).values_list("score", flat=True))
