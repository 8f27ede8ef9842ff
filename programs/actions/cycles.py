"""Cycles: made from the last one, published, taken back, archived."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from people.actions import audit
from people.models import User
from programs.actions.programs import free_slug
from programs.catalog import TEMPLATES
from programs.models import Cycle, Program
from programs.programfile import dump, reading, saving
from programs.programfile.reading import checking
from programs.programfile.saving import shifting
from programs.programfile.store import Tally


@transaction.atomic
def create(
    program: Program,
    *,
    name: str,
    starts_on: date,
    by: User,
    at: datetime,
    zone: str = "",
    previous: Cycle | None = None,
) -> Cycle:
    """The next cycle: everything of the previous one, with its dates moved to the new first day.

    Texts, roles, requirements, questions, rules and surveys are kept; the chain of cycles stays
    visible. Without a previous cycle it begins from the plain template.
    """
    program = Program.objects.select_for_update().get(pk=program.pk)
    file = reading.read(dump(previous) if previous else TEMPLATES["plain"].read())
    taken = set(program.cycles.values_list("slug", flat=True))
    file["cycle"].update(
        name=name,
        slug=free_slug(name, taken, "cycle"),
        follows=previous.slug if previous else "",
    )
    shifting.move_to(file, starts_on, zone or file["cycle"]["zone"])
    checking.check(file)
    cycle = saving.save_cycle(program, file, Tally())
    audit.note("cycle_created", cycle, by=by, at=at)
    return cycle


@transaction.atomic
def publish(cycle: Cycle, *, by: User | None, at: datetime) -> Cycle:
    """Open the public page. Calls still open and close by their own dates."""
    locked = _lock(cycle)
    if locked.program.is_independent:
        raise ValidationError(_("The built-in program has no public page."), code="independent")
    if locked.published_at is None:
        locked.published_at = at
        locked.save(update_fields=["published_at"])
        audit.note("cycle_published", locked, by=by, at=at)
    return locked


@transaction.atomic
def unpublish(cycle: Cycle, *, by: User, at: datetime) -> Cycle:
    """Take the public page back, as long as nobody has begun to apply."""
    locked = _lock(cycle)
    if locked.applications.exists():
        raise ValidationError(
            _("People have begun to apply, so the page stays public."), code="has_applications"
        )
    locked.published_at = None
    locked.save(update_fields=["published_at"])
    audit.note("cycle_unpublished", locked, by=by, at=at)
    return locked


@transaction.atomic
def archive(cycle: Cycle, *, by: User, at: datetime) -> Cycle:
    """Put a cycle away: it leaves the lists, its pages and figures stay."""
    locked = _lock(cycle)
    locked.archived_at = locked.archived_at or at
    locked.save(update_fields=["archived_at"])
    audit.note("cycle_archived", locked, by=by, at=at)
    return locked


@transaction.atomic
def unarchive(cycle: Cycle, *, by: User, at: datetime) -> Cycle:
    locked = _lock(cycle)
    locked.archived_at = None
    locked.save(update_fields=["archived_at"])
    audit.note("cycle_unarchived", locked, by=by, at=at)
    return locked


def _lock(cycle: Cycle) -> Cycle:
    return Cycle.objects.select_for_update(of=("self",)).select_related("program").get(pk=cycle.pk)
