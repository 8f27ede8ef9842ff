"""Compiled loops for large problems. Importing this module loads numba: do so only when it pays.

The paths are those of `market.Market`, over candidate pairs in compressed rows and columns; see
there for what each search means. Every kernel works on whole numbers only and looks at nodes in
the order (distance, number), so results do not depend on the machine or the number of threads.
"""

import numpy as np

from pairing.engine.search.heap import FAR, compiled, next_node, push


@compiled
def leave(row, mate, first, after, before):
    """Take a mentee off their mentor's list."""
    column = mate[row]
    if before[row] >= 0:
        after[before[row]] = after[row]
    else:
        first[column] = after[row]
    if after[row] >= 0:
        before[after[row]] = before[row]
    mate[row] = -1


@compiled
def join(row, column, mate, first, after, before):
    """Put a mentee at the head of a mentor's list."""
    after[row], before[row] = first[column], -1
    if first[column] >= 0:
        before[first[column]] = row
    first[column] = row
    mate[row] = column


@compiled
def measure_rows(sources, graph, prices, pairs, work):
    """Dijkstra from all waiting mentees at once, as far as the nearest end; reprices on the way.

    An end is a mentor with room, or a mentee whose price would fall to 0 and who can be let go.
    Afterwards a path of tight pairs leads from at least one source to an end. Returns how many
    candidates were looked at.
    """
    u, v = prices[0], prices[1]
    first, after = pairs[2], pairs[3]
    keys, nodes, near, mark, settled, seen, seen_at = work[:7]
    mark[:] = 0
    size, count, rows, fresh = 0, 0, len(sources), 0
    shortest = begin(sources, u, seen, seen_at)
    while True:
        while fresh < rows:
            size, shortest = relax_row(
                seen[fresh], seen_at[fresh], graph, prices, pairs, work, size, shortest
            )
            fresh += 1
        column, distance, size = next_node(keys, nodes, size, mark)
        if column < 0 or distance >= shortest:
            break
        settled[count] = column
        count += 1
        row = first[column]
        while row >= 0:
            seen[rows], seen_at[rows] = row, distance
            rows += 1
            shortest = min(shortest, distance + u[row])
            row = after[row]
    reprice(v, settled[:count], near, u, seen[:rows], seen_at, shortest)
    return candidates_of(seen[:rows], graph)


@compiled
def candidates_of(people, graph):
    """How many candidates these people have together."""
    start, count = graph[0], 0
    for person in people:
        count += start[person + 1] - start[person]
    return count


@compiled
def relax_row(row, distance, graph, prices, pairs, work, size, shortest):
    """Ways through this mentee to mentors; returns the heap's size and the nearest end so far."""
    start, columns, scores, base = graph
    u, v, places = prices
    load = pairs[1]
    keys, nodes, near, mark = work[:4]
    offset = distance + u[row] - base[row]
    for k in range(start[row], start[row + 1]):
        column = columns[k]
        through = offset - scores[k] + v[column]
        if through >= shortest or mark[column] == 2:
            continue
        if mark[column] == 0 or through < near[column]:
            mark[column], near[column] = 1, through
            if load[column] < places[column]:
                shortest = through
            size = push(keys, nodes, size, through, column)
    return size, shortest


@compiled
def begin(sources, price, seen, seen_at):
    """All sources lie at distance 0; giving up on one of them costs its price."""
    shortest = FAR
    for k in range(len(sources)):
        seen[k], seen_at[k] = sources[k], 0
        shortest = min(shortest, price[sources[k]])
    return shortest


@compiled
def reprice(rising, settled, near, falling, seen, seen_at, shortest):
    """What lies nearer than the nearest end shares the difference, so the way there is tight."""
    for node in settled:
        rising[node] += max(0, shortest - near[node])
    for k in range(len(seen)):
        falling[seen[k]] -= max(0, shortest - seen_at[k])


