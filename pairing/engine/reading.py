"""Decoded JSON to an Instance. Whatever is wrong ends in one BadInput that says where."""

import difflib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from pairing.engine.instance import (
    FORBIDDEN,
    HIGHEST_SCORE,
    BadInput,
    Instance,
    Pair,
    Preferences,
    smallest_type,
)

KEYS = ("mentors", "mentees", "scores", "locks", "vetoes", "same_person", "preferences", "seed")
KINDS = ("dense", "sparse", "npy")
LARGEST_SEED = 2**63
LARGEST_CAPACITY = 10**6
LARGEST_TABLE = 4 * 10**9


def read_instance(content: Any, folder: Path | str | None) -> Instance:
    """Read what the command line documents; raises BadInput with one clear line."""
    _expect(isinstance(content, dict), "the instance must be an object with mentors and mentees")
    _refuse_typos(content)
    mentors, capacities = _people(content, "mentors", "capacity", 0, LARGEST_CAPACITY)
    mentees, priorities = _people(content, "mentees", "priority", 1, 9)
    shape = (len(mentees), len(mentors))
    _expect(shape[0] * shape[1] <= LARGEST_TABLE, f"{shape[0]} x {shape[1]} pairs are too many")
    return Instance(
        mentees=mentees,
        mentors=mentors,
        scores=_scores(content.get("scores"), shape, folder),
        priorities=priorities,
        capacities=capacities,
        locks=_pairs(content, "locks"),
        vetoes=_pairs(content, "vetoes"),
        same_person=_pairs(content, "same_person"),
        preferences=_preferences(content.get("preferences")),
        seed=_whole(content.get("seed", 0), "seed", 0, LARGEST_SEED),
    )


def verify(instance: Instance, *, scores_too: bool) -> None:
    """Raise BadInput unless ids are unique and known, and numbers are in their range."""
    for side, names in (("mentee", instance.mentees), ("mentor", instance.mentors)):
        _expect(len(set(names)) == len(names), f"{side} id given twice: {_first_double(names)!r}")
    _verify_numbers(instance)
    if scores_too:
        _verify_scores(instance.scores)
    _verify_pairs(instance)
    _verify_preferences(instance)


def _verify_numbers(instance: Instance) -> None:
    shape = (len(instance.mentees), len(instance.mentors))
    _expect(instance.scores.shape == shape, f"scores are {instance.scores.shape}, people {shape}")
    _expect(instance.priorities.shape == shape[:1], "one priority per mentee is needed")
    _expect(instance.capacities.shape == shape[1:], "one capacity per mentor is needed")
    _expect(
        bool(((instance.priorities >= 1) & (instance.priorities <= 9)).all()),
        "a priority is outside 1 to 9",
    )
    _expect(bool((instance.capacities >= 0).all()), "a capacity is negative")


def _verify_scores(scores: np.ndarray) -> None:
    _expect(np.issubdtype(scores.dtype, np.integer), "scores must be whole numbers")
    _expect(int(scores.min(initial=0)) >= FORBIDDEN, "a score is below -1")
    _expect(int(scores.max(initial=0)) <= HIGHEST_SCORE, f"a score is above {HIGHEST_SCORE}")


def _verify_pairs(instance: Instance) -> None:
    for name in ("locks", "vetoes", "same_person"):
        for mentee, mentor in getattr(instance, name):
            _expect(mentee in instance.row_of, f"{name}: unknown mentee {mentee!r}")
            _expect(mentor in instance.column_of, f"{name}: unknown mentor {mentor!r}")
    for side in (0, 1):
        names = [pair[side] for pair in set(instance.same_person)]
        _expect(
            len(set(names)) == len(names), f"same_person: {_first_double(names)!r} is two people"
        )
    for mentee, mentor in instance.locks:
        allowed = instance.is_allowed(mentee, mentor)
        _expect(allowed, f"locks: {mentee!r} with {mentor!r} is not an allowed pair")


def _verify_preferences(instance: Instance) -> None:
    wishes = instance.preferences
    sides = (
        ("mentee", wishes.mentees, instance.row_of, instance.column_of),
        ("mentor", wishes.mentors, instance.column_of, instance.row_of),
    )
    for side, lists, own, other in sides:
        for name, ranked in lists.items():
            _expect(name in own, f"preferences: unknown {side} {name!r}")
            _expect(len(set(ranked)) == len(ranked), f"preferences of {name!r} name someone twice")
            unknown = next((wish for wish in ranked if wish not in other), None)
            _expect(unknown is None, f"preferences of {name!r} name unknown {unknown!r}")


def _refuse_typos(content: dict[str, Any]) -> None:
    for key in content:
        near = difflib.get_close_matches(str(key), KEYS, n=1, cutoff=0.7)
        _expect(key in KEYS or not near, f"unknown key {key!r}; did you mean {near and near[0]!r}?")


def _people(
    content: dict[str, Any], side: str, key: str, low: int, high: int
) -> tuple[tuple[str, ...], np.ndarray]:
    entries = content.get(side)
    if not isinstance(entries, list):
        raise BadInput(f"{side} must be a list")
    names, values = [], []
    for place, entry in enumerate(entries):
        _expect(isinstance(entry, dict), f"{side}[{place}] must be an object with an id")
        name = entry.get("id")
        _expect(_is_name(name), f"{side}[{place}].id must be a text")
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
    _expect(number, f"{what} must be a whole number, not {_short(value)}")
    _expect(low <= value <= high, f"{what} must be {low} to {high}, not {_short(value)}")
    return int(value)


