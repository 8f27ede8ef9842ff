"""The board as a map: mentees by mentors, how well each two would fit, and who is suggested."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from applications.models import Application
from pairing.models import Board, Proposal
from pairing.queries.board.page import UNPAIRED_SHOWN, mentees_without, mentors_with_room
from pairing.runs import run_state
from people.models import User

STEPS = (50, 62, 72, 82)  # from here on the next darker shade


@dataclass(frozen=True)
class Cell:
    """`points` is -1 where a rule or a veto keeps the two apart."""

    mentor: Application
    points: int
    shade: int
    is_pair: bool = False
    is_locked: bool = False


@dataclass(frozen=True)
class MapRow:
    mentee: Application
    cells: list[Cell]


@dataclass(frozen=True)
class Map:
    mentors: list[Application]
    lines: list[MapRow]
    steps: tuple[int, ...] = STEPS


def map_of(board: Board, viewer: User) -> Map | None:
    """Best pairs first, then those without; None without a run. Nobody sees themselves."""
    instance = run_state.instance_of(board)
    if instance is None:
        return None
    rows = board.proposals.standing().exclude(mentor__person=viewer).exclude(mentee__person=viewer)
    pairs = {row.mentee_id: row for row in rows.with_people().order_by("-score", "pk")}
    mentors = {row.mentor_id: row.mentor for row in pairs.values()}
    mentors |= {one.pk: one for one in mentors_with_room(board, viewer)[:UNPAIRED_SHOWN]}
    mentees = [row.mentee for row in pairs.values()]
    mentees += mentees_without(board, viewer)[:UNPAIRED_SHOWN]
    columns = list(mentors.values())
    points = _Points(instance.allowed, instance.row_of, instance.column_of)
    lines = [MapRow(mentee, _cells(mentee, columns, pairs, points)) for mentee in mentees]
    return Map(columns, lines)


@dataclass(frozen=True)
class _Points:
    table: np.ndarray
    row_of: Mapping[str, int]
    column_of: Mapping[str, int]

    def of(self, mentee: Application, mentor: Application) -> int:
        row, column = self.row_of.get(str(mentee.pk)), self.column_of.get(str(mentor.pk))
        return -1 if row is None or column is None else int(self.table[row, column])


def _cells(
    mentee: Application,
    mentors: list[Application],
    pairs: Mapping[int, Proposal],
    points: _Points,
) -> list[Cell]:
    row = pairs.get(mentee.pk)
    cells = []
    for mentor in mentors:
        is_pair = row is not None and row.mentor_id == mentor.pk
        worth = row.score if row is not None and is_pair else points.of(mentee, mentor)
        shade = sum(worth >= step for step in STEPS)
        is_locked = is_pair and row is not None and row.is_locked
        cells.append(Cell(mentor, worth, shade, is_pair, is_locked))
    return cells
