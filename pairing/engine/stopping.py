"""Long work can be stopped from outside: whoever starts it says how to ask whether to go on.

    with stoppable(ask):        # `ask` raises whatever should end the work
        result = solve(instance)

The engine asks between pieces of work that take a fraction of a second on a cohort of 10,000; an
exception of `ask` passes through it unchanged. Without `stoppable`, nobody is asked.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar


def _nobody() -> None:
    """Nothing stops the work."""


_ask: ContextVar[Callable[[], None]] = ContextVar("ask", default=_nobody)


@contextmanager
def stoppable(ask: Callable[[], None]) -> Iterator[None]:
    """Within the block, and in this thread, the engine calls `ask` again and again."""
    token = _ask.set(ask)
    try:
        yield
    finally:
        _ask.reset(token)


def ask_whether_to_go_on() -> None:
    """Raises what the outside raises when the work is not wanted any more."""
    _ask.get()()
