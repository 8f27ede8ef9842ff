"""Compiled passes over every pair of a large table: thresholds, candidates, prices.

Like `kernels`, loads numba. Each pass takes a range of rows, so that threads can share the work;
what it finds depends on the cells alone.
"""

import numpy as np

from pairing.engine.search.heap import compiled

BUCKETS = 256
TILE_ROWS, TILE_COLUMNS = 256, 128


@compiled
def mix(row, column):
    """16 bits that look random but belong to the cell."""
    key = (row * 0x9E3779B1 + column * 0x85EBCA77) & 0xFFFFFFFF
    key = ((key ^ (key >> 15)) * 0x2C1B3C6D) & 0xFFFFFFFF
    return (key ^ (key >> 13)) & 0xFFFF


@compiled
def row_thresholds(scores, free, wanted, stride, divisor, low, high, level, chance):
    """For each row the bucket that holds about its `wanted` best, from every stride-th column.

    `chance` (0..65536) is the part of that very bucket to take.
    """
    counts = np.zeros(BUCKETS + 1, dtype=np.int64)
    for row in range(low, high):
        level[row], chance[row] = BUCKETS, 0
        if not free[row]:
            continue
        counts[:] = 0
        for column in range(0, scores.shape[1], stride):
            counts[bucket_of(scores[row, column], divisor) + 1] += stride
        set_threshold(counts, wanted, level, chance, row)


@compiled
def column_counts(scores, free, stride, divisor, low, high, counts):
    """Add every stride-th row to the histograms of a range of columns. A range at a time, because
    the histograms of all columns together would not stay in the processor's cache."""
    for row in range(0, scores.shape[0], stride):
        if not free[row]:
            continue
        for column in range(low, high):
            counts[column, bucket_of(scores[row, column], divisor) + 1] += stride


@compiled
def bucket_of(score, divisor):
    """0..BUCKETS - 1, or -1 where a pair is not allowed. Nearly always nothing is to be divided."""
    return score if divisor == 1 else score // divisor


@compiled
def set_threshold(counts, wanted, level, chance, place):
    """`counts` has one place more than there are buckets: the first counts pairs not allowed."""
    left = wanted
    level[place], chance[place] = 0, 65536
    for bucket in range(BUCKETS - 1, -1, -1):
        if counts[bucket + 1] >= left:
            level[place] = bucket
            chance[place] = left * 65536 // counts[bucket + 1]
            return
        left -= counts[bucket + 1]


@compiled
def column_thresholds(counts, wanted, level, chance):
    for column in range(len(counts)):
        set_threshold(counts[column], wanted, level, chance, column)


@compiled
def gather(scores, free, divisor, row_cut, column_cut, low, high, found_row, found_column):
    """Cells above either threshold, row by row; returns how many (they may not all fit)."""
    row_level, row_chance = row_cut
    column_level, column_chance = column_cut
    count, room = 0, len(found_row)
    least = np.empty(scores.shape[1], dtype=scores.dtype)
    for column in range(len(least)):
        least[column] = lowest_of(column_level[column], divisor, least)
    near = np.empty(scores.shape[1], dtype=np.int64)
    for row in range(low, high):
        if not free[row]:
            continue
        level, chance = row_level[row], row_chance[row]
        for k in range(above(scores[row], lowest_of(level, divisor, least), least, near)):
            column = near[k]
            bucket = bucket_of(scores[row, column], divisor)
            if bucket < min(level, column_level[column]):
                continue
            luck = mix(row, column)
            if (
                bucket > min(level, column_level[column])
                or (bucket == level and luck < chance)
                or (bucket == column_level[column] and luck < column_chance[column])
            ):
                if count < room:
                    found_row[count], found_column[count] = row, column
                count += 1
    return count


@compiled
def lowest_of(level, divisor, line):
    """The least score of a bucket, or the highest number the table's narrow type can hold."""
    return line.dtype.type(min(level * divisor, np.iinfo(line.dtype).max))


@compiled
def above(line, limit, least, near):
    """The columns of a row that reach a limit of either side, into `near`; returns how many.

    Few do, and which is hard to foresee: writing every column down and keeping some is faster
    than asking first.
    """
    count = 0
    for column in range(len(line)):
        near[count] = column
        count += int((line[column] >= limit) | (line[column] >= least[column]))
    return count


@compiled
def overpriced(scores, free, floor, v, most, low, high, found_row, found_column):
    """Pairs worth more than their prices, at most `most` of a row (the worst of them).

    `floor` is u - base. Returns how many were found; they may not all fit.
    """
    count, room = 0, len(found_row)
    excess = np.empty(most, dtype=np.int64)
    where = np.empty(most, dtype=np.int64)
    for row in range(low, high):
        if not free[row]:
            continue
        line, limit, broken = scores[row], floor[row], 0
        for column in range(len(line)):
            broken += (line[column] >= 0) & (line[column] > limit + v[column])
        if not broken:
            continue
        for k in range(worst_of(line, limit, v, excess, where)):
            if count < room:
                found_row[count], found_column[count] = row, where[k]
            count += 1
    return count


@compiled
def worst_of(line, limit, v, excess, where):
    """The most overpriced columns of one row, worst first; returns how many."""
    held, most = 0, len(excess)
    for column in range(len(line)):
        over = line[column] - limit - v[column]
        if line[column] < 0 or over <= 0 or (held == most and over <= excess[held - 1]):
            continue
        place = min(held, most - 1)
        while place > 0 and excess[place - 1] < over:
            excess[place], where[place] = excess[place - 1], where[place - 1]
            place -= 1
        excess[place], where[place] = over, column
        held = min(held + 1, most)
    return held


@compiled
def compress(keys, others, scores, size):
    """Edges grouped by key, in the order given: start per key, then neighbours and scores."""
    start = np.zeros(size + 1, dtype=np.int64)
    for key in keys:
        start[key + 1] += 1
    for key in range(size):
        start[key + 1] += start[key]
    place = start[:-1].copy()
    neighbours, grouped = np.empty_like(others), np.empty(len(keys), dtype=np.int64)
    for edge in range(len(keys)):
        k = place[keys[edge]]
        neighbours[k], grouped[k] = others[edge], scores[edge]
        place[keys[edge]] += 1
    return start, neighbours, grouped


@compiled
def turn(scores, low, high, turned):
    """Columns low..high - 1 into rows, tile by tile: neither side then leaves the cache."""
    for left in range(low, high, TILE_COLUMNS):
        right = min(left + TILE_COLUMNS, high)
        for top in range(0, len(scores), TILE_ROWS):
            bottom = min(top + TILE_ROWS, len(scores))
            turn_tile(scores[top:bottom, left:right], turned[left:right, top:bottom])


@compiled
def turn_tile(tile, turned):
    for column in range(turned.shape[0]):
        for row in range(turned.shape[1]):
            turned[column, row] = tile[row, column]
