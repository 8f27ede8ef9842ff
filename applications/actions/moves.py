"""The one way in which the status of an application changes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from applications.models import Application, ApplicationMove
from people.models import User

BATCH = 1000


def move(
    applications: Iterable[Application],
    to: str,
    *,
    by: User | None,
    at: datetime,
    is_undo: bool = False,
    leave_out: bool = False,
    **also: Any,
) -> list[ApplicationMove]:
    """Lock the applications, ask the table of moves, write the status and a line of history.

    One that may not go there refuses all of them; with `leave_out` it stays as it is and the
    others move. `also` are columns that change with the status. The rows in hand are brought up
    to date; what comes back are the lines of history, one for each application that moved.
    In the caller's transaction.
    """
    rows = {application.pk: application for application in applications}
    locked = Application.objects.select_for_update(of=("self",)).filter(pk__in=rows).order_by("pk")
    moving = []
    for found in locked.only("pk", "status"):
        if found.can_move_to(to, is_undo=is_undo):
            moving.append(found.pk)
        elif not leave_out:
            raise _refusal(found)
    changes = {"status": to, **also}
    Application.objects.filter(pk__in=moving).update(**changes)
    for number in moving:
        for column, value in changes.items():
            setattr(rows[number], column, value)
    return ApplicationMove.objects.bulk_create(
        [
            ApplicationMove(application=rows[number], to_status=to, by=by, at=at)
            for number in moving
        ],
        batch_size=BATCH,
    )


def _refusal(application: Application) -> ValidationError:
    words = _("This application is now %(status)s, so this is no longer possible.")
    status = str(application.get_status_display()).lower()
    return ValidationError(words, code="wrong_status", params={"status": status})
