"""Decoded JSON to an Instance. Whatever is wrong ends in one BadInput that says where."""

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from pairing.engine.values.terms import (
    FORBIDDEN,
    HIGHEST_PRIORITY,
    HIGHEST_SCORE,
    LOWEST_PRIORITY,
    BadInput,
    Pair,
    Preferences,
    expect,
    smallest_type,
)

KEYS = ("mentors", "mentees", "scores", "locks", "vetoes", "same_person", "preferences", "seed")
KINDS = ("dense", "sparse", "npy")
LARGEST_SEED = 2**63
LARGEST_CAPACITY = 10**6
LARGEST_TABLE = 4 * 10**9


def read_fields(content: Any, folder: Path | str | None) -> dict[str, Any]:
    """The fields of an Instance, from what the command line documents; raises BadInput with one
    clear line."""
    expect(isinstance(content, dict), "the instance must be an object with mentors and mentees")
    _refuse_typos(content)
    mentors, capacities = _people(content, "mentors", "capacity", 0, LARGEST_CAPACITY)
    mentees, priorities = _people(content, "mentees", "priority", LOWEST_PRIORITY, HIGHEST_PRIORITY)
    shape = (len(mentees), len(mentors))
    expect(shape[0] * shape[1] <= LARGEST_TABLE, f"{shape[0]} x {shape[1]} pairs are too many")
    return {
        "mentees": mentees,
        "mentors": mentors,
        "scores": _scores(content.get("scores"), shape, folder),
        "priorities": priorities,
        "capacities": capacities,
        "locks": _pairs(content, "locks"),
        "vetoes": _pairs(content, "vetoes"),
        "same_person": _pairs(content, "same_person"),
        "preferences": _preferences(content.get("preferences")),
        "seed": _whole(content.get("seed", 0), "seed", 0, LARGEST_SEED),
    }


def _refuse_typos(content: dict[str, Any]) -> None:
    for key in content:
        near = difflib.get_close_matches(str(key), KEYS, n=1, cutoff=0.7)
        expect(key in KEYS or not near, f"unknown key {key!r}; did you mean {near and near[0]!r}?")


def _people(
    content: dict[str, Any], side: str, key: str, low: int, high: int
) -> tuple[tuple[str, ...], np.ndarray]:
    entries = content.get(side)
    if not isinstance(entries, list):
        raise BadInput(f"{side} must be a list")
    names, values = [], []
    for place, entry in enumerate(entries):
        expect(isinstance(entry, dict), f"{side}[{place}] must be an object with an id")
        name = entry.get("id")
        expect(_is_name(name), f"{side}[{place}].id must be a text")
        names.append(name)
        values.append(_whole(entry.get(key, 1), f"{key} of {name!r}", low, high))
    return tuple(names), np.array(values, dtype=np.int64)


def _is_name(value: Any) -> bool:
    """Half of a surrogate pair is a str in Python, but no file can hold it."""
    try:
        return isinstance(value, str) and bool(value.encode())
    except UnicodeEncodeError:
        return False


def _whole(value: Any, what: str, low: int, high: int) -> int:
    number = isinstance(value, int) and not isinstance(value, bool)
    expect(number, f"{what} must be a whole number, not {_short(value)}")
    expect(low <= value <= high, f"{what} must be {low} to {high}, not {_short(value)}")
    return int(value)


def _scores(given: Any, shape: tuple[int, int], folder: Path | str | None) -> np.ndarray:
    expect(isinstance(given, dict), "scores must be an object with dense, sparse or npy")
    kinds = [kind for kind in KINDS if kind in given]
    expect(len(kinds) == 1, "scores must hold exactly one of dense, sparse and npy")
    if kinds == ["npy"]:
        return _from_file(given, shape, folder)
    table = given[kinds[0]]
    expect(isinstance(table, list), f"scores.{kinds[0]} must be a list")
    return _dense(table, shape) if kinds == ["dense"] else _sparse(table, shape)


def _dense(table: list[Any], shape: tuple[int, int]) -> np.ndarray:
    expect(len(table) == shape[0], f"scores.dense has {len(table)} rows for {shape[0]} mentees")
    values = np.empty(shape, dtype=np.int64)
    for row, line in enumerate(table):
        expect(isinstance(line, list), f"scores.dense[{row}] must be a list")
        expect(
            len(line) == shape[1],
            f"scores.dense[{row}] has {len(line)} numbers for {shape[1]} mentors",
        )
        if not all(value is None or type(value) is int for value in line):
            _refuse_number(line, f"scores.dense[{row}]")
        values[row] = [_bounded(value, row) for value in line]
    return _narrow(values)


