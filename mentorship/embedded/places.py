"""Where the embedded servers keep their files, and which account runs them."""

import contextlib
import hashlib
import os
import pwd
import subprocess
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

# A unix socket path may have 107 bytes on Linux and 103 on macOS.
LONGEST_SOCKET_PATH = 100

# Kept by home, because Python complains about a running process whose object is dropped.
_detached: dict[Path, list[subprocess.Popen]] = defaultdict(list)


class EmbeddedError(RuntimeError):
    """An embedded server cannot do its work; the text is meant for the person at the terminal."""


def account() -> tuple[int, int] | None:
    """The user and group to become, as Postgres refuses to run as root. None: stay who we are."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def can_reach(path: Path, uid: int, gid: int) -> bool:
    """Whether this account may walk down to the path through all its parents, also behind links."""
    real = path.resolve()
    for folder in {path, *path.parents, real, *real.parents}:
        if not folder.exists():
            continue
        found = folder.stat()
        bit = 0o100 if found.st_uid == uid else 0o010 if found.st_gid == gid else 0o001
        if not found.st_mode & bit:
            return False
    return True


def home(kind: str) -> Path:
    """The folder of one set of servers; below /var/tmp if the account cannot enter the checkout."""
    who = account()
    if who and not can_reach(ROOT, *who):
        return Path(f"/var/tmp/mentorship-{tag(ROOT)}") / kind
    return ROOT / "var" / kind


def note_address(kind: str, address: str) -> None:
    """Where people reach the site, for commands that print or mail addresses."""
    (home(kind) / "address").write_text(address)


def noted_address(kind: str) -> str:
    """The last one noted; the default of `up` before that."""
    try:
        return (home(kind) / "address").read_text()
    except OSError:
        return "http://localhost:8000"


def socket_folder(kind: str) -> Path:
    folder = home(kind) / "sockets"
    if len(os.fsencode(folder / ".s.PGSQL.5432.lock")) > LONGEST_SOCKET_PATH:
        return Path(f"/tmp/mentorship-{os.geteuid()}-{tag(folder)}")
    return folder


def tag(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:10]


def make_folders(kind: str) -> None:
    """Make the home and the socket folder; refuse one that somebody else prepared in /tmp."""
    sockets = socket_folder(kind)
    home(kind).mkdir(parents=True, exist_ok=True)
    sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
    owners = {os.geteuid(), *(account() or ())[:1]}
    if sockets.is_symlink() or sockets.stat().st_uid not in owners:
        raise EmbeddedError(f"{sockets} belongs to someone else.")
    give_to_account(sockets)


def give_to_account(path: Path) -> None:
    if who := account():
        os.chown(path, *who)


def as_account() -> dict:
    """Arguments for subprocess that make the child the account."""
    who = account()
    return {"user": who[0], "group": who[1], "extra_groups": []} if who else {}


def start_detached(command: list[str], log_file: Path, **options) -> subprocess.Popen:
    """Start a process that outlives us, with its words in a log file."""
    with log_file.open("ab") as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **options,
        )
    _detached[log_file.parent].append(process)
    return process


def collect_ended(kind: str) -> None:
    """Take leave of processes of ours that have ended, which else look alive to the system."""
    for process in _detached[home(kind)]:
        process.poll()


def wait_for_detached(kind: str) -> None:
    """After the servers of this kind were told to stop: let their processes end."""
    for process in _detached.pop(home(kind), []):
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)


def run_as_account(command: Sequence[str | Path], **options) -> str:
    name = Path(command[0]).name
    try:
        result = subprocess.run(
            [str(part) for part in command],
            check=False,
            capture_output=True,
            text=True,
            cwd="/",
            **as_account(),
            **options,
        )
    except OSError as error:
        raise EmbeddedError(f"{name} cannot be run: {error}") from None
    if result.returncode:
        raise EmbeddedError(f"{name} failed ({result.returncode}):\n{result.stdout}{result.stderr}")
    return result.stdout
