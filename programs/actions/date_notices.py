"""Telling people that dates changed: what changed is gathered, an organizer decides, one message."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from notifications.actions import outbox
from people.actions import audit
from people.models import User
from programs.models import Cycle, DateNotice
from programs.queries import known_dates


def gather(cycle: Cycle, before: dict[str, str], *, at: datetime) -> None:
    """Add to the untold notice what differs from `before`; what came back to what people knew
    drops out. Nothing is gathered while nobody can know a date. The caller holds the cycle's lock.
    """
    now = known_dates.known(cycle)
    changed = [title for title in (before | now) if before.get(title) != now.get(title)]
    if not changed or cycle.published_at is None or not known_dates.concerned(cycle).exists():
        return
    notice = _untold(cycle) or DateNotice(cycle=cycle, created_at=at)
    known = {title: told for title, told, _now in notice.changes}
    for title in changed:
        known.setdefault(title, before.get(title, ""))
    notice.changes = [
        [title, known[title], now.get(title, "")]
        for title in now | known
        if title in known and known[title] != now.get(title, "")
    ]
    if notice.changes:
        notice.save(update_fields=["changes"] if notice.pk else None)
    else:  # all came back to what people know
        notice.delete()


def tell_now(cycle: Cycle, *, by: User, at: datetime) -> int:
    """Tell of the changes just made and of those gathered before; how many people. None when there
    is nothing that anybody could know."""
    with transaction.atomic():
        Cycle.objects.select_for_update().get(pk=cycle.pk)
        notice = _untold(cycle)
        return tell(cycle, base=fingerprint(notice), by=by, at=at) if notice else 0


def tell(cycle: Cycle, *, base: str, by: User, at: datetime) -> int:
    """Send one message with all gathered changes to everybody concerned; how many people.

    base is the fingerprint of what the organizer saw (`fingerprint`).
    """
    with transaction.atomic():
        notice = _seen(cycle, base)
        notice.told_at, notice.told_by = at, by
        notice.save(update_fields=["told_at", "told_by"])
        people = known_dates.concerned(cycle).values_list("pk", flat=True)
        told = outbox.tell_many(people, "dates_changed", about=notice, scope=cycle, at=at)
        audit.note("dates_told", cycle, by=by, at=at)
    return told


def keep_quiet(cycle: Cycle, *, base: str) -> None:
    """Forget what was gathered: people look at the page themselves."""
    with transaction.atomic():
        _seen(cycle, base).delete()


def fingerprint(notice: DateNotice) -> str:
    """What an organizer decided about: the very changes that were shown."""
    return f"{notice.pk}/" + "|".join(f"{t}={a}>{b}" for t, a, b in notice.changes)


def _untold(cycle: Cycle) -> DateNotice | None:
    return cycle.date_notices.select_for_update().filter(told_at__isnull=True).first()


def _seen(cycle: Cycle, base: str) -> DateNotice:
    Cycle.objects.select_for_update().get(pk=cycle.pk)
    notice = _untold(cycle)
    if notice is None or fingerprint(notice) != base:
        message = _("The dates have changed again. Check them before you tell people.")
        raise ValidationError(message, code="changed_meanwhile")
    return notice
