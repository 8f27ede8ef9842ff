import pytest

from mentorship import caching
from mentorship.celery import app


@pytest.fixture
def redis_is_gone(settings, monkeypatch):
    """Nothing answers at the address of cache and broker, and jobs are really sent there."""
    nowhere = "redis://127.0.0.1:9/0"
    default = {**settings.CACHES["default"], "LOCATION": nowhere}
    settings.CACHES = {**settings.CACHES, "default": default}
    monkeypatch.setattr(caching._Outage, "until", 0.0)
    before = {name: app.conf[name] for name in ("task_always_eager", "broker_url")}
    app.conf.update(task_always_eager=False, broker_url=nowhere)
    app._after_fork()
    yield
    app.conf.update(before)
    app._after_fork()  # forget the connections to nowhere
