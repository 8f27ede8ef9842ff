"""What an organizer may change on a solved state. Each change is a small value; see `State`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from pairing.engine.values.instance import Instance
from pairing.engine.values.terms import FORBIDDEN, BadInput, Pair, smallest_type


@dataclass(frozen=True, slots=True)
class Veto:
    """Never pair these two. A lock on the pair is lifted with it."""

    mentee: str
    mentor: str

    def on(self, instance: Instance) -> Instance:
        pair = known(instance, self.mentee, self.mentor)
        locks = tuple(lock for lock in instance.locks if lock != pair)
        return instance.changed(vetoes=with_pair(instance.vetoes, pair), locks=locks)


@dataclass(frozen=True, slots=True)
class Allow:
    """Take a veto back."""

    mentee: str
    mentor: str

    def on(self, instance: Instance) -> Instance:
        pair = known(instance, self.mentee, self.mentor)
        if pair not in instance.vetoes:
            raise BadInput(f"{self.mentee!r} with {self.mentor!r} is not vetoed")
        return instance.changed(vetoes=tuple(veto for veto in instance.vetoes if veto != pair))


@dataclass(frozen=True, slots=True)
class Lock:
    """Keep these two together whatever else happens; the pair must be allowed."""

    mentee: str
    mentor: str

    def on(self, instance: Instance) -> Instance:
        pair = known(instance, self.mentee, self.mentor)
        return instance.changed(locks=with_pair(instance.locks, pair))


@dataclass(frozen=True, slots=True)
class Unlock:
    """Let the engine decide again about a locked pair."""

    mentee: str
    mentor: str

    def on(self, instance: Instance) -> Instance:
        pair = known(instance, self.mentee, self.mentor)
        if pair not in instance.locks:
            raise BadInput(f"{self.mentee!r} with {self.mentor!r} is not locked")
        return instance.changed(locks=tuple(lock for lock in instance.locks if lock != pair))


@dataclass(frozen=True, slots=True)
class Capacity:
    """A mentor takes this many mentees, locked ones included."""

    mentor: str
    places: int

    def on(self, instance: Instance) -> Instance:
        column = instance.column_of.get(self.mentor)
        if column is None:
            raise BadInput(f"unknown mentor {self.mentor!r}")
        capacities = instance.capacities.copy()
        capacities[column] = self.places
        return instance.changed(capacities=capacities)


@dataclass(frozen=True, slots=True)
class MentorLeaves:
    """A mentor drops out: no places, and locks with them are void. Their row stays, empty."""

    mentor: str

    def on(self, instance: Instance) -> Instance:
        locks = tuple(lock for lock in instance.locks if lock[1] != self.mentor)
        return Capacity(self.mentor, 0).on(instance.changed(locks=locks))


@dataclass(frozen=True, slots=True)
class Priority:
    """A mentee is served earlier or later (1..9, higher first)."""

    mentee: str
    priority: int

    def on(self, instance: Instance) -> Instance:
        row = instance.row_of.get(self.mentee)
        if row is None:
            raise BadInput(f"unknown mentee {self.mentee!r}")
        priorities = instance.priorities.copy()
        priorities[row] = self.priority
        return instance.changed(priorities=priorities)


@dataclass(frozen=True, slots=True)
class AddMentee:
    """A new applicant: points with every mentor who may take them, by mentor id."""

    mentee: str
    scores: Mapping[str, int]
    priority: int = 1

    def on(self, instance: Instance) -> Instance:
        line = _line(self.scores, instance.column_of, "mentor")
        return instance.changed(
            mentees=(*instance.mentees, self.mentee),
            scores=_widened(instance.scores, line, axis=0),
            priorities=np.append(instance.priorities, self.priority),
        )


@dataclass(frozen=True, slots=True)
class AddMentor:
    """A new mentor: points with every mentee they may take, by mentee id."""

    mentor: str
    scores: Mapping[str, int]
    places: int = 1

    def on(self, instance: Instance) -> Instance:
        line = _line(self.scores, instance.row_of, "mentee")
        return instance.changed(
            mentors=(*instance.mentors, self.mentor),
            scores=_widened(instance.scores, line, axis=1),
            capacities=np.append(instance.capacities, self.places),
        )


@dataclass(frozen=True, slots=True)
class MenteeLeaves:
    """A mentee withdraws; nothing about them is kept."""

    mentee: str

    def on(self, instance: Instance) -> Instance:
        if self.mentee not in instance.row_of:
            raise BadInput(f"unknown mentee {self.mentee!r}")
        return instance.without({self.mentee})


@dataclass(frozen=True, eq=False, slots=True)
class Rescore:
    """New points for all pairs (new weights or rules): an array like `Instance.scores`."""

    scores: np.ndarray

    def on(self, instance: Instance) -> Instance:
        return replace(instance, scores=self.scores)


@dataclass(frozen=True, slots=True)
class Override:
    """An organizer pairs two people in spite of the rules: allowed with this score, and locked."""

    mentee: str
    mentor: str
    score: int

    def on(self, instance: Instance) -> Instance:
        pair = known(instance, self.mentee, self.mentor)
        kind = np.promote_types(instance.scores.dtype, smallest_type(self.score))
        scores = instance.scores.astype(kind)
        scores[instance.row_of[self.mentee], instance.column_of[self.mentor]] = self.score
        vetoes = tuple(veto for veto in instance.vetoes if veto != pair)
        return instance.changed(scores=scores, vetoes=vetoes, locks=with_pair(instance.locks, pair))


Change = (
    Veto
    | Allow
    | Lock
    | Unlock
    | Capacity
    | MentorLeaves
    | Priority
    | AddMentee
    | AddMentor
    | MenteeLeaves
    | Rescore
    | Override
)


def known(instance: Instance, mentee: str, mentor: str) -> Pair:
    """The pair, or BadInput if one of the two is not in the instance."""
    if mentee not in instance.row_of:
        raise BadInput(f"unknown mentee {mentee!r}")
    if mentor not in instance.column_of:
        raise BadInput(f"unknown mentor {mentor!r}")
    return mentee, mentor


def with_pair(pairs: tuple[Pair, ...], pair: Pair) -> tuple[Pair, ...]:
    return pairs if pair in pairs else (*pairs, pair)


def _line(scores: Mapping[str, int], place_of: Mapping[str, int], side: str) -> np.ndarray:
    line = np.full(len(place_of), FORBIDDEN, dtype=np.int64)
    for name, score in scores.items():
        if name not in place_of:
            raise BadInput(f"unknown {side} {name!r}")
        if type(score) is not int or score < 0:
            raise BadInput(f"the score with {name!r} must be a whole number of at least 0")
        line[place_of[name]] = score
    return line


def _widened(scores: np.ndarray, line: np.ndarray, *, axis: int) -> np.ndarray:
    """The table with one row (axis 0) or column (axis 1) more, in the narrowest type that fits."""
    kind = np.promote_types(scores.dtype, smallest_type(int(line.max(initial=0))))
    added = np.expand_dims(line.astype(kind), axis)
    return np.concatenate([scores.astype(kind, copy=False), added], axis=axis)
