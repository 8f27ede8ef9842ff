"""A database with every migration, kept with the private servers for the tests' next runs.

Migrating takes a quarter of a minute, a copy a fraction of a second. What is missing in the copy,
and what an app makes after its migrations, comes as ever: a copy is migrated too.
"""

import contextlib
import fcntl
import os
from hashlib import sha256
from pathlib import Path

from django.apps import apps
from django.db import connection

from mentorship.embedded import places

PREFIX = "migrated_"


@contextlib.contextmanager
def kept():
    """Around the making of a test database. Workers come one after the other: the first one migrates."""
    if os.environ.get("DATABASE_URL"):  # somebody's own server, where nothing of ours remains
        yield
        return
    with (places.home("test") / "migrated.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        name, known = _name(), _known()
        if name in known:
            connection.settings_dict["TEST"]["TEMPLATE"] = name
        yield
        if name not in known:
            _keep(name, instead_of=known)


def _name() -> str:
    """Another one for other migrations, those of the packages included."""
    content = sha256()
    for app in apps.get_app_configs():
        for file in sorted(Path(app.path, "migrations").glob("*.py")):
            content.update(f"{app.label}/{file.name}\n".encode() + file.read_bytes())
    return PREFIX + content.hexdigest()[:16]


def _known() -> list[str]:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        return [name for (name,) in cursor.fetchall()]


def _keep(name: str, instead_of: list[str]) -> None:
    """A database is copied only while nobody is connected to it."""
    made = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        for old in instead_of:
            cursor.execute(f"DROP DATABASE {old}")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {made}")
