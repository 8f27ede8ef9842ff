"""Letting a colleague read one's summary, and ending it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from completion.actions.summaries import own
from completion.models import SummaryShare
from completion.queries.sheets import as_read, kept, sheet_of
from completion.queries.summaries import page
from notifications.actions import outbox
from pairs.models import Pair
from pairs.queries.pairs import card
from people.models import User

SHARED = "summary_shared"
_Ended = SummaryShare.Ended


@transaction.atomic
def share(pair: Pair, reader: User, *, seen: str, by: User, at: datetime) -> SummaryShare:
    """Let somebody read the summary as it is now; to share the same again changes nothing.

    seen is the version of the sheet that its person has looked at: nothing else is shared. With
    one's manager on record it lasts as long as they are that.
    """
    row = own(pair, by, at)
    _refuse(by, reader)
    sheet = sheet_of(page(card(pair, by, at), at))
    if sheet.version != seen:
        message = _("Your summary was changed meanwhile. Check it again, then share it.")
        raise ValidationError(message, code="changed_meanwhile")
    before = row.shares.filter(reader=reader, ended_at__isnull=True).first()
    if before is not None:
        if before in SummaryShare.objects.in_force() and as_read(before).version == seen:
            return before
        _end(before, _Ended.REPLACED, at)
    made = SummaryShare.objects.create(
        summary=row,
        reader=reader,
        as_manager=reader.pk == by.manager_id,
        sheet=kept(sheet),
        shared_at=at,
    )
    # Without a scope: no organizer reads who shows what to whom.
    outbox.tell(reader, SHARED, about=made, at=at)
    return made


@transaction.atomic
def take_back(share: SummaryShare, *, at: datetime) -> None:
    """From now on the reader finds nothing there. Taking it back twice changes nothing."""
    locked = SummaryShare.objects.select_for_update().get(pk=share.pk)
    if locked.ended_at is None:
        _end(locked, _Ended.TAKEN_BACK, at)


@transaction.atomic
def end_outlived(at: datetime) -> dict[str, int]:
    """End what nobody can read any more, so that it does not come back with a manager who does."""
    rows = SummaryShare.objects.outlived().select_for_update(skip_locked=True)
    outlived = list(rows.order_by("pk"))
    for one in outlived:
        _end(one, _Ended.OUTLIVED, at)
    return {"shares of summaries ended": len(outlived)}


def _refuse(person: User, reader: User) -> None:
    if reader == person:
        raise ValidationError(_("This is you: you can read it anyway."), code="yourself")
    if not reader.is_active or reader.is_guest:
        message = _("Only people who work here can read what you share.")
        raise ValidationError(message, code="not_here")


def _end(share: SummaryShare, because: str, at: datetime) -> None:
    share.ended_at, share.ended_because = at, because
    share.save(update_fields=["ended_at", "ended_because"])
    outbox.take_back(SHARED, about=share)