def _bounded(value: int | None, row: int) -> int:
    if value is None:
        return FORBIDDEN
    expect(0 <= value <= HIGHEST_SCORE, f"scores.dense[{row}]: {_short(value)} is out of range")
    return value


def _refuse_number(line: list[Any], where: str) -> None:
    for column, value in enumerate(line):
        good = value is None or type(value) is int
        expect(good, f"{where}[{column}] must be a whole number or null, not {_short(value)}")


def _sparse(table: list[Any], shape: tuple[int, int]) -> np.ndarray:
    cells = []
    for place, entry in enumerate(table):
        where = f"scores.sparse[{place}]"
        expect(isinstance(entry, list) and len(entry) == 3, f"{where} must hold three numbers")
        row = _whole(entry[0], f"{where} mentee", 0, shape[0] - 1)
        column = _whole(entry[1], f"{where} mentor", 0, shape[1] - 1)
        cells.append((row, column, _whole(entry[2], f"{where} score", 0, HIGHEST_SCORE)))
    # The narrow type at once: few pairs among many people would take gigabytes otherwise.
    highest = max((score for _, _, score in cells), default=0)
    values = np.full(shape, FORBIDDEN, dtype=smallest_type(highest))
    for place, (row, column, score) in enumerate(cells):
        expect(values[row, column] == FORBIDDEN, f"scores.sparse[{place}] repeats a pair")
        values[row, column] = score
    return values


def _from_file(given: dict[str, Any], shape: tuple[int, int], folder: Any) -> np.ndarray:
    name = given["npy"]
    expect(isinstance(name, str) and name != "", "scores.npy must be a file name")
    expect(Path(name).name == name, "scores.npy must name a file beside the instance")
    try:
        values = np.load(Path(folder or ".") / name, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        raise BadInput(f"scores.npy: cannot read {name!r} as a matrix") from None
    expect(isinstance(values, np.ndarray), f"scores.npy: {name!r} is not one matrix")
    expect(np.issubdtype(values.dtype, np.integer), "scores.npy must hold whole numbers")
    expect(values.shape == shape, f"scores.npy is {values.shape}, people are {shape}")
    expect(int(values.max(initial=0)) <= HIGHEST_SCORE, f"a score is above {HIGHEST_SCORE}")
    forbidden = given.get("forbidden", FORBIDDEN)
    forbidden = _whole(forbidden, "scores.forbidden", -(2**63), 2**63 - 1)
    if forbidden == FORBIDDEN and np.issubdtype(values.dtype, np.signedinteger):
        return _narrow(values)
    return _narrow(np.where(values == forbidden, FORBIDDEN, values.astype(np.int64)))


def _narrow(values: np.ndarray) -> np.ndarray:
    expect(int(values.min(initial=0)) >= FORBIDDEN, "a score is negative")
    kind = smallest_type(int(values.max(initial=0)))
    return np.ascontiguousarray(values.astype(kind, copy=False))


def _pairs(content: dict[str, Any], name: str) -> tuple[Pair, ...]:
    given = content.get(name, [])
    expect(isinstance(given, list), f"{name} must be a list of pairs")
    for place, pair in enumerate(given):
        good = isinstance(pair, list) and len(pair) == 2 and _all_text(pair)
        expect(good, f"{name}[{place}] must be [mentee id, mentor id]")
    return tuple(dict.fromkeys((pair[0], pair[1]) for pair in given))


def _preferences(given: Any) -> Preferences:
    if given is None:
        return Preferences()
    expect(isinstance(given, dict), "preferences must be an object")
    return Preferences(_ranked(given, "mentees"), _ranked(given, "mentors"))


def _ranked(given: dict[str, Any], side: str) -> dict[str, tuple[str, ...]]:
    lists = given.get(side, {})
    expect(isinstance(lists, dict), f"preferences.{side} must be an object")
    for name, ranked in lists.items():
        good = isinstance(ranked, list) and _all_text(ranked)
        expect(good, f"preferences.{side}: {name!r} must have a list of ids")
    return {name: tuple(ranked) for name, ranked in lists.items()}


def _all_text(values: Iterable[Any]) -> bool:
    return all(isinstance(value, str) for value in values)


def _short(value: Any) -> str:
    text = repr(value) if not isinstance(value, int) or abs(value) < 10**30 else "a huge number"
    return text if len(text) <= 40 else text[:37] + "..."
