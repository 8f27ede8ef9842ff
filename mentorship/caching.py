"""The cache: Redis as long as it answers, and never a reason to fail.

Nothing is kept only here: what is gone is worked out again, so an error counts as a miss. Limits on
tries are the exception, because a limit that forgets is none. They are counted in the database.
"""

import logging
import time
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from django.utils.functional import cached_property
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

ANSWER_WITHIN_SECONDS = 1
# After a failure no request waits for Redis again until this time has passed.
LEAVE_ALONE_SECONDS = 3
# What allauth calls the tries it counts. It keeps them in the default cache.
LIMITS_BEGIN_WITH = "allauth:rl:"

OPTIONS: dict[str, Any] = {
    "socket_connect_timeout": ANSWER_WITHIN_SECONDS,
    "socket_timeout": ANSWER_WITHIN_SECONDS,
    # Once more at once, for a connection that a restarted server has forgotten.
    "retry": Retry(NoBackoff(), 1),
}


class _Outage:
    """How long this process, with all its threads, leaves Redis alone."""

    until = 0.0


class LastingClient(RedisCacheClient):
    """Django makes a client of Redis for each call, which takes longer than the call. There is one server."""

    @cached_property
    def _client_of_all(self) -> Any:
        return super().get_client(write=True)

    def get_client(self, key=None, *, write=False):
        return self._client_of_all


class ForgivingRedisCache(RedisCache):
    def __init__(self, server, params):
        super().__init__(server, params)
        self._class = LastingClient

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self._ask("add", key, value, timeout, version, miss=True)

    def get(self, key, default=None, version=None):
        return self._ask("get", key, default, version, miss=default)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        self._ask("set", key, value, timeout, version, miss=None)

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        return self._ask("touch", key, timeout, version, miss=False)

    def delete(self, key, version=None):
        return self._ask("delete", key, version, miss=False)

    def has_key(self, key, version=None):
        return self._ask("has_key", key, version, miss=False)

    def incr(self, key, delta=1, version=None):
        value = self._ask("incr", key, delta, version, miss=None)
        if value is None:
            raise ValueError(f"Key {key!r} not found.")
        return value

    def get_many(self, keys, version=None):
        return self._ask("get_many", keys, version, miss={})

    def set_many(self, data, timeout=DEFAULT_TIMEOUT, version=None):
        return self._ask("set_many", data, timeout, version, miss=list(data))

    def delete_many(self, keys, version=None):
        self._ask("delete_many", keys, version, miss=None)

    def clear(self):
        return self._ask("clear", miss=False)

    def answers(self) -> bool:
        """Whether Redis is there right now; this asks even while it is left alone."""
        try:
            return bool(self._cache.get_client().ping())
        except RedisError:
            return False

    def _ask(self, name, *arguments, miss):
        if arguments and str(arguments[0]).startswith(LIMITS_BEGIN_WITH):
            return getattr(caches["limits"], name)(*arguments)
        if time.monotonic() < _Outage.until:
            return miss
        try:
            return getattr(super(), name)(*arguments)
        except RedisError as error:
            _Outage.until = time.monotonic() + LEAVE_ALONE_SECONDS
            logger.warning("Redis does not answer, so the cache is left out: %s", error)
            return miss
