"""The embedded servers live exactly as long as somebody uses them."""

import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from mentorship.embedded import places, postgres, redis_server
from mentorship.embedded.services import are_alive, services

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
    shutil.rmtree(places.home(KIND))


def _are_gone():
    for _ in range(200):
        if not (postgres.is_running(KIND) or redis_server.is_running(KIND)):
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
