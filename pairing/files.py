"""What a run keeps and hands out: a zip that `python -m pairing.engine check` can go over."""

import io
import json
import zipfile
from typing import Any

import numpy as np

from pairing.engine import Instance, Result

INSTANCE, SCORES, RESULT = "instance.json", "scores.npy", "result.json"
_LISTS = ("locks", "vetoes", "same_person")


def pack(instance: Instance, result: Result) -> bytes:
    """The scores go into a file of their own, so that ten thousand people stay a small matter."""
    target = io.BytesIO()
    scores = io.BytesIO()
    np.save(scores, instance.scores, allow_pickle=False)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.writestr(INSTANCE, json.dumps(_head(instance)))
        packed.writestr(SCORES, scores.getvalue())
        packed.writestr(RESULT, json.dumps(result.to_json()))
    return target.getvalue()


def unpack(content: bytes) -> tuple[Instance, Result]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        head = json.loads(packed.read(INSTANCE))
        scores = np.load(io.BytesIO(packed.read(SCORES)), allow_pickle=False)
        result = Result.from_json(json.loads(packed.read(RESULT)))
    lists: dict[str, Any] = {
        name: tuple((one, other) for one, other in head[name]) for name in _LISTS
    }
    instance = Instance(
        mentees=tuple(entry["id"] for entry in head["mentees"]),
        mentors=tuple(entry["id"] for entry in head["mentors"]),
        scores=scores,
        priorities=np.array([entry["priority"] for entry in head["mentees"]], dtype=np.int64),
        capacities=np.array([entry["capacity"] for entry in head["mentors"]], dtype=np.int64),
        seed=head["seed"],
        **lists,
    )
    return instance, result


def _head(instance: Instance) -> dict[str, Any]:
    """The instance in the format of the command line, with the scores beside it."""
    head: dict[str, Any] = {
        "mentors": [
            {"id": name, "capacity": int(places)}
            for name, places in zip(instance.mentors, instance.capacities, strict=True)
        ],
        "mentees": [
            {"id": name, "priority": int(priority)}
            for name, priority in zip(instance.mentees, instance.priorities, strict=True)
        ],
        "scores": {"npy": SCORES, "forbidden": -1},
        "seed": instance.seed,
    }
    return head | {name: [list(pair) for pair in getattr(instance, name)] for name in _LISTS}
