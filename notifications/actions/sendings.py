"""Leaving one sending of a reminder out, and sending it after all."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from notifications import queries
from notifications.actions.outbox import UNSENT
from notifications.keys import key_of
from notifications.models import Message, SkippedSending
from people.actions import audit
from people.models import User


@transaction.atomic
def skip(scope: Model, kind: str, key: str, *, by: User, at: datetime) -> None:
    """Not this time: the sending of a reminder goes to nobody of this cycle. Twice changes nothing."""
    sending = queries.sending_ahead(scope, kind, key, at)
    if sending is None:
        raise ValidationError(
            _("This has gone out, or its date has changed. Nothing was left out."), code="gone"
        )
    _row, is_new = SkippedSending.objects.get_or_create(
        scope=key_of(scope),
        kind=kind,
        key=key,
        defaults={
            "title": sending.title[:250],
            "goes_at": sending.goes_at,
            "skipped_by": by,
            "skipped_at": at,
        },
    )
    if is_new:
        unsent = Message.objects.filter(
            scope=key_of(scope), kind=kind, sending=key, status__in=UNSENT
        )
        unsent.update(status=Message.Status.CANCELLED, reason=Message.Reason.SKIPPED)
        audit.note("sending_skipped", scope, by=by, at=at)


@transaction.atomic
def send_after_all(scope: Model, kind: str, key: str, *, by: User, at: datetime) -> None:
    """Take "not this time" back, until the moment at which it would have gone out."""
    mine = SkippedSending.objects.filter(scope=key_of(scope), kind=kind, key=key)
    taken_back, _rows = mine.filter(goes_at__gt=at).delete()
    if taken_back:
        audit.note("sending_not_skipped", scope, by=by, at=at)
    elif mine.exists():
        raise ValidationError(_("Its time is over. It was left out."), code="over")
