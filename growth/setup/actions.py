"""Switching growth on and off, and who looks after it: what administrators do."""

from datetime import date, datetime

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from growth.setup.models import GrowthOrganizer, GrowthSetup
from growth.setup.queries import KEY
from growth.signals import switched_on
from people.actions import audit
from people.models import User
from people.versions import Unchanged, as_it_is


@transaction.atomic
def set_up(
    *,
    state: str,
    divisions: list[str],
    review_on: date | None,
    by: User,
    at: datetime,
    unchanged: Unchanged = as_it_is,
) -> GrowthSetup:
    """Switch growth off, on for some divisions, or on. Off hides it; nothing is deleted."""
    GrowthSetup.objects.get_or_create(pk=GrowthSetup.ONLY, defaults={"changed_at": at})
    row = GrowthSetup.objects.select_for_update().get(pk=GrowthSetup.ONLY)
    unchanged(row)
    was_off = row.state == GrowthSetup.State.OFF
    named = sorted(set(divisions)) if state == GrowthSetup.State.SOME else []
    if state == GrowthSetup.State.SOME and not named:
        raise ValidationError(_("Choose at least one division."), code="no_division")
    row.state, row.divisions, row.review_on = state, named, review_on
    row.changed_by, row.changed_at = by, at
    row.full_clean()
    row.save()
    audit.note(f"growth_set_{state}", row, at=at, by=by)
    _forget()  # for what this transaction goes on to do, and once more when others see the row
    transaction.on_commit(_forget)
    if was_off and state != GrowthSetup.State.OFF:
        switched_on.send(GrowthSetup, by=by, at=at)
    return row


@transaction.atomic
def add_organizer(person: User, *, by: User, at: datetime) -> GrowthOrganizer:
    """Let somebody look after pathways, templates, levels and opportunities."""
    if person.is_guest or not person.is_active:
        message = _("Only people of the organization can look after growth.")
        raise ValidationError(message, code="not_ours")
    row, is_new = GrowthOrganizer.objects.get_or_create(
        person=person, defaults={"added_by": by, "added_at": at}
    )
    if is_new:
        audit.note("growth_organizer_added", person, at=at, by=by)
        transaction.on_commit(_forget)
    return row


@transaction.atomic
def remove_organizer(organizer: GrowthOrganizer, *, by: User, at: datetime) -> None:
    """From the next request on they edit nothing. What they wrote stays."""
    deleted, _rows = GrowthOrganizer.objects.filter(pk=organizer.pk).delete()
    if deleted:
        audit.note("growth_organizer_removed", organizer.person, at=at, by=by)
        transaction.on_commit(_forget)


def one_at_a_time() -> None:
    """Until the transaction ends nobody else makes or changes what growth is made of: of two who
    make the same in one moment, the second finds that of the first."""
    GrowthSetup.objects.get_or_create(pk=GrowthSetup.ONLY)
    GrowthSetup.objects.select_for_update().get(pk=GrowthSetup.ONLY)


def _forget() -> None:
    cache.delete(KEY)
