"""Commands in a second terminal name the address `up` serves, whatever its port."""

import os
import shutil
import subprocess
import sys

import pytest

from mentorship.embedded import places

KIND = "throwaway"


@pytest.fixture
def home():
    places.home(KIND).mkdir(parents=True)
    yield places.home(KIND)
    shutil.rmtree(places.home(KIND))


def test_the_address_of_the_last_up_is_known_until_another_one_is(home):
    assert places.noted_address(KIND) == "http://localhost:8000"
    places.note_address(KIND, "http://localhost:8123")
    assert places.noted_address(KIND) == "http://localhost:8123"


def base_url(**environment):
    """What a command of its own takes for the site's address."""
    answer = subprocess.run(
        [sys.executable, "-c", "from mentorship import settings; print(settings.BASE_URL)"],
        cwd=places.ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return answer.stdout.strip()


@pytest.fixture
def up_on_8123():
    file = places.home("run") / "address"
    before = file.read_text() if file.exists() else None
    file.parent.mkdir(parents=True, exist_ok=True)
    places.note_address("run", "http://localhost:8123")
    yield
    if before is None:
        file.unlink()
    else:
        file.write_text(before)


def test_commands_follow_the_port_of_up_unless_they_are_told(up_on_8123):
    assert base_url() == "http://localhost:8123"
    assert base_url(BASE_URL="https://mentorship.example.org/") == "https://mentorship.example.org"
