"""A line about a partner that everyone here may read: public while both agree, and not longer."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from completion.actions.thanks import lock_for
from completion.models import Kudos
from completion.signals import kudos_withdrawn
from notifications.actions import outbox
from pairs.models import Pair
from people.models import User
from people.names import tidy
from people.versions import Unchanged, as_it_is

OFFERED = "kudos_offered"
AGREED = "kudos_agreed"


@transaction.atomic
def say(
    pair: Pair,
    line: str,
    *,
    to: User,
    by: User,
    at: datetime,
    unchanged: Unchanged = as_it_is,
) -> Kudos:
    """Say it, or say it in other words; the partner is asked whether everyone may read it."""
    locked = lock_for(pair, by, to, at)
    rows = Kudos.objects.select_for_update(of=("self",))
    row = rows.filter(pair=locked, giver=by, receiver=to).first()
    words = tidy(line)
    if row is not None and row.line == words:
        return row
    if row is not None:
        unchanged(row)
        if row.agreed_at is not None:
            kudos_withdrawn.send(Kudos, kudos=row, at=at)
    row = row or Kudos(pair=locked, giver=by, receiver=to)
    row.line, row.said_at, row.agreed_at, row.declined_at = words, at, None, None
    row.full_clean(exclude=["pair", "giver", "receiver"])
    row.save()
    _forget(row)
    outbox.tell(to, OFFERED, about=row, occasion=_occasion(at), at=at)
    return row


@transaction.atomic
def answer(kudos: Kudos, *, agrees: bool, seen: datetime | None, at: datetime) -> Kudos:
    """The receiver's yes or no, which they may change at any time; a no holds at once.

    seen is when the words were said that they read; a yes to other words is none.
    """
    locked = _locked(kudos)
    if agrees and locked.said_at != seen:
        message = _("The words have changed meanwhile. Read them again before you agree.")
        raise ValidationError(message, code="changed_meanwhile")
    if agrees == (locked.agreed_at is not None) and not locked.is_open:
        return locked
    was_public = locked.agreed_at is not None
    locked.agreed_at, locked.declined_at = (at, None) if agrees else (None, at)
    locked.save(update_fields=["agreed_at", "declined_at"])
    _forget(locked)
    if agrees:
        outbox.tell(locked.giver, AGREED, about=locked, occasion=_occasion(at), at=at)
    elif was_public:
        kudos_withdrawn.send(Kudos, kudos=locked, at=at)
    return locked


@transaction.atomic
def take_back(kudos: Kudos, *, at: datetime) -> None:
    """The giver's words are theirs: from now on they stand nowhere."""
    locked = _locked(kudos)
    _forget(locked)
    kudos_withdrawn.send(Kudos, kudos=locked, at=at)
    locked.delete()


def _locked(kudos: Kudos) -> Kudos:
    rows = Kudos.objects.select_for_update(of=("self",)).select_related("giver", "receiver")
    found = rows.filter(pk=kudos.pk).first()
    if found is None:
        raise ValidationError(_("This line was taken back."), code="gone")
    return found


def _forget(kudos: Kudos) -> None:
    for kind in (OFFERED, AGREED):
        outbox.take_back(kind, about=kudos)


def _occasion(at: datetime) -> str:
    return f"{at:%Y%m%dT%H%M%S%f}"
