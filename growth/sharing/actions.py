"""Letting somebody read, and ending it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from growth.sharing.models import Share
from growth.sharing.rules import ended_because, is_manager_of
from notifications.actions import outbox
from notifications.keys import key_of
from people.models import User


@transaction.atomic
def share(owner: User, reader: User, what: str, *, at: datetime, **part: object) -> Share:
    """Let the reader read one thing. Sharing it again changes nothing.

    part says which: `revision` of a plan, or `talks_with` the manager of some conversations. With
    one's manager on record it lasts only as long as they are that.
    """
    owner = User.objects.select_for_update(of=("self",)).get(pk=owner.pk)
    _check(owner, reader)
    open_share = Share.objects.filter(
        owner=owner, reader=reader, what=what, ended_at__isnull=True, **part
    ).first()
    if open_share is not None:
        if open_share in Share.objects.outlived():
            _end(open_share, Share.Ended.NEW_MANAGER, at)
        else:
            return open_share
    made = Share.objects.create(
        owner=owner,
        reader=reader,
        what=what,
        as_manager=is_manager_of(reader.pk, owner),
        shared_at=at,
        **part,
    )
    outbox.tell(reader, "growth_shared", about=made, at=at)
    return made


@transaction.atomic
def take_back(share: Share, *, at: datetime) -> None:
    """From now on the reader finds nothing there. Taking it back twice changes nothing."""
    locked = Share.objects.select_for_update().get(pk=share.pk)
    if locked.ended_at is None:
        _end(locked, Share.Ended.TAKEN_BACK, at)


@transaction.atomic
def end_outlived(at: datetime) -> dict[str, int]:
    """End what nobody can read any more, and offer a new manager to the person: by mail, once.

    Access ended before, with the change itself; this keeps it from coming back with the manager.
    """
    outlived = Share.objects.outlived().select_related("owner__manager", "reader")
    shares = list(outlived.select_for_update(of=("self",), skip_locked=True))
    for share in shares:
        _end(share, ended_because(share), at)
    owners = {share.owner for share in shares if share.ended_because == Share.Ended.NEW_MANAGER}
    for owner in owners:
        if owner.manager_id is not None:
            occasion = f"{key_of(owner.manager)}/{at:%Y%m%d}"
            outbox.tell(owner, "growth_new_manager", about=owner, occasion=occasion, at=at)
    return {"shares ended": len(shares)}


def _check(owner: User, reader: User) -> None:
    if reader.pk == owner.pk:
        raise ValidationError(_("This is you: you can read it anyway."), code="yourself")
    if not reader.is_active or reader.is_guest:
        message = _("Only people who work here can read what you share.")
        raise ValidationError(message, code="not_here")


def _end(share: Share, because: str, at: datetime) -> None:
    share.ended_at, share.ended_because = at, because
    share.save(update_fields=["ended_at", "ended_because"])
    outbox.take_back("growth_shared", about=share)
