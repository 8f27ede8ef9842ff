"""The embedded servers live exactly as long as somebody uses them."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from mentorship.embedded import places, postgres, redis_server
from mentorship.embedded.services import bring_redis_back, services

KIND = "throwaway"
HOLD = (
    "from mentorship.embedded.services import services; import time\n"
    f"with services({KIND!r}): print('up', flush=True); time.sleep(60)"
)

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _leave_nothing_behind():
    yield
    assert _are_gone()
    shutil.rmtree(places.home(KIND), ignore_errors=True)


def are_alive(kind, *, with_redis=True):
    return postgres.is_running(kind) and (not with_redis or redis_server.is_running(kind))


def _are_gone():
    for _ in range(200):
        if not (postgres.is_running(KIND) or redis_server.is_running(KIND)):
            return True
        time.sleep(0.05)
    return False


def _has_ended():
    """A killed process closes its doors a moment before it is one that has ended."""
    for _ in range(200):
        places.collect_ended(KIND)
        if not redis_server.has_process(KIND):
            return True
        time.sleep(0.05)
    return False


def _holder():
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD], cwd=places.ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "up\n"
    return process


def _kill(process):
    process.kill()
    process.wait()
    process.stdout.close()


def test_servers_stop_after_the_block():
    with services(KIND):
        assert are_alive(KIND)
    assert not postgres.is_running(KIND)
    assert not redis_server.is_running(KIND)


def test_servers_stop_when_their_only_user_is_killed():
    process = _holder()
    assert are_alive(KIND)
    _kill(process)
    assert _are_gone()


def test_servers_stay_for_the_second_user():
    process = _holder()
    with services(KIND):
        _kill(process)
        time.sleep(0.5)
        assert are_alive(KIND)


def test_a_killed_postgres_comes_back_at_the_next_start():
    with services(KIND, with_redis=False):
        pid = (places.home(KIND) / "postgres" / "postmaster.pid").read_text().split()[0]
        os.kill(int(pid), signal.SIGKILL)
        assert _are_gone()
        with services(KIND, with_redis=False):
            assert are_alive(KIND, with_redis=False)


def test_a_redis_that_is_gone_is_started_again_and_one_that_hangs_is_left_alone():
    with services(KIND, with_postgres=False):
        assert not bring_redis_back(KIND)
        pid = int((places.home(KIND) / "redis.pid").read_text())
        os.kill(pid, signal.SIGSTOP)
        try:
            assert not bring_redis_back(KIND)
        finally:
            os.kill(pid, signal.SIGCONT)
        os.kill(pid, signal.SIGKILL)
        assert _has_ended()
        assert bring_redis_back(KIND)
        assert redis_server.is_running(KIND)


@pytest.fixture
def open_folder():
    """A folder that every account may enter, other than pytest's own."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_a_folder_behind_a_link_into_a_closed_home_cannot_be_reached(open_folder):
    (open_folder / "home").mkdir(mode=0o700)
    (open_folder / "home" / "venv" / "bin").mkdir(parents=True)
    (open_folder / "checkout").mkdir(mode=0o755)
    link = open_folder / "checkout" / ".venv"
    link.symlink_to(open_folder / "home" / "venv")
    nobody = 65534
    assert not places.can_reach(link / "bin", nobody, nobody)
    (open_folder / "home").chmod(0o755)
    assert places.can_reach(link / "bin", nobody, nobody)


def test_a_program_that_may_not_be_run_is_one_line_and_no_traceback(open_folder):
    program = open_folder / "initdb"
    program.write_text("")
    with pytest.raises(places.EmbeddedError, match="initdb cannot be run"):
        places.run_as_account([program])
