"""The jobs beat sends."""

from datetime import datetime

from celery import shared_task
from celery.signals import beat_init
from django.utils import timezone

from mentorship.operations import health
from notifications import due


@shared_task
def heartbeat():
    """Its arrival proves that beat sends and a worker works."""
    health.note("worker")


@beat_init.connect
def send_first_heartbeat(**_signal):
    """Without waiting for its first turn, so that a fresh start is soon known to work."""
    heartbeat.delay()


@shared_task
def start_due():
    """One job for each kind of due work, so that one that fails does not hold up the others."""
    at = timezone.now().isoformat()
    for name in due.names():
        run_due.apply_async((name, at), expires=55)  # the next minute sends it again


@shared_task
def run_due(name, at):
    due.run(name, datetime.fromisoformat(at))
