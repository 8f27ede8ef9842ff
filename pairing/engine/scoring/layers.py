"""Three shapes in which points (or refusals) reach all pairs without a loop over pairs."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Table:
    """Everyone belongs to a class; points depend on the two classes.

    rows (mentees,), columns (mentors,): class numbers; points (mentee classes, mentor classes).
    """

    rows: np.ndarray
    columns: np.ndarray
    points: np.ndarray

    def at(self, row: int, column: int) -> int:
        return int(self.points[self.rows[row], self.columns[column]])


@dataclass(frozen=True)
class Lists:
    """A list of whole numbers for everyone, end to end: person p has values[start[p]:start[p+1]]."""

    start: np.ndarray
    values: np.ndarray

    @classmethod
    def of(cls, lists: Sequence[Sequence[int]]) -> "Lists":
        start = np.cumsum([0, *map(len, lists)], dtype=np.int64)
        return cls(start, np.fromiter(chain.from_iterable(lists), np.int64, int(start[-1])))

    @classmethod
    def of_owners(cls, owners: np.ndarray, values: np.ndarray, people: int) -> "Lists":
        """From (person, value) side by side, the persons in rising order."""
        counts = np.bincount(owners, minlength=people)
        return cls(np.concatenate([[0], np.cumsum(counts)]), values)

    @property
    def owners(self) -> np.ndarray:
        """(values,) whose each value is."""
        return np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))

    def since(self, first: int) -> "Lists":
        """The lists of everyone from person `first` on."""
        return Lists(self.start[first:] - self.start[first], self.values[self.start[first] :])

    def at(self, person: int) -> np.ndarray:
        return self.values[self.start[person] : self.start[person + 1]]


@dataclass(frozen=True)
class Shares:
    """A mentee spreads points over features; a mentor who has a feature brings its points.

    `given` lists the features of each mentee, each once, `points` what each of them is worth, beside
    `given.values`; `held` lists those of each mentor. Features are numbers below `features`.
    Integer-linear, so a sparse product sums it exactly.
    """

    given: Lists
    points: np.ndarray
    held: Lists
    features: int

    def at(self, row: int, column: int) -> int:
        worth = self.points[self.given.start[row] : self.given.start[row + 1]]
        return int(worth[np.isin(self.given.at(row), self.held.at(column))].sum())


@dataclass(frozen=True)
class Listed:
    """Points for single pairs, keyed by (row, column)."""

    points: dict[tuple[int, int], int]

    def at(self, row: int, column: int) -> int:
        return self.points.get((row, column), 0)


Layer = Table | Shares | Listed


def table(
    mentees: Sequence[Hashable],
    mentors: Sequence[Hashable],
    points: Callable[[Any, Any], int],
) -> Table:
    """A Table from each person's class and what two classes are worth together."""
    rows, row_classes = _numbered(mentees)
    columns, column_classes = _numbered(mentors)
    values = [[points(mentee, mentor) for mentor in column_classes] for mentee in row_classes]
    shape = (len(row_classes), len(column_classes))
    return Table(rows, columns, np.array(values, dtype=np.int16).reshape(shape))


def table_of_blocks(
    mentees: Sequence[Hashable],
    mentors: Sequence[Hashable],
    blocks: Callable[[list[Any], list[Any]], Iterable[np.ndarray]],
) -> Table:
    """A Table of points (int8) worked out for many classes at once: `blocks` gives its rows."""
    rows, row_classes = _numbered(mentees)
    columns, column_classes = _numbered(mentors)
    points = np.zeros((len(row_classes), len(column_classes)), dtype=np.int8)
    first = 0
    for block in blocks(row_classes, column_classes):
        points[first : first + len(block)] = block
        first += len(block)
    return Table(rows, columns, points)


def _numbered(classes: Sequence[Hashable]) -> tuple[np.ndarray, list[Any]]:
    number: dict[Hashable, int] = {}
    numbers = [number.setdefault(kind, len(number)) for kind in classes]
    return np.array(numbers, dtype=np.int64), list(number)


def spread(total: int, weights: Sequence[float]) -> list[int]:
    """Whole points in proportion to weights that sum to `total` (largest remainders, first wins)."""
    totals, row = np.array([total]), np.array([weights], dtype=np.float64)
    return [int(part) for part in spread_rows(totals, row)[0]]


def spread_rows(totals: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """`spread` for each row of `weights` (rows, most), rows filled up with zeros on the right."""
    whole = np.zeros(len(weights))
    for column in weights.T:  # one by one, so that no grouping of the sum can show in the result
        whole += column
    totals = np.where(whole > 0, totals, 0)
    exact = totals[:, None] * weights / np.where(whole > 0, whole, 1)[:, None]
    parts = exact.astype(np.int64)
    by_rest = np.argsort(parts - exact, axis=1, kind="stable")
    place = np.argsort(by_rest, axis=1, kind="stable")
    return parts + (place < (totals - parts.sum(axis=1))[:, None])
