"""The shortage rule (D2): people in both roles give up their mentee's place when places are short."""

from dataclasses import dataclass, replace

import numpy as np

from pairing.engine.values.instance import Instance
from pairing.engine.values.terms import BadInput

MODES = ("all", "as few as possible", "off")


@dataclass(frozen=True)
class Shortage:
    """What the rule did. `served_with` and `served_without` count the mentees in one role only
    whom the best pairing serves with, and without, the mentee places of those in both roles;
    `mentors_only` are the mentee ids that were taken out of `instance`."""

    instance: Instance
    mentors_only: tuple[str, ...] = ()
    served_with: int = 0
    served_without: int = 0

    @property
    def is_short(self) -> bool:
        return self.served_without > self.served_with


def apply_shortage(instance: Instance, mode: str = "all") -> Shortage:
    """Take people in both roles out as mentees if more mentees in one role are served without them.

    "all" takes all of them out, "as few as possible" keeps those who can still be served once
    everyone in one role comes first. A mentee whom nobody may take never triggers the rule: both
    counts are of people actually served. Raises BadInput for an unknown mode.
    """
    if mode not in MODES:
        raise BadInput(f"unknown shortage rule {mode!r}; choose one of {', '.join(MODES)}")
    locked = {mentee for mentee, _ in instance.locks}
    both = {mentee for mentee, _ in instance.same_person} - locked
    if mode == "off" or not both:
        return Shortage(instance)
    single = set(instance.mentees) - both - locked
    smaller = instance.without(both)
    served_with = len(single & _served(instance))
    served_without = len(single & _served(smaller))
    if served_without <= served_with:
        return Shortage(instance, (), served_with, served_without)
    if mode == "as few as possible":
        both -= _served(_single_first(instance, single))
        smaller = instance.without(both)
    return Shortage(smaller, tuple(sorted(both)), served_with, served_without)


def _served(instance: Instance) -> set[str]:
    from pairing.engine.solver import solve  # noqa: PLC0415 - solving loads scipy, this must not

    return set(solve(instance).mentor_of)


def _single_first(instance: Instance, single: set[str]) -> Instance:
    """The same people with everyone in one role before everyone in both."""
    first = np.array([name in single for name in instance.mentees], dtype=bool)
    return replace(instance, priorities=np.where(first, 2, 1).astype(np.int64))