@compiled
def seat_rows(sources, graph, prices, pairs, work):
    """Along tight pairs, give as many waiting mentees a place as paths can be found for.

    Returns how many candidates were looked at.
    """
    mark, came_from, stack = work[3], work[7], work[5]
    mark[:] = 0
    total = 0
    for k in range(len(sources)):
        out, column, looked_at = walk_from_row(
            sources[k], graph, prices, pairs, mark, came_from, stack
        )
        total += looked_at
        if column >= 0:
            move_up(sources[k], out, column, pairs, came_from)
    return total


@compiled
def walk_from_row(source, graph, prices, pairs, mark, came_from, stack):
    """Depth first to an end: (-1, mentor with room) or (mentee to let go, their mentor); (-1, -1) if
    there is none. The third value is how many candidates were looked at."""
    start, columns, scores, base = graph
    u, v, places = prices
    load, first, after = pairs[1], pairs[2], pairs[3]
    stack[0], size, looked_at = source, 1, 0
    if u[source] == 0:
        return -1, -1, 0
    while size > 0:
        size -= 1
        row = stack[size]
        looked_at += start[row + 1] - start[row]
        for k in range(start[row], start[row + 1]):
            column = columns[k]
            if mark[column] or u[row] + v[column] != base[row] + scores[k]:
                continue
            mark[column], came_from[column] = 1, row
            if load[column] < places[column]:
                return -1, column, looked_at
            other = first[column]
            while other >= 0:
                if u[other] == 0:
                    return other, column, looked_at
                stack[size] = other
                size += 1
                other = after[other]
    return -1, -1, looked_at


@compiled
def move_up(source, out, column, pairs, came_from):
    """Everyone on the path takes the next mentor; at its end a place is taken or lost."""
    mate, load, first, after, before = pairs
    if out >= 0:
        leave(out, mate, first, after, before)
    else:
        load[column] += 1
    row = -1
    while row != source:
        row = came_from[column]
        old = mate[row]
        if old >= 0:
            leave(row, mate, first, after, before)
        join(row, column, mate, first, after, before)
        column = old


@compiled
def measure_columns(sources, graph, prices, pairs, work):
    """The mirror image of `measure_rows`: from all mentors with a free place that has a price.

    An end is an unpaired mentee, or a mentor whose price would fall to 0 and who can lose one.
    Returns how many candidates were looked at.
    """
    u, v = prices[0], prices[1]
    mate = pairs[0]
    keys, nodes, near, mark, settled, seen, seen_at = work[:7]
    reached_by = work[8]
    mark[:] = 0
    reached_by[:] = 0
    reached_by[sources] = 1
    size, count, columns, fresh = 0, 0, len(sources), 0
    shortest = begin(sources, v, seen, seen_at)
    while True:
        while fresh < columns:
            size, shortest = relax_column(
                seen[fresh], seen_at[fresh], graph, prices, mate, work, size, shortest
            )
            fresh += 1
        row, distance, size = next_node(keys, nodes, size, mark)
        if row < 0 or distance >= shortest:
            break
        settled[count] = row
        count += 1
        column = mate[row]
        if not reached_by[column]:
            reached_by[column] = 1
            seen[columns], seen_at[columns] = column, distance
            columns += 1
            shortest = min(shortest, distance + v[column])
    reprice(u, settled[:count], near, v, seen[:columns], seen_at, shortest)
    return candidates_of(seen[:columns], graph)


@compiled
def relax_column(column, distance, graph, prices, mate, work, size, shortest):
    """Ways through this mentor to mentees; returns the heap's size and the nearest end so far."""
    start, members, scores, base = graph
    u, v, _ = prices
    keys, nodes, near, mark = work[:4]
    offset = distance + v[column]
    for k in range(start[column], start[column + 1]):
        row = members[k]
        through = offset - scores[k] - base[row] + u[row]
        if through >= shortest or mark[row] == 2:
            continue
        if mark[row] == 0 or through < near[row]:
            mark[row], near[row] = 1, through
            if mate[row] < 0:
                shortest = through
            size = push(keys, nodes, size, through, row)
    return size, shortest


