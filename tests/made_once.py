"""Rows made once for the tests of a module, which change nothing of them, or undo what they change."""

import contextlib

from django.db import transaction


@contextlib.contextmanager
def rows(django_db_blocker):
    """Around what a fixture of module scope makes and yields. A test's own transaction lies within this one."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
