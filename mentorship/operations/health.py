"""Whether all parts of the installation work together."""

from celery.signals import after_task_publish
from django.core.cache import cache
from django.db import Error, connection

SECONDS = 60


def note(part: str) -> None:
    """A part shows that it is alive; the note fades after a minute."""
    cache.set(f"alive:{part}", True, SECONDS)


def forget() -> None:
    """Before a start: what was noted by processes that are gone says nothing."""
    cache.delete_many(["alive:worker", "alive:beat"])


@after_task_publish.connect(sender="mentorship.tasks.heartbeat")
def note_beat(**_signal):
    note("beat")


def parts() -> dict[str, bool]:
    """Which parts are fine: database, broker, and a worker and a beat of the last minute."""
    alive = cache.get_many(["alive:worker", "alive:beat"])
    return {
        "database": database_answers(),
        "broker": cache.answers(),  # type: ignore[attr-defined]  # our own backend has it
        "worker": "alive:worker" in alive,
        "beat": "alive:beat" in alive,
    }


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except Error:
        return False
    return True
