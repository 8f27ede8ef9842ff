"""Going on longer: one of the two asks, it holds when both agreed (A7). Organizers may set the end."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from notifications.actions import outbox
from notifications.keys import key_of
from pairs.actions.pairs import lock_active
from pairs.models import Extension, Pair
from pairs.rules.extending import last_day, latest_day
from people.actions import audit
from people.models import User

PROPOSED, ACCEPTED, MOVED = "extension_proposed", "extension_accepted", "pair_end_moved"


@transaction.atomic
def propose(pair: Pair, ends_on: date, *, by: User, at: datetime) -> Extension:
    """Ask the partner to go on until a day. ValidationError for a day that is not later than now's
    end, or later than the cycle allows. The same day again changes nothing."""
    locked = lock_active(pair)
    _refuse_day(locked, ends_on)
    known = locked.extensions.proposed().first()
    if known is not None and known.ends_on == ends_on:
        return known
    locked.extensions.proposed().update(replaced_at=at)
    row = Extension.objects.create(pair=locked, ends_on=ends_on, proposed_by=by, proposed_at=at)
    _tell(row, PROPOSED, locked.partner_of(by).person, at)
    return row


@transaction.atomic
def accept(extension: Extension, *, by: User, at: datetime) -> Extension:
    """Say yes to what the partner asked: the pair ends on that day now."""
    pair = lock_active(extension.pair)
    row = _open(pair, extension)
    if row.proposed_by_id == by.pk:
        raise ValidationError(_("Your partner has to agree."), code="own")
    _refuse_day(pair, row.ends_on)
    row.accepted_at = at
    row.save(update_fields=["accepted_at"])
    pair.ends_on = row.ends_on
    pair.save(update_fields=["ends_on"])
    audit.note("pair_extended", pair, by=by, at=at)
    if row.proposed_by is not None:
        _tell(row, ACCEPTED, row.proposed_by, at)
    return row


@transaction.atomic
def drop(extension: Extension, *, at: datetime) -> None:
    """Take one's own proposal back, or leave it at the end there was; the other reads it on the page."""
    pair = lock_active(extension.pair)
    row = _open(pair, extension)
    row.replaced_at = at
    row.save(update_fields=["replaced_at"])
    outbox.take_back(PROPOSED, about=pair)


@transaction.atomic
def move_end(pair: Pair, ends_on: date, *, by: User, at: datetime) -> Pair:
    """An organizer gives one pair another last day, today or later; both are told."""
    locked = lock_active(pair)
    if ends_on < locked.cycle.day(at):
        raise ValidationError(_("This day is over. To end the pair now, end it."), code="past")
    if ends_on < locked.starts_on:
        raise ValidationError(_("The pair starts later than that."), code="before_start")
    if ends_on == last_day(locked):
        return locked
    locked.ends_on = ends_on
    locked.save(update_fields=["ends_on"])
    locked.extensions.proposed().filter(ends_on__lte=ends_on).update(replaced_at=at)
    audit.note("pair_end_moved", locked, by=by, at=at)
    for one in (locked.mentor, locked.mentee):
        occasion = f"ends:{ends_on.isoformat()}/{at.isoformat()}"
        outbox.tell(
            one.person, MOVED, about=locked, scope=locked.cycle, occasion=occasion[:60], at=at
        )
    return locked


def _refuse_day(pair: Pair, ends_on: date) -> None:
    now, latest = last_day(pair), latest_day(pair)
    if latest is None:
        raise ValidationError(_("This pair cannot be extended any further."), code="no_extension")
    if now is not None and ends_on <= now:
        raise ValidationError(
            _("Choose a day after %(day)s."),
            code="too_early",
            params={"day": date_format(now, "j F Y")},
        )
    if ends_on > latest:
        raise ValidationError(
            _("The program allows until %(day)s."),
            code="too_late",
            params={"day": date_format(latest, "j F Y")},
        )


def _open(pair: Pair, extension: Extension) -> Extension:
    row = pair.extensions.proposed().filter(pk=extension.pk).first()
    if row is None:
        raise ValidationError(
            _("This proposal is not open any more. Look at it once more."), code="changed"
        )
    return row


def _tell(row: Extension, kind: str, person: User, at: datetime) -> None:
    pair = row.pair
    outbox.tell(person, kind, about=pair, scope=pair.cycle, occasion=key_of(row), at=at)
