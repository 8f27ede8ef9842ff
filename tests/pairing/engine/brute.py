"""The slow truth: every pairing of a tiny instance, one by one."""

import numpy as np


def pairings(instance):
    """Every allowed pairing that keeps locks and places, as {row: column}; no two-cycles."""
    options = _options(instance)
    places = instance.capacities.tolist()
    chosen = {}

    def walk(row):
        if row == len(options):
            yield dict(chosen)
            return
        for column in options[row]:
            if column is None:
                yield from walk(row + 1)
            elif places[column] > 0:
                places[column] -= 1
                chosen[row] = column
                yield from walk(row + 1)
                del chosen[row]
                places[column] += 1

    return (one for one in walk(0) if not _two_cycle(instance, one))


def _options(instance):
    """Columns each row may choose; None is staying unpaired, a locked row has no choice."""
    scores = instance.scores.copy()
    for mentee, mentor in (*instance.vetoes, *instance.same_person):
        scores[instance.row_of[mentee], instance.column_of[mentor]] = -1
    options = [[*np.flatnonzero(line >= 0).tolist(), None] for line in scores]
    for mentee, mentor in instance.locks:
        row, column = instance.row_of[mentee], instance.column_of[mentor]
        options[row] = [column] if column in options[row] else []
    for row, kept in enumerate(options):
        locked = {instance.column_of[m] for e, m in instance.locks if instance.row_of[e] == row}
        options[row] = [] if len(locked) > 1 else kept
    return options


def value(instance, pairing):
    """(weighed priorities, total score): compares as the main objective does."""
    weighed = sum(int(instance.priorities[row]) for row in pairing)
    return weighed, total(instance, pairing)


def total(instance, pairing):
    return sum(int(instance.scores[row, column]) for row, column in pairing.items())


def worst(instance, pairing):
    """The least score among pairs that were not locked; without any, nothing is worse."""
    locked = {instance.row_of[mentee] for mentee, _ in instance.locks}
    scores = [int(instance.scores[cell]) for cell in pairing.items() if cell[0] not in locked]
    return min(scores, default=10**10)


def blocking(instance, pairing):
    """Cells (row, column) whose two people would both rather have each other."""
    locked = {instance.row_of[mentee] for mentee, _ in instance.locks}
    places = instance.capacities.tolist()
    for row in locked:
        places[pairing[row]] -= 1
    held = {column: [] for column in range(len(places))}
    for row, column in pairing.items():
        if row not in locked:
            held[column].append(row)
    found = []
    for row, options in enumerate(_options(instance)):
        for column in options:
            if column is None or row in locked or _closed(instance, row, column):
                continue
            likes = _likes(instance, "mentees", row)
            now = likes(pairing[row]) if row in pairing else -1
            back = _likes(instance, "mentors", column)
            room = len(held[column]) < places[column]
            least = -1 if room else min(map(back, held[column]), default=10**10)
            if likes(column) > max(now, -1) and back(row) > max(least, -1):
                found.append((row, column))
    return found


def _likes(instance, side, place):
    """How much this person likes a place on the other side; -1 is not acceptable."""
    names = getattr(instance, side)
    ranked = getattr(instance.preferences, side).get(names[place])
    if ranked is not None:
        others = instance.mentors if side == "mentees" else instance.mentees
        order = {name: len(ranked) - rank for rank, name in enumerate(ranked)}
        return lambda other: order.get(others[other], -1)
    cell = (lambda other: (place, other)) if side == "mentees" else (lambda other: (other, place))
    return lambda other: int(instance.scores[cell(other)])


def _closed(instance, row, column):
    """Would this pair close a two-cycle with a locked one?"""
    as_mentor = dict(instance.same_person)
    as_mentee = {mentor: mentee for mentee, mentor in instance.same_person}
    mentee, mentor = instance.mentees[row], instance.mentors[column]
    opposite = as_mentee.get(mentor), as_mentor.get(mentee)
    return opposite in instance.locks


def of_result(instance, result):
    return {instance.row_of[p.mentee]: instance.column_of[p.mentor] for p in result.pairs}


def _two_cycle(instance, chosen):
    own = {instance.row_of[e]: instance.column_of[m] for e, m in instance.same_person}
    back = {column: row for row, column in own.items()}
    return any(
        column in back and row in own and chosen.get(back[column]) == own[row]
        for row, column in chosen.items()
    )
