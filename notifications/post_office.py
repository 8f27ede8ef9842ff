"""Threads of the worker that send account mails, whatever its jobs do.

Somebody who waits for a code waits for nothing else: not for a slow job, not for the mail to many
people, and not for a broker that is gone, because these threads look into the database.
"""

import logging
from threading import Event, Thread

from celery.signals import worker_init, worker_shutdown
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils import timezone

from notifications.actions import account_mail

logger = logging.getLogger(__name__)

THREADS = 4  # a mail server that takes seconds for each mail holds up one of them
LOOK_EVERY_SECONDS = 1
FINISH_WITHIN_SECONDS = 5

_closes = Event()
_threads: list[Thread] = []


@worker_init.connect
def open_up(**_signal):
    """Before the worker has reached its broker, as it may not be there."""
    if _threads:
        return
    for number in range(THREADS):
        thread = Thread(target=_work, name=f"account mails {number}", daemon=True)
        _threads.append(thread)
        thread.start()


@worker_shutdown.connect
def close(**_signal):
    _closes.set()
    for thread in _threads:
        thread.join(FINISH_WITHIN_SECONDS)


def _work() -> None:
    while not _closes.is_set():
        try:
            was_one = account_mail.send_next(timezone.now())
        except (DatabaseError, InterfaceError) as error:
            logger.warning("account mails wait for the database: %s", error)
            connection.close()
            was_one = False
        if not was_one:
            close_old_connections()
            _closes.wait(LOOK_EVERY_SECONDS)
