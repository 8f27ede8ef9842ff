"""One pairing problem as numbers: who, how many places, every score, and what an organizer fixed."""

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from pairing.engine.values.reading import read_fields
from pairing.engine.values.terms import (
    FORBIDDEN,
    HIGHEST_PRIORITY,
    HIGHEST_SCORE,
    LOWEST_PRIORITY,
    Pair,
    Preferences,
    expect,
    smallest_type,
)

# Rows put in another order at a time: few enough to stay in the processor's cache.
AT_ONCE = 16


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
        other = object.__new__(Instance)
        for name in self.__dataclass_fields__:
            object.__setattr__(other, name, fields.get(name, getattr(self, name)))
        _verify(other, scores_too="scores" in fields)
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
        _verify(self, scores_too=True)

    @classmethod
    def from_json(cls, content: Any, folder: Path | str | None = None) -> "Instance":
        """The instance a decoded JSON object describes; `folder` is where its npy file lies."""
        return cls(**read_fields(content, folder))

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


def _verify(instance: Instance, *, scores_too: bool) -> None:
    """Raise BadInput unless ids are unique and known, and numbers are in their range."""
    for side, names in (("mentee", instance.mentees), ("mentor", instance.mentors)):
        expect(len(set(names)) == len(names), f"{side} id given twice: {_first_double(names)!r}")
    _verify_numbers(instance)
    if scores_too:
        _verify_scores(instance.scores)
    _verify_pairs(instance)
    _verify_preferences(instance)


def _verify_numbers(instance: Instance) -> None:
    shape = (len(instance.mentees), len(instance.mentors))
    expect(instance.scores.shape == shape, f"scores are {instance.scores.shape}, people {shape}")
    expect(instance.priorities.shape == shape[:1], "one priority per mentee is needed")
    expect(instance.capacities.shape == shape[1:], "one capacity per mentor is needed")
    lowest = int(instance.priorities.min(initial=LOWEST_PRIORITY))
    highest = int(instance.priorities.max(initial=LOWEST_PRIORITY))
    in_range = lowest >= LOWEST_PRIORITY and highest <= HIGHEST_PRIORITY
    expect(in_range, f"a priority is outside {LOWEST_PRIORITY} to {HIGHEST_PRIORITY}")
    expect(bool((instance.capacities >= 0).all()), "a capacity is negative")


def _verify_scores(scores: np.ndarray) -> None:
    expect(np.issubdtype(scores.dtype, np.integer), "scores must be whole numbers")
    expect(int(scores.min(initial=0)) >= FORBIDDEN, "a score is below -1")
    expect(int(scores.max(initial=0)) <= HIGHEST_SCORE, f"a score is above {HIGHEST_SCORE}")


def _verify_pairs(instance: Instance) -> None:
    for name in ("locks", "vetoes", "same_person"):
        for mentee, mentor in getattr(instance, name):
            expect(mentee in instance.row_of, f"{name}: unknown mentee {mentee!r}")
            expect(mentor in instance.column_of, f"{name}: unknown mentor {mentor!r}")
    for side in (0, 1):
        names = [pair[side] for pair in set(instance.same_person)]
        expect(
            len(set(names)) == len(names), f"same_person: {_first_double(names)!r} is two people"
        )
    for mentee, mentor in instance.locks:
        allowed = instance.is_allowed(mentee, mentor)
        expect(allowed, f"locks: {mentee!r} with {mentor!r} is not an allowed pair")


def _verify_preferences(instance: Instance) -> None:
    wishes = instance.preferences
    sides = (
        ("mentee", wishes.mentees, instance.row_of, instance.column_of),
        ("mentor", wishes.mentors, instance.column_of, instance.row_of),
    )
    for side, lists, own, other in sides:
        for name, ranked in lists.items():
            expect(name in own, f"preferences: unknown {side} {name!r}")
            expect(len(set(ranked)) == len(ranked), f"preferences of {name!r} name someone twice")
            unknown = next((wish for wish in ranked if wish not in other), None)
            expect(unknown is None, f"preferences of {name!r} name unknown {unknown!r}")


def _first_double(names: Sequence[str]) -> str | None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return None
