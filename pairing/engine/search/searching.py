"""Shortest paths over every pair of a table, compiled. Loads numba.

The paths are those of `market.Market`, from one side only: searchers look for places on the other
side, one after the other, each by one Dijkstra over whole lines of the table (Jonker and Volgenant
1987; scipy's `linear_sum_assignment` works the same way, on floating-point numbers and with a copy
of the table for every place). A line is read in stretches whose nearest node is kept, so that the
processor compares many cells at once and the next node is found without reading them all again.

Prices stand net of what every pair of a person earns alike: a pair falls short of its prices by
own + price - score, and `least` is the own price at which a searcher may as well stay unpaired.
Distances are doubled, with one added where the other side is full, so that of equally near nodes
one with room comes first.
"""

import numpy as np

from pairing.engine.search.heap import FAR, compiled
from pairing.engine.search.kernels import move_up

STRETCH = 64


@compiled
def seat_from(start, most, table, line_of, least, own, price, places, full, pairs):
    """Seat searchers from `start` on; returns the next one, and how many lines were read.

    Stops when `most` lines were read, so that the caller can look up in between.
    """
    others = table.shape[1]
    near = np.empty(others, dtype=np.int64)
    front = np.empty(others, dtype=np.int64)
    came_from = np.empty(others, dtype=np.int64)
    settled = np.empty(others, dtype=np.int64)
    nearest_of = np.empty((others + STRETCH - 1) // STRETCH, dtype=np.int64)
    seen = np.empty(len(own), dtype=np.int64)
    seen_at = np.empty(len(own), dtype=np.int64)
    work = (near, front, came_from, settled, nearest_of, seen, seen_at)
    lines, searcher = 0, start
    while searcher < len(own) and lines < most:
        own[searcher] = max(least[searcher], best_of(table[line_of[searcher]], price))
        lines += 1
        if own[searcher] > least[searcher]:
            lines += seat(searcher, table, line_of, least, own, price, places, full, pairs, work)
        searcher += 1
    return searcher, lines


@compiled
def seat(source, table, line_of, least, own, price, places, full, pairs, work):
    """Cheapest way to a place for one searcher, or to leave somebody unpaired; see
    `Market._seat`. Returns how many lines were read."""
    near, front, came_from, settled, nearest_of, seen, seen_at = work
    near[:], front[:], nearest_of[:] = FAR, FAR, FAR
    seen[0], seen_at[0] = source, 0
    rows, fresh, count = 1, 0, 0
    fallen_out, taken, shortest = source, -1, own[source] - least[source]
    while True:
        while fresh < rows:
            row = seen[fresh]
            offset = seen_at[fresh] + own[row]
            relax(table[line_of[row]], offset, price, full, near, front, came_from, row, nearest_of)
            fresh += 1
        node = nearest(front, nearest_of)
        distance = front[node] >> 1
        if distance >= shortest:
            break
        if front[node] & 1 == 0:
            fallen_out, taken, shortest = -1, node, distance
            break
        settle(node, front, nearest_of)
        settled[count] = node
        count += 1
        rows = add_holders(node, distance, pairs, seen, seen_at, rows)
        for row in seen[fresh:rows]:
            if distance + own[row] - least[row] < shortest:
                fallen_out, taken, shortest = row, node, distance + own[row] - least[row]
    reprice(price, settled[:count], near, own, seen[:rows], seen_at, shortest)
    if fallen_out != source:
        move_up(source, fallen_out, taken, pairs, came_from)
        full[taken] = pairs[1][taken] >= places[taken]
    return rows


@compiled
def add_holders(node, distance, pairs, seen, seen_at, rows):
    """Whoever has a place there is as far away as the place; returns how many were seen by now."""
    first, after = pairs[2], pairs[3]
    row = first[node]
    while row >= 0:
        seen[rows], seen_at[rows] = row, distance
        rows += 1
        row = after[row]
    return rows


@compiled
def reprice(price, settled, near, own, seen, seen_at, shortest):
    """What lies nearer than the path's end shares the difference: the path becomes tight."""
    for node in settled:
        price[node] += max(0, shortest - (near[node] >> 1))
    for k in range(len(seen)):
        own[seen[k]] -= max(0, shortest - seen_at[k])


@compiled
def best_of(line, price):
    """The most that any pair of a line is worth beyond the other's price; -FAR if none is allowed."""
    best = -FAR
    for node in range(len(line)):
        gain = line[node] - price[node]
        best = max(best, gain if line[node] >= 0 else -FAR)
    return best


@compiled
def relax(line, offset, price, full, near, front, came_from, row, nearest_of):
    """Ways through one searcher that are shorter than any known so far. Without branches, and on
    pieces of the arrays: most cells change nothing, and the processor then takes many at a time."""
    for stretch in range(len(nearest_of)):
        low, high = stretch * STRETCH, min((stretch + 1) * STRETCH, len(line))
        scores, prices, is_full = line[low:high], price[low:high], full[low:high]
        known, ahead, origin = near[low:high], front[low:high], came_from[low:high]
        least = FAR
        for node in range(len(scores)):
            way = 2 * (offset - scores[node] + prices[node]) + is_full[node]
            shorter = (scores[node] >= 0) & (way < known[node])
            known[node] = way if shorter else known[node]
            origin[node] = row if shorter else origin[node]
            way = way if shorter else ahead[node]
            ahead[node] = way
            least = min(least, way)
        nearest_of[stretch] = least


@compiled
def nearest(front, nearest_of):
    """The nearest node that is not settled, the first of several."""
    stretch = nearest_of.argmin()
    node = stretch * STRETCH
    while front[node] != nearest_of[stretch]:
        node += 1
    return node


@compiled
def settle(node, front, nearest_of):
    front[node] = FAR
    stretch = node // STRETCH
    nearest_of[stretch] = front[stretch * STRETCH : (stretch + 1) * STRETCH].min()
