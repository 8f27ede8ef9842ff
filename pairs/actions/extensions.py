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
from people.versions import Unchanged, as_it_is

PROPOSED, ACCEPTED, MOVED = "extension_proposed", "extension_accepted", "pair_end_moved"
DECLINED = "extension_declined"
OF_THE_DAY = frozenset({"too_early", "too_late", "no_extension"})  # refusals that speak of the day


@transaction.atomic
def propose(
    pair: Pair,
    ends_on: date,
    *,
    by: User,
    at: datetime,
    reason: str = "",
    cadence_days: int | None = None,
    unchanged: Unchanged = as_it_is,
) -> Extension:
    """Ask the partner to go on until a day. ValidationError for a day that is not later than now's
    end, or later than the cycle allows.

    The same asked again changes nothing; the same as the partner asked is a yes to them.
    """
    locked = lock_active(pair)
    unchanged(locked)
    _refuse_day(locked, ends_on)
    known = locked.extensions.proposed().first()
    if known is not None and (known.ends_on, known.cadence_days) == (ends_on, cadence_days):
        if known.proposed_by_id != by.pk:
            return _accept(known, locked, by=by, at=at)
        if known.reason == reason:
            return known
    locked.extensions.proposed().update(replaced_at=at)
    row = Extension(pair=locked, ends_on=ends_on, reason=reason, cadence_days=cadence_days)
    row.proposed_by, row.proposed_at = by, at
    row.full_clean(exclude=["pair", "proposed_by"])
    row.save()
    _tell(row, PROPOSED, locked.partner_of(by).person, at)
    return row


@transaction.atomic
def accept(extension: Extension, *, by: User, at: datetime) -> Extension:
    """Say yes to what the partner asked, also after a first no: the pair ends on that day now."""
    pair = lock_active(extension.pair)
    row = _open(pair, extension) or _declined(pair, extension)
    if row is None:
        raise _changed()
    if row.proposed_by_id == by.pk:
        raise ValidationError(_("Your partner has to agree."), code="own")
    _refuse_day(pair, row.ends_on)
    return _accept(row, pair, by=by, at=at)


@transaction.atomic
def drop(extension: Extension, *, by: User, at: datetime) -> None:
    """Take one's own proposal back, or leave it at the end there was: whoever asked is told."""
    pair = lock_active(extension.pair)
    row = _open(pair, extension)
    if row is None:
        raise _changed()
    row.replaced_at = at
    if row.proposed_by_id != by.pk:
        row.declined_at = at
    row.save(update_fields=["replaced_at", "declined_at"])
    outbox.take_back(PROPOSED, about=pair)
    if row.declined_at is not None and row.proposed_by is not None:
        _tell(row, DECLINED, row.proposed_by, at)


@transaction.atomic
def move_end(
    pair: Pair, ends_on: date, *, by: User, at: datetime, unchanged: Unchanged = as_it_is
) -> Pair:
    """An organizer gives one pair another last day, today or later; both are told."""
    locked = lock_active(pair)
    unchanged(locked)
    if ends_on < locked.cycle.day(at):
        raise ValidationError(
            _("This day is over. To end the pair now, choose “End”."), code="past"
        )
    if ends_on < locked.starts_on:
        raise ValidationError(_("The pair starts later than that."), code="before_start")
    if ends_on == last_day(locked):
        return locked
    locked.ends_on = ends_on
    locked.save(update_fields=["ends_on"])
    locked.extensions.proposed().filter(ends_on__lte=ends_on).update(replaced_at=at)
    audit.note("pair_end_moved", locked, by=by, at=at)
    for one in locked.everybody:
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


def _accept(row: Extension, pair: Pair, *, by: User, at: datetime) -> Extension:
    row.accepted_at, row.replaced_at, row.declined_at = at, None, None
    row.save(update_fields=["accepted_at", "replaced_at", "declined_at"])
    pair.ends_on = row.ends_on
    pair.cadence_days = row.cadence_days
    pair.save(update_fields=["ends_on", "cadence_days"])
    outbox.take_back(DECLINED, about=pair)
    audit.note("pair_extended", pair, by=by, at=at)
    if row.proposed_by is not None:
        _tell(row, ACCEPTED, row.proposed_by, at)
    return row


def _open(pair: Pair, extension: Extension) -> Extension | None:
    return pair.extensions.proposed().filter(pk=extension.pk).first()


def _declined(pair: Pair, extension: Extension) -> Extension | None:
    """A no that nothing has followed yet."""
    newest = pair.extensions.first()
    is_newest = newest is not None and newest.pk == extension.pk
    return pair.extensions.declined().filter(pk=extension.pk).first() if is_newest else None


def _changed() -> ValidationError:
    return ValidationError(_("This proposal is no longer open. Read it again."), code="changed")


def _tell(row: Extension, kind: str, person: User, at: datetime) -> None:
    pair = row.pair
    outbox.tell(person, kind, about=pair, scope=pair.cycle, occasion=key_of(row), at=at)
