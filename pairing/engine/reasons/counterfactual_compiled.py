"""The search of `counterfactual` compiled, for large tables. Loads numba."""

import numpy as np

from pairing.engine.search.heap import FAR, compiled, pop, push
from pairing.engine.search.market import Market
from pairing.engine.search.scanning import TILE_COLUMNS, turn
from pairing.engine.search.sparse import in_blocks

LOOK_AROUND = 32
STRETCH = 64
NARROW = 2**14
WIDE = 2**61


def distances(market: Market, mentee: int) -> np.ndarray:
    """(columns,) as `counterfactual._Backwards.run` gives them."""
    near = np.full(len(market.v), FAR, dtype=np.int64)
    sink = 0 if market.mate[mentee] < 0 else FAR
    if sink:
        near[market.mate[mentee]] = 0
    waiting = np.flatnonzero((market.mate < 0) & market.free)
    paired = np.flatnonzero(market.mate >= 0)
    room = market.load < market.places
    floor = market.u - market.base
    people = (floor, market.u, market.mate, waiting, paired)
    highest = int(market.scores.max(initial=0)) + int(market.v.max(initial=0))
    cap = NARROW if highest < NARROW // 4 else WIDE
    # Up to which score - offset a pair is of no use: rises as ways become shorter. Only a filter,
    # so it may be narrow and capped; whoever has no mentor is of no use at all.
    useless = np.full(len(floor), cap, np.int16 if cap == NARROW else np.int64)
    useless[paired] = -cap
    search(by_mentor(market), people, market.v, market.load > 0, room, sink, near, useless, cap)
    return near


def by_mentor(market: Market) -> np.ndarray:
    """(columns, rows) the table turned, so that one mentor's cells lie side by side."""
    if market.turned is None:
        scores, turned = market.scores, np.empty(market.scores.shape[::-1], market.scores.dtype)
        in_blocks(len(turned), lambda low, high: turn(scores, low, high, turned), 4 * TILE_COLUMNS)
        market.turned = turned
    return market.turned


@compiled
def search(  # noqa: C901 - one compiled loop; its steps are functions already
    table, people, v, used, room, sink, near, useless, cap
):
    """Columns settle in the order (distance, number); the sink as soon as it is nearest."""
    columns, rows = table.shape
    keys = np.empty(4 * (rows + columns) + 16, dtype=np.int64)
    nodes = np.empty(len(keys), dtype=np.int64)
    done = np.zeros(columns, dtype=np.bool_)
    size, sink_done, settled, farthest = 0, False, 0, FAR
    for column in range(columns):
        if near[column] < FAR:
            size = push(keys, nodes, size, near[column], column)
    while True:
        distance, column, size = nearest(keys, nodes, size, near, done)
        if not sink_done and sink <= distance:
            if sink >= FAR:
                return
            sink_done = True
            size = spread_sink(sink, people, room, near, keys, nodes, size, useless, cap)
            continue
        if column < 0 or distance >= farthest:
            return
        size = pop(keys, nodes, size)
        done[column] = True
        settled += 1
        offset = distance + v[column]
        if not sink_done:
            sink = nearer_sink(table[column], people, offset, used[column], sink)
        elif settled % LOOK_AROUND == 0:
            farthest = near[~done].max() if settled < columns else 0
        if len(keys) - size < rows + 2:
            keys, nodes = grown(keys), grown(nodes)
        size = spread(table[column], people, offset, near, keys, nodes, size, useless, cap)


@compiled
def nearest(keys, nodes, size, near, done):
    """The nearest mentor not settled yet, left on the heap; (FAR, -1) when there is none."""
    while size > 0:
        if not done[nodes[0]] and keys[0] == near[nodes[0]]:
            return keys[0], nodes[0], size
        size = pop(keys, nodes, size)
    return FAR, -1, size


@compiled
def spread_sink(sink, people, room, near, keys, nodes, size, useless, cap):
    """Into the sink: from mentors with room, and from paired mentees who would be let go."""
    floor, u, mate, _, paired = people
    for column in range(len(near)):
        if room[column]:
            near[column] = min(near[column], sink)
    for row in paired:
        near[mate[row]] = min(near[mate[row]], sink + u[row])
    for row in paired:
        useless[row] = max(floor[row] - near[mate[row]], -cap)
    for column in range(len(near)):
        if near[column] < FAR:
            size = push(keys, nodes, size, near[column], column)
    return size


@compiled
def nearer_sink(line, people, offset, used, sink):
    """Into a mentor from the sink: one mentee fewer, or one who was unpaired so far."""
    floor, waiting = people[0], people[3]
    if used:
        sink = min(sink, offset)
    for row in waiting:
        if line[row] >= 0:
            sink = min(sink, offset + floor[row] - line[row])
    return sink


@compiled
def spread(line, people, offset, near, keys, nodes, size, useless, cap):
    """Into a mentor from every mentee who may have them. Most stretches of a line hold nothing of
    use, so a first look without branches only asks whether there is anything at all."""
    floor, mate = people[0], people[2]
    far_out = offset > cap // 2
    least = useless.dtype.type(0 if far_out else offset)
    for low in range(0, len(line), STRETCH):
        high = min(low + STRETCH, len(line))
        if not (far_out or holds_any(line[low:high], useless[low:high], least)):
            continue
        for row in range(low, high):
            if line[row] < 0 or mate[row] < 0:
                continue
            through = offset + floor[row] - line[row]
            if through < near[mate[row]]:
                near[mate[row]] = through
                size = push(keys, nodes, size, through, mate[row])
            useless[row] = max(floor[row] - near[mate[row]], -cap)
    return size


@compiled
def holds_any(line, useless, least):
    """Does a stretch hold a pair of use? In the narrow type and on its own, so that the processor
    looks at many pairs at once; sums stay within the type because both are capped."""
    narrow = useless.dtype.type
    some = False
    for k in range(len(line)):
        some |= (line[k] >= 0) & (narrow(line[k]) > narrow(useless[k] + least))
    return some


@compiled
def grown(array):
    larger = np.empty(2 * len(array), dtype=array.dtype)
    larger[: len(array)] = array
    return larger
