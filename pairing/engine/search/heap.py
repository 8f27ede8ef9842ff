"""A binary heap in two arrays, compiled. Importing this module loads numba: do so only when it pays."""

import numpy as np
from numba import njit

FAR = np.iinfo(np.int64).max // 4


def compiled(function):
    """Compile without the interpreter's lock; keep the machine code on disk where that is allowed."""
    try:
        return njit(cache=True, nogil=True)(function)
    except RuntimeError:  # numba found no folder it may write to
        return njit(nogil=True)(function)


@compiled
def push(keys, nodes, size, key, node):
    """Add to a binary heap held in two arrays; returns the new size."""
    place = size
    while place > 0:
        above = (place - 1) >> 1
        if keys[above] < key or (keys[above] == key and nodes[above] <= node):
            break
        keys[place], nodes[place] = keys[above], nodes[above]
        place = above
    keys[place], nodes[place] = key, node
    return size + 1


@compiled
def pop(keys, nodes, size):
    """Take the first of the heap away (read it at place 0 before); returns the new size."""
    size -= 1
    key, node = keys[size], nodes[size]
    place = 0
    while True:
        below = 2 * place + 1
        if below >= size:
            break
        right = below + 1
        if right < size and (
            keys[right] < keys[below]
            or (keys[right] == keys[below] and nodes[right] < nodes[below])
        ):
            below = right
        if key < keys[below] or (key == keys[below] and node <= nodes[below]):
            break
        keys[place], nodes[place] = keys[below], nodes[below]
        place = below
    keys[place], nodes[place] = key, node
    return size


@compiled
def next_node(keys, nodes, size, mark):
    """The nearest node that is not settled yet (-1: none), its distance, the heap's new size."""
    while size > 0:
        distance, node = keys[0], nodes[0]
        size = pop(keys, nodes, size)
        if mark[node] != 2:
            mark[node] = 2
            return node, distance, size
    return -1, 0, size