def _scores(given: Any, shape: tuple[int, int], folder: Path | str | None) -> np.ndarray:
    _expect(isinstance(given, dict), "scores must be an object with dense, sparse or npy")
    kinds = [kind for kind in KINDS if kind in given]
    _expect(len(kinds) == 1, "scores must hold exactly one of dense, sparse and npy")
    if kinds == ["npy"]:
        return _from_file(given, shape, folder)
    table = given[kinds[0]]
    _expect(isinstance(table, list), f"scores.{kinds[0]} must be a list")
    return _dense(table, shape) if kinds == ["dense"] else _sparse(table, shape)


def _dense(table: list[Any], shape: tuple[int, int]) -> np.ndarray:
    _expect(len(table) == shape[0], f"scores.dense has {len(table)} rows for {shape[0]} mentees")
    values = np.empty(shape, dtype=np.int64)
    for row, line in enumerate(table):
        _expect(isinstance(line, list), f"scores.dense[{row}] must be a list")
        _expect(
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
    _expect(0 <= value <= HIGHEST_SCORE, f"scores.dense[{row}]: {_short(value)} is out of range")
    return value


def _refuse_number(line: list[Any], where: str) -> None:
    for column, value in enumerate(line):
        good = value is None or type(value) is int
        _expect(good, f"{where}[{column}] must be a whole number or null, not {_short(value)}")


def _sparse(table: list[Any], shape: tuple[int, int]) -> np.ndarray:
    cells = []
    for place, entry in enumerate(table):
        where = f"scores.sparse[{place}]"
        _expect(isinstance(entry, list) and len(entry) == 3, f"{where} must hold three numbers")
        row = _whole(entry[0], f"{where} mentee", 0, shape[0] - 1)
        column = _whole(entry[1], f"{where} mentor", 0, shape[1] - 1)
        cells.append((row, column, _whole(entry[2], f"{where} score", 0, HIGHEST_SCORE)))
    # The narrow type at once: few pairs among many people would take gigabytes otherwise.
    highest = max((score for _, _, score in cells), default=0)
    values = np.full(shape, FORBIDDEN, dtype=smallest_type(highest))
    for place, (row, column, score) in enumerate(cells):
        _expect(values[row, column] == FORBIDDEN, f"scores.sparse[{place}] repeats a pair")
        values[row, column] = score
    return values


def _from_file(given: dict[str, Any], shape: tuple[int, int], folder: Any) -> np.ndarray:
    name = given["npy"]
    _expect(isinstance(name, str) and name != "", "scores.npy must be a file name")
    _expect(Path(name).name == name, "scores.npy must name a file beside the instance")
    try:
        values = np.load(Path(folder or ".") / name, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        raise BadInput(f"scores.npy: cannot read {name!r} as a matrix") from None
    _expect(isinstance(values, np.ndarray), f"scores.npy: {name!r} is not one matrix")
    _expect(np.issubdtype(values.dtype, np.integer), "scores.npy must hold whole numbers")
    _expect(values.shape == shape, f"scores.npy is {values.shape}, people are {shape}")
    _expect(int(values.max(initial=0)) <= HIGHEST_SCORE, f"a score is above {HIGHEST_SCORE}")
    forbidden = given.get("forbidden", FORBIDDEN)
    forbidden = _whole(forbidden, "scores.forbidden", -(2**63), 2**63 - 1)
    if forbidden == FORBIDDEN and np.issubdtype(values.dtype, np.signedinteger):
        return _narrow(values)
    return _narrow(np.where(values == forbidden, FORBIDDEN, values.astype(np.int64)))


def _narrow(values: np.ndarray) -> np.ndarray:
    _expect(int(values.min(initial=0)) >= FORBIDDEN, "a score is negative")
    kind = smallest_type(int(values.max(initial=0)))
    return np.ascontiguousarray(values.astype(kind, copy=False))


def _pairs(content: dict[str, Any], name: str) -> tuple[Pair, ...]:
    given = content.get(name, [])
    _expect(isinstance(given, list), f"{name} must be a list of pairs")
    for place, pair in enumerate(given):
        good = isinstance(pair, list) and len(pair) == 2 and _all_text(pair)
        _expect(good, f"{name}[{place}] must be [mentee id, mentor id]")
    return tuple(dict.fromkeys((pair[0], pair[1]) for pair in given))


def _preferences(given: Any) -> Preferences:
    if given is None:
        return Preferences()
    _expect(isinstance(given, dict), "preferences must be an object")
    return Preferences(_ranked(given, "mentees"), _ranked(given, "mentors"))


def _ranked(given: dict[str, Any], side: str) -> dict[str, tuple[str, ...]]:
    lists = given.get(side, {})
    _expect(isinstance(lists, dict), f"preferences.{side} must be an object")
    for name, ranked in lists.items():
        good = isinstance(ranked, list) and _all_text(ranked)
        _expect(good, f"preferences.{side}: {name!r} must have a list of ids")
    return {name: tuple(ranked) for name, ranked in lists.items()}


def _all_text(values: Iterable[Any]) -> bool:
    return all(isinstance(value, str) for value in values)


def _first_double(names: Sequence[str]) -> str | None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return None


def _short(value: Any) -> str:
    text = repr(value) if not isinstance(value, int) or abs(value) < 10**30 else "a huge number"
    return text if len(text) <= 40 else text[:37] + "..."


def _expect(condition: bool, message: str) -> None:
    if not condition:
        raise BadInput(message.replace("\n", " "))
