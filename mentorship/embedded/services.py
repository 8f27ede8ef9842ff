"""Have the embedded servers up for as long as somebody uses them, and not a moment longer.

Every process that needs them holds a shared lock on `users.lock` while it lives. A small detached
reaper waits for the exclusive lock, which the kernel grants once the last user is gone, however it
went (exit, SIGTERM, kill -9), and stops the servers: no lists of process ids, no orphans.
"""

import contextlib
import fcntl
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from mentorship.embedded import places, postgres, redis_server


@contextlib.contextmanager
def services(kind: str, *, with_postgres: bool = True, with_redis: bool = True) -> Iterator[None]:
    """Have the servers up inside the block; the kinds "run" and "test" have files of their own."""
    if not (with_postgres or with_redis):
        yield
        return
    places.make_folders(kind)
    try:
        with (places.home(kind) / "users.lock").open("a") as users:  # children do not inherit it
            _start(kind, users, with_postgres=with_postgres, with_redis=with_redis)
            yield
    finally:
        _wait_for_reaper(kind)


def bring_redis_back(kind: str) -> bool:
    """Start Redis again after its process ended; False where there was nothing to do.

    One that is there but does not answer is left alone: it may only be slow.
    """
    with (places.home(kind) / "start.lock").open("a") as starter:
        fcntl.flock(starter, fcntl.LOCK_EX)
        places.collect_ended(kind)
        if redis_server.has_process(kind):
            return False
        redis_server.start(kind)
        return True


def _start(kind: str, users: IO, *, with_postgres: bool, with_redis: bool) -> None:
    """Take the lock of a user, and start what is missing, one starter at a time."""
    home = places.home(kind)
    with (home / "start.lock").open("a") as starter:
        fcntl.flock(starter, fcntl.LOCK_EX)
        fcntl.flock(users, fcntl.LOCK_SH)  # waits while a reaper is stopping things
        reaper = [sys.executable, "-m", "mentorship.embedded.services", kind]
        places.start_detached(reaper, home / "reaper.log", cwd=places.ROOT)
        if with_postgres:
            postgres.start(kind)
        if with_redis:
            redis_server.start(kind)


def _wait_for_reaper(kind: str) -> None:
    """Wait until the servers are gone, unless somebody else still uses them."""
    for _ in range(600):
        gone = not (postgres.is_running(kind) or redis_server.is_running(kind))
        if _has_other_users(places.home(kind)):
            return
        if gone:
            places.wait_for_detached(kind)
            return
        time.sleep(0.05)


def _has_other_users(home: Path) -> bool:
    """True while another process holds the shared lock; a reaper holds the exclusive one."""
    with (home / "users.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def reap(kind: str) -> None:
    """Wait for the last user to go, then stop the servers."""
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    home = places.home(kind)
    with (home / "reaper.lock").open("a") as on_duty:
        try:
            fcntl.flock(on_duty, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return  # another reaper is on duty
        with (home / "users.lock").open("a") as users:
            fcntl.flock(users, fcntl.LOCK_EX)
            redis_server.stop(kind)
            postgres.stop(kind)
            # The duty ends before the lock: whoever waits for it starts a reaper of its own.
            on_duty.close()


if __name__ == "__main__":
    reap(sys.argv[1])
