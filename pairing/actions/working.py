"""Work of the engine in a job: claimed by one worker at a time, with signs of life, stopped in the
middle of a step when somebody cancels it, and taken up again when its worker died."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Event, Thread
from typing import TypeVar

from django.db import connection, transaction
from django.utils.translation import gettext as _

from pairing.engine.stopping import stoppable
from pairing.models import Rehearsal, Run
from people.models.job_progress import SILENT_AFTER

One = TypeVar("One", Run, Rehearsal)
Clock = Callable[[], datetime]
ACTIVE = [Run.State.WAITING, Run.State.RUNNING]
MOST_ATTEMPTS = 3
BEAT_SECONDS = 3


class StoppedError(Exception):
    """The work was cancelled, or somebody else carries it out."""


def silent(model: type[Run | Rehearsal], at: datetime) -> list[int]:
    """Those whose job was lost."""
    rows = model.objects.filter(state__in=ACTIVE, created_at__lte=at - SILENT_AFTER)
    return [one.pk for one in rows if one.is_silent(at)]


def claim(model: type[One], number: int, at: datetime) -> One | None:
    """Mark the work as ours, unless it is over or another worker shows signs of life."""
    with transaction.atomic():
        rows = model.objects.select_for_update(of=("self",))
        one = rows.filter(pk=number, state__in=ACTIVE).first()
        if one is None or (one.state == Run.State.RUNNING and not one.is_silent(at)):
            return None
        one.attempts += 1
        one.state, one.heartbeat_at = Run.State.RUNNING, at
        changed = ["attempts", "state", "heartbeat_at", "finished_at", "problem"]
        if one.attempts > MOST_ATTEMPTS:
            one.state, one.finished_at = Run.State.FAILED, at
            one.problem = _("The run stopped three times without an answer.")
            changed += one.let_go()
        one.save(update_fields=changed)
        return one if one.state == Run.State.RUNNING else None


def beat(one: Run | Rehearsal, clock: Clock, step: str) -> None:
    """Show the step and a sign of life; stop if the work is not ours any more."""
    if not _show_life(one, step=step, done_count=[*one.STEPS].index(step), heartbeat_at=clock()):
        raise StoppedError


def _show_life(one: Run | Rehearsal, **shown: object) -> int:
    """How many rows are still ours: one or none."""
    rows = type(one)._default_manager.filter(pk=one.pk, state=Run.State.RUNNING)
    return rows.filter(attempts=one.attempts).update(**shown)


@contextmanager
def signs_of_life(one: Run | Rehearsal, clock: Clock) -> Iterator[None]:
    """Show now and then that we still work, and stop in the middle of a step once the work is not
    ours any more: one step may take longer than a silence may last, or than anybody will wait."""
    over, lost = Event(), Event()

    def tell() -> None:
        while not over.wait(BEAT_SECONDS):
            if not _show_life(one, heartbeat_at=clock()):
                lost.set()
            connection.close()

    def stop_when_lost() -> None:
        if lost.is_set():
            raise StoppedError

    teller = Thread(target=tell, daemon=True)
    teller.start()
    try:
        with stoppable(stop_when_lost):
            yield
    finally:
        over.set()
        teller.join()
