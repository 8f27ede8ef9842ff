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


def of_result(instance, result):
    return {instance.row_of[p.mentee]: instance.column_of[p.mentor] for p in result.pairs}


def _two_cycle(instance, chosen):
    own = {instance.row_of[e]: instance.column_of[m] for e, m in instance.same_person}
    back = {column: row for row, column in own.items()}
    return any(
        column in back and row in own and chosen.get(back[column]) == own[row]
        for row, column in chosen.items()
    )
