"""What falls due with time, in one list that beat and the command `run_due` both work off.

Each app registers its functions in `AppConfig.ready`:

    due.register("surveys", surveys.open_due)

Such a function takes the moment `at`, does everything due by then, and returns how much it did by
name, `{"reminders": 3}`. It must find out from the database what is still to do, so that a second
call, or two at once, do nothing more.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

DueFunction = Callable[[datetime], Mapping[str, int]]

_registered: dict[str, DueFunction] = {}


def register(name: str, function: DueFunction) -> None:
    """Add due work under a name of its own. Higher apps register first, delivery comes last."""
    if _registered.setdefault(name, function) is not function:
        raise ValueError(f"Due work {name!r} is registered twice.")


def names() -> list[str]:
    return list(_registered)


def run(name: str, at: datetime) -> dict[str, int]:
    """Do one kind of due work; what came to nothing is left out of the answer."""
    return {what: count for what, count in _registered[name](at).items() if count}


def run_all(at: datetime) -> dict[str, dict[str, int]]:
    """Do all due work in the order of registration; says what was done, by name."""
    done = {name: run(name, at) for name in names()}
    return {name: counts for name, counts in done.items() if counts}
