"""The checker's own count of blocking pairs, one mentee at a time."""

import numpy as np

from pairing.engine.values.instance import Instance

NOBODY_HAS_THIS = np.iinfo(np.int64).max


def count_blocking(
    instance: Instance, mentor_of: dict[str, str], closed: tuple[tuple[str, str], ...]
) -> int:
    """Allowed pairs that would both be strictly better off with each other.

    Locked mentees stand outside, with the places they take; `closed` pairs cannot be had. Lists
    of preferences decide where given (not named is not acceptable), else scores do.
    """
    locked = {mentee for mentee, _ in instance.locks}
    free = {mentee: mentor for mentee, mentor in mentor_of.items() if mentee not in locked}
    members: dict[str, list[str]] = {name: [] for name in instance.mentors}
    for mentee, mentor in free.items():
        members[mentor].append(mentee)
    places = dict(zip(instance.mentors, instance.capacities.tolist(), strict=True))
    for _, mentor in instance.locks:
        places[mentor] -= 1
    room = {name for name in instance.mentors if len(members[name]) < places[name]}
    bar = np.array([_bar(instance, name, members[name], name in room) for name in instance.mentors])
    ranked = {
        name: {wish: rank for rank, wish in enumerate(wishes)}
        for name, wishes in instance.preferences.mentors.items()
    }
    worst = {
        name: max((ranks.get(mentee, len(ranks)) for mentee in members[name]), default=-1)
        if name not in room
        else len(ranks)
        for name, ranks in ranked.items()
    }
    out = _forbidden_of(instance, closed)
    count = 0
    for mentee in instance.mentees:
        if mentee in locked:
            continue
        wanted = _wanted(instance, mentee, free.get(mentee))
        wanted[out.get(mentee, [])] = False
        takes = instance.scores[instance.row_of[mentee]] > bar
        for name, ranks in ranked.items():
            takes[instance.column_of[name]] = ranks.get(mentee, NOBODY_HAS_THIS) < worst[name]
        count += int(np.count_nonzero(wanted & takes))
    return count


def _wanted(instance: Instance, mentee: str, mentor: str | None) -> np.ndarray:
    """(mentors,) whom this mentee may have and would rather have than what they got."""
    line = instance.scores[instance.row_of[mentee]]
    wishes = instance.preferences.mentees.get(mentee)
    if wishes is None:
        now = -1 if mentor is None else line[instance.column_of[mentor]]
        return (line > now) & (line >= 0)
    better = wishes[: wishes.index(mentor)] if mentor in wishes else wishes
    wanted = np.zeros(len(line), dtype=bool)
    wanted[[instance.column_of[name] for name in better]] = True
    return wanted & (line >= 0)


def _bar(instance: Instance, mentor: str, members: list[str], has_room: bool) -> int:
    """A score must be above this for the mentor to be better off."""
    if has_room:
        return -1
    column = instance.column_of[mentor]
    scores = [int(instance.scores[instance.row_of[name], column]) for name in members]
    return min(scores, default=NOBODY_HAS_THIS)


def _forbidden_of(instance: Instance, closed: tuple[tuple[str, str], ...]) -> dict[str, list[int]]:
    as_mentor = dict(instance.same_person)
    as_mentee = {mentor: mentee for mentee, mentor in instance.same_person}
    opposite = [
        (as_mentee[mentor], as_mentor[mentee])
        for mentee, mentor in instance.locks
        if mentor in as_mentee and mentee in as_mentor
    ]
    out: dict[str, list[int]] = {}
    for mentee, mentor in (*instance.vetoes, *instance.same_person, *closed, *opposite):
        out.setdefault(mentee, []).append(instance.column_of[mentor])
    return out
