"""Three shapes in which points (or refusals) reach all pairs without a loop over pairs."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
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
class Shares:
    """A mentee spreads points over features; a mentor who has a feature brings its points.

    `given[row]` is a list of (feature, points), `held[column]` a set of features. Integer-linear,
    so a sparse product sums it exactly and the explanation can name every feature that counted.
    """

    given: Sequence[Sequence[tuple[Hashable, int]]]
    held: Sequence[frozenset[Any]]

    def at(self, row: int, column: int) -> int:
        return sum(points for feature, points in self.given[row] if feature in self.held[column])


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
    values = [[points(one, other) for other in column_classes] for one in row_classes]
    shape = (len(row_classes), len(column_classes))
    return Table(rows, columns, np.array(values, dtype=np.int16).reshape(shape))


def _numbered(classes: Sequence[Hashable]) -> tuple[np.ndarray, list[Any]]:
    number: dict[Hashable, int] = {}
    numbers = [number.setdefault(one, len(number)) for one in classes]
    return np.array(numbers, dtype=np.int64), list(number)


def spread(total: int, weights: Sequence[float]) -> list[int]:
    """Whole points in proportion to weights that sum to `total` (largest remainders, first wins)."""
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [int(value) for value in exact]
    by_rest = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in by_rest[: total - sum(parts)]:
        parts[place] += 1
    return parts
