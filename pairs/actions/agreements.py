"""What two people agree about working together: one proposes, the other accepts."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from notifications.actions import outbox
from notifications.keys import key_of
from pairs.actions.pairs import lock_active
from pairs.models import Agreement, Pair
from people.models import User

PROPOSED, ACCEPTED = "agreement_proposed", "agreement_accepted"


@transaction.atomic
def propose(
    pair: Pair,
    *,
    rhythm: str,
    minutes: int,
    form: str,
    confidentiality: str,
    by: User,
    at: datetime,
    seen: int | None,
) -> Agreement:
    """Ask the partner to agree. An open proposal, one's own or the partner's, gives way to it.

    `seen` is the newest agreement the person knew of; a newer one is never overwritten unseen. The
    same words again change nothing.
    """
    locked = lock_active(pair)
    said = {
        "rhythm": rhythm.strip(),
        "minutes": minutes,
        "form": form,
        "confidentiality": confidentiality.strip(),
    }
    newest = locked.agreements.filter(replaced_at__isnull=True).first()
    _check_length(locked, minutes)
    if newest and all(getattr(newest, name) == value for name, value in said.items()):
        return newest
    if (newest.pk if newest else None) != seen:
        raise ValidationError(
            _("Your partner has changed it meanwhile. Read it again."), code="changed"
        )
    row = Agreement(pair=locked, **said, proposed_by=by, proposed_at=at)
    row.full_clean(exclude=["pair", "proposed_by"], validate_constraints=False)
    locked.agreements.proposed().update(replaced_at=at)
    row.save(force_insert=True)
    _tell(row, PROPOSED, locked.partner_of(by).person, at)
    return row


@transaction.atomic
def accept(agreement: Agreement, *, by: User, at: datetime) -> Agreement:
    """Say yes to what the partner proposed: from now on it holds, and sessions begin with it."""
    pair = lock_active(agreement.pair)
    row = pair.agreements.proposed().filter(pk=agreement.pk).first()
    if row is None:
        raise ValidationError(_("This proposal is no longer open. Read it again."), code="changed")
    if row.proposed_by_id == by.pk:
        raise ValidationError(_("Your partner has to accept it."), code="own")
    pair.agreements.in_force().update(replaced_at=at)
    row.accepted_at = at
    row.save(update_fields=["accepted_at"])
    pair.session_minutes = row.minutes
    pair.sessions_async = row.form == Agreement.Form.ASYNC
    pair.save(update_fields=["session_minutes", "sessions_async"])
    if row.proposed_by is not None:
        _tell(row, ACCEPTED, row.proposed_by, at)
    return row


@transaction.atomic
def take_back(agreement: Agreement, *, by: User, at: datetime) -> None:
    """Take one's own open proposal back."""
    pair = lock_active(agreement.pair)
    mine = pair.agreements.proposed().filter(pk=agreement.pk, proposed_by=by)
    if not mine.update(replaced_at=at):
        raise ValidationError(_("This proposal is no longer open."), code="changed")
    outbox.take_back(PROPOSED, about=pair)


def _check_length(pair: Pair, minutes: int) -> None:
    """A pair chooses within what its program asks for, where it says how long is too long."""
    least, most = pair.cycle.session_minutes, pair.cycle.session_minutes_most
    if most is not None and not least <= minutes <= most:
        message = _("Your program asks for %(minutes)s minutes.")
        words = {"minutes": pair.cycle.minutes_in_words}
        raise ValidationError({"minutes": ValidationError(message, code="length", params=words)})


def _tell(row: Agreement, kind: str, person: User, at: datetime) -> None:
    pair = row.pair
    outbox.tell(person, kind, about=pair, scope=pair.cycle, occasion=key_of(row), at=at)