@compiled
def fill_columns(sources, graph, prices, pairs, work):
    """Along tight pairs, fill as many free places as paths can be found for.

    Returns how many candidates were looked at.
    """
    mark, came_from, stack, reached_by = work[3], work[7], work[5], work[8]
    load, places, v = pairs[1], prices[2], prices[1]
    mark[:] = 0
    reached_by[:] = -2
    total = 0
    for k in range(len(sources)):
        source = sources[k]
        while load[source] < places[source] and v[source] > 0:
            reached_by[source] = -1
            row, looked_at = walk_from_column(
                source, graph, prices, pairs, mark, came_from, stack, reached_by
            )
            total += looked_at
            if row < 0:
                break
            hand_on(source, row, pairs, came_from, reached_by)
    return total


@compiled
def walk_from_column(source, graph, prices, pairs, mark, came_from, stack, reached_by):
    """Depth first to an end: an unpaired mentee, or one whose mentor can lose them; -1: none. The
    second value is how many candidates were looked at."""
    start, members, scores, base = graph
    u, v, _ = prices
    mate, load = pairs[0], pairs[1]
    stack[0], size, looked_at = source, 1, 0
    while size > 0:
        size -= 1
        column = stack[size]
        looked_at += start[column + 1] - start[column]
        for k in range(start[column], start[column + 1]):
            row = members[k]
            if mark[row] or u[row] + v[column] != base[row] + scores[k]:
                continue
            mark[row], came_from[row] = 1, column
            other = mate[row]
            if other < 0:
                return row, looked_at
            if reached_by[other] == -2:
                reached_by[other] = row
                if v[other] == 0:
                    load[other] -= 1
                    return row, looked_at
                stack[size] = other
                size += 1
    return -1, looked_at


@compiled
def hand_on(source, row, pairs, came_from, reached_by):
    """Everyone on the path goes one mentor nearer to the free place."""
    mate, load, first, after, before = pairs
    load[source] += 1
    column = -1
    while column != source:
        column = came_from[row]
        if mate[row] >= 0:
            leave(row, mate, first, after, before)
        join(row, column, mate, first, after, before)
        row = reached_by[column]


@compiled
def optimize(by_row, by_column, prices, pairs, work_columns, work_rows, most):
    """`Market.optimize` over candidates, many paths at a time (as Hopcroft and Karp do for plain
    matching): measure once, then walk along tight pairs.

    Stops when about `most` candidates were looked at, so that the caller can look up in between.
    Returns whether everything is settled, and how many were looked at.
    """
    u, v, places = prices
    mate, load = pairs[0], pairs[1]
    looked_at = 0
    while looked_at < most:
        spare = np.flatnonzero((load < places) & (v > 0))
        if len(spare) == 0:
            break
        looked_at += measure_columns(spare, by_column, prices, pairs, work_rows)
        looked_at += fill_columns(spare, by_column, prices, pairs, work_rows)
    while looked_at < most:
        waiting = np.flatnonzero((mate < 0) & (u > 0))
        if len(waiting) == 0:
            return True, looked_at
        looked_at += measure_rows(waiting, by_row, prices, pairs, work_columns)
        looked_at += seat_rows(waiting, by_row, prices, pairs, work_columns)
    return False, looked_at


@compiled
def unpair_broken(by_row, prices, pairs):
    """Raise mentees' prices to what their candidates ask, and let go of pairs no longer tight."""
    start, columns, scores, base = by_row
    u, v, _ = prices
    mate, load, first, after, before = pairs
    for row in range(len(u)):
        held = -1
        for k in range(start[row], start[row + 1]):
            worth = base[row] + scores[k] - v[columns[k]]
            u[row] = max(u[row], worth)
            if columns[k] == mate[row]:
                held = worth
        if mate[row] >= 0 and held != u[row]:
            load[mate[row]] -= 1
            leave(row, mate, first, after, before)
