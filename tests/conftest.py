"""Tests bring their own servers: DATABASE_URL and REDIS_URL when given, else private ones."""

import contextlib
import os

import pytest
from django.core.cache import cache

from mentorship.embedded.services import services

_servers = contextlib.ExitStack()


def pytest_configure(config):
    if not hasattr(config, "workerinput"):  # with xdist only the controller starts them
        _servers.enter_context(
            services(
                "test",
                with_postgres=not os.environ.get("DATABASE_URL"),
                with_redis=not os.environ.get("REDIS_URL"),
            )
        )


def pytest_unconfigure(config):
    _servers.close()


@pytest.fixture(autouse=True)
def _empty_cache():
    """Rate limits and health notes of one test do not reach the next."""
    cache.clear()
