"""A change of the board that is tried before it is made, in the engine's words."""

from dataclasses import dataclass, replace
from typing import Any

from pairing.engine import changes as do
from pairing.engine.scoring import OFF
from pairing.rules.offered import rule_label
from pairing.runs.cohort import Entries


@dataclass(frozen=True)
class Wanted:
    """Applications by number. `pair` is an override: its score is what the two would earn."""

    kind: str
    mentee: int = 0
    mentor: int = 0
    places: int = 0
    score: int = 0
    rule: str = ""
    weights: tuple[tuple[str, int], ...] = ()
    reason: str = ""

    @property
    def people(self) -> set[int]:
        return {self.mentee, self.mentor} - {0}

    @property
    def two(self) -> tuple[str, str]:
        return str(self.mentee), str(self.mentor)

    @property
    def is_about_all(self) -> bool:
        """New weights or rules give everybody new points."""
        return self.kind in {"weights", "rule"}

    @property
    def rule_words(self) -> str:
        return rule_label(self.rule)

    @property
    def fields(self) -> dict[str, Any]:
        """What a form sends to make this change."""
        given: dict[str, Any] = {}
        if self.mentee and self.mentor:
            given["two"] = f"{self.mentee}-{self.mentor}"
        elif self.mentor:
            given["mentor"] = self.mentor
        for name in ("places", "rule"):
            if getattr(self, name):
                given[name] = getattr(self, name)
        return given | {f"w_{name}": points for name, points in self.weights}

    def change(self) -> do.Change:
        """For a solved state; not for what gives everybody new points."""
        if self.kind == "veto":
            return do.Veto(*self.two)
        if self.kind == "places":
            return do.Capacity(str(self.mentor), self.places)
        if self.kind == "pair":
            return do.Override(*self.two, self.score)
        return do.Lock(*self.two)

    def into(self, entries: Entries) -> Entries:
        """The entries of the cycle as they would be after the change."""
        if self.kind == "weights":
            return replace(entries, weights=dict(self.weights))
        if self.kind == "rule":
            choices = {**entries.rules.choices, self.rule: OFF}
            return replace(entries, rules=replace(entries.rules, choices=choices))
        if self.kind == "places":
            mentors = [
                replace(one, capacity=self.places) if one.id == str(self.mentor) else one
                for one in entries.mentors
            ]
            return replace(entries, mentors=mentors)
        return self._into_lists(entries)

    def _into_lists(self, entries: Entries) -> Entries:
        lists = entries.lists
        if self.kind == "veto":
            locks = tuple(one for one in lists.locks if one != self.two)
            lists = replace(lists, vetoes=(*lists.vetoes, self.two), locks=locks)
        elif self.kind == "pair":
            lists = replace(lists, overrides=(*lists.overrides, self.two))
        else:
            lists = replace(lists, locks=(*lists.locks, self.two))
        return replace(entries, lists=lists)
