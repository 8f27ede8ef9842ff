"""A short name for every request, which its error page, its answer and its lines in the log share."""

import logging
import re
import secrets
from contextvars import ContextVar

NONE = "-"  # outside of a request: a command, a job
current: ContextVar[str] = ContextVar("request_id", default=NONE)

# What a proxy in front may call it, so that its log and ours agree.
_FROM_PROXY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")


def choose(given: str) -> str:
    """The name a trusted proxy gave, if it is one; else eight letters that can be read out loud."""
    return given if _FROM_PROXY.fullmatch(given) else secrets.token_hex(4)


class RequestIdFilter(logging.Filter):
    """Lets formatters write `{request_id}`."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)  # Django's own lines are about one
        record.request_id = getattr(request, "request_id", current.get())
        return True
