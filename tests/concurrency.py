"""Two people in the same moment: real threads, each with its own connection to the database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import monotonic, sleep
from typing import Any

from django.db import connection, connections, transaction


def together(*calls: Callable) -> list:
    """Start all calls at once. What each returned, or the exception it raised, in their order."""
    start = Barrier(len(calls))

    def run(call: Callable):
        try:
            start.wait(timeout=10)
            return call()
        except Exception as error:  # the test looks at what came of each
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def after_waiting(change: Callable[[], object], call: Callable) -> Any:
    """`change` is made and not yet committed when `call` starts beside it; as soon as `call` waits
    for what the change holds, it is committed. What `call` returned, or the exception it raised.

    So a test can stand between the moment something is read and the moment it is locked.
    """

    def run():
        try:
            return call()
        except Exception as error:  # the test looks at what came of it
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            change()
            outcome = pool.submit(run)
            _until_somebody_waits()
        return outcome.result(timeout=10)


def _until_somebody_waits() -> None:
    ends = monotonic() + 10
    while monotonic() < ends:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        sleep(0.02)
    raise TimeoutError("Nobody waits for the change.")
