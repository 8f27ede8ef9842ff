"""What the surroundings say: environment variables, and which of three situations this is.

- tests: `pytest` runs;
- production: a DATABASE_URL is given and DEBUG is not 1, so all that it needs must be given;
- this machine only: the embedded servers, or DEBUG=1. Missing values get a safe default.
"""

import os
import secrets
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

REQUIRED_IN_PRODUCTION = ("SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "REDIS_URL", "EMAIL_URL")
FOR_CHECKS_ONLY = ("RATE_LIMITS", "SLACK_BASE_URL")

IS_TEST = "pytest" in sys.modules
IS_DEBUG = os.environ.get("DEBUG") == "1" and not IS_TEST
IS_PRODUCTION = bool(os.environ.get("DATABASE_URL")) and not IS_DEBUG and not IS_TEST


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def some_of(name: str, known: set[str]) -> list[str]:
    chosen = words(name)
    if unknown := set(chosen) - known:
        raise ImproperlyConfigured(
            f"{name} may name {' and '.join(sorted(known))}, not {', '.join(sorted(unknown))}."
        )
    return chosen


def number(name: str, default: int) -> int:
    value = text(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def is_on(name: str, *, default: bool) -> bool:
    value = text(name, "on" if default else "off").lower()
    if value not in {"on", "off", "1", "0", "true", "false", "yes", "no"}:
        raise ImproperlyConfigured(f"{name} must be on or off, not {value!r}.")
    return value in {"on", "1", "true", "yes"}


def database_url() -> str:
    """DATABASE_URL, or nothing for the embedded Postgres."""
    url = text("DATABASE_URL")
    if url and url.partition("://")[0] not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(
            "DATABASE_URL must begin with postgres://, as only Postgres will do."
        )
    return url


def refuse_bad_production() -> None:
    """One clear line about what is missing or not allowed, instead of a surprise later."""
    if not IS_PRODUCTION:
        return
    missing = [name for name in REQUIRED_IN_PRODUCTION if not text(name)]
    if missing:
        raise ImproperlyConfigured(
            f"DATABASE_URL is set, so these settings are needed too: {', '.join(missing)}."
        )
    refused = [name for name in FOR_CHECKS_ONLY if text(name)]
    if refused:
        raise ImproperlyConfigured(f"For checks only, refused in production: {', '.join(refused)}.")


def secret_key(var: Path) -> str:
    """SECRET_KEY, or one made once for this machine and kept in `var/`."""
    if IS_TEST:
        return "only-for-tests"
    return text("SECRET_KEY") or _kept_secret_key(var / "secret_key")


def _kept_secret_key(file: Path) -> str:
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_name(f"{file.name}.{os.getpid()}")
        new.touch(mode=0o600)
        new.write_text(secrets.token_urlsafe(50))
        try:
            os.link(new, file)  # fails when another process was faster: then its key counts
        except FileExistsError:
            pass
        finally:
            new.unlink()
    return file.read_text().strip()
