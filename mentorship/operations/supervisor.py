"""Several processes that live and die together."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping

from mentorship.embedded.places import ROOT

GRACE_SECONDS = 15
SET_PARENT_DEATH_SIGNAL = 1  # prctl's PR_SET_PDEATHSIG


class ProcessStoppedError(RuntimeError):
    """A process ended although nobody asked it to."""


class Supervisor:
    """Starts processes, notices when one ends, and stops all of them in the reverse order.

    On Linux the kernel tells the processes to stop when the supervisor dies, even by kill -9.
    """

    def __init__(self) -> None:
        self.is_stopping = False
        self._processes: dict[str, subprocess.Popen] = {}
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def start(self, name: str, command: list[str], *, environment: Mapping[str, str]) -> None:
        # A session of its own: Ctrl-C reaches only the supervisor, which stops the others in order.
        self._processes[name] = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_stop_with_parent,  # noqa: PLW1509 - the supervisor has no threads
            cwd=ROOT,
            env=environment,
        )

    def finish(self, name: str) -> None:
        """Wait for a process that ends by itself; one that fails fails everything."""
        if self._processes.pop(name).wait():
            raise ProcessStoppedError(f"{name} failed.")

    def require_all(self) -> None:
        for name, process in self._processes.items():
            if process.poll() is not None:
                raise ProcessStoppedError(f"{name} stopped by itself (exit {process.returncode}).")

    def stop_all(self) -> list[str]:
        """Ask each process to finish what it does; returns the names of those that had to be killed."""
        for process in reversed(self._processes.values()):
            process.terminate()
        end = time.monotonic() + GRACE_SECONDS
        return [name for name, process in self._processes.items() if not _ended(process, end)]

    def _on_signal(self, _number, _frame) -> None:
        if self.is_stopping:  # asked twice: now
            for process in self._processes.values():
                process.kill()
        self.is_stopping = True
        if not self._processes:  # still preparing: leave at once
            raise KeyboardInterrupt


def _ended(process: subprocess.Popen, end: float) -> bool:
    """Wait until the moment; then kill the process and the children in its session."""
    try:
        process.wait(max(0.1, end - time.monotonic()))
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return False
    return True


def _stop_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
