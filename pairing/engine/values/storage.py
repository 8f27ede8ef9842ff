"""A state as bytes and back: one npz file, nothing in it is ever executed."""

import io
import json
import zipfile
from dataclasses import asdict
from typing import Any

import numpy as np

from pairing.engine.values.instance import Instance
from pairing.engine.values.terms import BadInput, Preferences

FORMAT = 1
NOT_OURS = (
    OSError,
    EOFError,
    KeyError,
    TypeError,
    AttributeError,
    ValueError,
    zipfile.BadZipFile,
)
LISTS = ("locks", "vetoes", "same_person")
ARRAYS = ("scores", "priorities", "capacities")


def pack(instance: Instance, extra: dict[str, Any], arrays: dict[str, np.ndarray]) -> bytes:
    """The instance, some plain values and some arrays."""
    head = {name: getattr(instance, name) for name in ("mentees", "mentors", "seed", *LISTS)}
    head |= {"preferences": asdict(instance.preferences), "format": FORMAT, "extra": extra}
    tables = arrays | {f"instance_{name}": getattr(instance, name) for name in ARRAYS}
    text = json.dumps(head).encode()
    target = io.BytesIO()
    np.savez(target, allow_pickle=False, head=np.frombuffer(text, dtype=np.uint8), **tables)
    return target.getvalue()


def unpack(content: bytes) -> tuple[Instance, dict[str, Any], dict[str, np.ndarray]]:
    """What `pack` was given. Raises BadInput for anything else."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as stored:
            tables = dict(stored.items())
        head = json.loads(tables.pop("head").tobytes())
        instance = _instance(head, {name: tables.pop(f"instance_{name}") for name in ARRAYS})
        return instance, head["extra"], tables
    except NOT_OURS as error:
        raise BadInput(f"this is not a stored state: {error}") from None


def _instance(head: dict[str, Any], tables: dict[str, np.ndarray]) -> Instance:
    if head["format"] != FORMAT:
        raise BadInput(f"format {head['format']} is not known")
    wishes = [
        {name: tuple(ranked) for name, ranked in head["preferences"][side].items()}
        for side in ("mentees", "mentors")
    ]
    locks, vetoes, same_person = (
        tuple((str(mentee), str(mentor)) for mentee, mentor in head[name]) for name in LISTS
    )
    return Instance(
        mentees=tuple(head["mentees"]),
        mentors=tuple(head["mentors"]),
        scores=tables["scores"],
        priorities=tables["priorities"],
        capacities=tables["capacities"],
        locks=locks,
        vetoes=vetoes,
        same_person=same_person,
        preferences=Preferences(*wishes),
        seed=head["seed"],
    )
