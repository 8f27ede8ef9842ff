"""One pairing problem as numbers: who, how many places, every score, and what an organizer fixed."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

FORBIDDEN = -1
HIGHEST_SCORE = 10**9
# Rows put in another order at a time: few enough to stay in the processor's cache.
AT_ONCE = 16
Pair = tuple[str, str]


class BadInput(ValueError):  # noqa: N818 - reads as a sentence where it is raised and caught
    """The input cannot be a pairing problem; the message is one line that says where."""


@dataclass(frozen=True)
class Preferences:
    """Ranked wishes, best first, by id. Someone not listed orders the other side by score."""

    mentees: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    mentors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Instance:
    """Mentees in rows, mentors in columns.

    `scores` is an integer array (mentees, mentors), FORBIDDEN (-1) where a pair is not allowed;
    `priorities` are 1..9 per mentee, `capacities` >= 0 places per mentor. `locks`, `vetoes` and
    `same_person` hold (mentee id, mentor id). Raises BadInput where these do not fit together.
    """

    mentees: tuple[str, ...]
    mentors: tuple[str, ...]
    scores: np.ndarray
    priorities: np.ndarray
    capacities: np.ndarray
    locks: tuple[Pair, ...] = ()
    vetoes: tuple[Pair, ...] = ()
    same_person: tuple[Pair, ...] = ()
    preferences: Preferences = field(default_factory=Preferences)
    seed: int = 0

    def changed(self, **fields: Any) -> "Instance":
        """A copy with other fields, checked; a table that stays is not read again."""
        from pairing.engine.reading import verify  # noqa: PLC0415 - see __post_init__

        other = object.__new__(Instance)
        for name in self.__dataclass_fields__:
            object.__setattr__(other, name, fields.get(name, getattr(self, name)))
        verify(other, scores_too="scores" in fields)
        return other

    def without(self, mentees: Collection[str]) -> "Instance":
        """The instance without some mentees, and without all that was said about them."""
        keep = np.array([name not in mentees for name in self.mentees], dtype=bool)
        wishes = self.preferences
        lists = {
            name: tuple(pair for pair in getattr(self, name) if pair[0] not in mentees)
            for name in ("locks", "vetoes", "same_person")
        }
        return self.changed(
            mentees=tuple(name for name in self.mentees if name not in mentees),
            scores=self.scores[keep],
            priorities=self.priorities[keep],
            preferences=Preferences(
                {name: ranked for name, ranked in wishes.mentees.items() if name not in mentees},
                {
                    name: tuple(wish for wish in ranked if wish not in mentees)
                    for name, ranked in wishes.mentors.items()
                },
            ),
            **lists,
        )

    def __post_init__(self) -> None:
        from pairing.engine.reading import verify  # noqa: PLC0415 - reading imports this module

        verify(self, scores_too=True)

    @classmethod
    def from_json(cls, content: Any, folder: Path | str | None = None) -> "Instance":
        """The instance a decoded JSON object describes; `folder` is where its npy file lies."""
        from pairing.engine.reading import read_instance  # noqa: PLC0415 - see above

        return read_instance(content, folder)

    @cached_property
    def row_of(self) -> dict[str, int]:
        return {name: row for row, name in enumerate(self.mentees)}

    @cached_property
    def column_of(self) -> dict[str, int]:
        return {name: column for column, name in enumerate(self.mentors)}

    def cells(self, pairs: Sequence[Pair]) -> tuple[np.ndarray, np.ndarray]:
        """Rows and columns of pairs given by id."""
        rows = np.array([self.row_of[mentee] for mentee, _ in pairs], dtype=np.int64)
        columns = np.array([self.column_of[mentor] for _, mentor in pairs], dtype=np.int64)
        return rows, columns

    @cached_property
    def allowed(self) -> np.ndarray:
        """The scores with vetoed pairs and pairs of a person with themselves forbidden."""
        removed = (*self.vetoes, *self.same_person)
        if not removed:
            return self.scores
        scores = self.scores.copy()
        scores[self.cells(removed)] = FORBIDDEN
        return scores

    @cached_property
    def unit(self) -> int:
        """What one step of priority weighs: more than all points of any pairing together."""
        pairs = min(len(self.mentees), int(self.capacities.sum()))
        highest = int(self.allowed.max(initial=0))
        return pairs * max(highest, 0) + 1

    def is_allowed(self, mentee: str, mentor: str) -> bool:
        """May the two be paired, vetoes considered? Raises KeyError for an unknown id."""
        pair = mentee, mentor
        if pair in self.vetoes or pair in self.same_person:
            return False
        return bool(self.scores[self.row_of[mentee], self.column_of[mentor]] >= 0)

    def to_json(self) -> dict[str, Any]:
        """The instance as plain lists, in the format of the command line."""
        dense = [[None if s < 0 else s for s in row] for row in self.scores.tolist()]
        content: dict[str, Any] = {
            "mentors": _entries(self.mentors, "capacity", self.capacities),
            "mentees": _entries(self.mentees, "priority", self.priorities),
            "scores": {"dense": dense},
        }
        for name in ("locks", "vetoes", "same_person"):
            content[name] = [list(pair) for pair in getattr(self, name)]
        content["preferences"] = {
            "mentees": {k: list(v) for k, v in self.preferences.mentees.items()},
            "mentors": {k: list(v) for k, v in self.preferences.mentors.items()},
        }
        return content | {"seed": self.seed}

    def digest(self) -> str:
        """SHA-256 of the content: the same for any order of rows, columns and listed pairs."""
        rows, columns = np.argsort(self.mentees), np.argsort(self.mentors)
        head = {
            "mentees": [[self.mentees[i], int(self.priorities[i])] for i in rows],
            "mentors": [[self.mentors[j], int(self.capacities[j])] for j in columns],
            "locks": sorted(set(self.locks)),
            "vetoes": sorted(set(self.vetoes)),
            "same_person": sorted(set(self.same_person)),
            "preferences": [
                sorted((k, list(v)) for k, v in side.items())
                for side in (self.preferences.mentees, self.preferences.mentors)
            ],
            "seed": self.seed,
        }
        text = json.dumps(head, ensure_ascii=True, separators=(",", ":"))
        total = hashlib.sha256(text.encode())
        # The narrowest type depends on the content alone, and is a fraction of the bytes.
        kind = np.dtype(smallest_type(int(self.scores.max(initial=0)))).newbyteorder("<")
        total.update(kind.str.encode())
        for start in range(0, len(rows), AT_ONCE):
            part = self.scores[rows[start : start + AT_ONCE]]
            total.update(np.take(part, columns, axis=1).astype(kind, copy=False).tobytes())
        return total.hexdigest()


def _entries(names: Sequence[str], key: str, values: np.ndarray) -> list[dict[str, Any]]:
    return [{"id": name, key: int(value)} for name, value in zip(names, values, strict=True)]


def smallest_type(highest: int) -> type[np.signedinteger]:
    """The narrowest signed integer type that holds -1..highest: scores are read often."""
    for kind in (np.int8, np.int16, np.int32):
        if highest <= np.iinfo(kind).max:
            return kind
    return np.int64
