"""Programs: made and archived; and the built-in one."""

from collections.abc import Mapping
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from people.actions import audit
from people.models import User
from programs.catalog import TEMPLATES
from programs.models import Cycle, Program
from programs.programfile import reading, saving
from programs.programfile.reading import checking
from programs.programfile.saving import shifting
from programs.programfile.schema import RESERVED


def free_slug(name: str, taken: set[str], fallback: str) -> str:
    """A slug made from a name that nobody has yet."""
    base = slugify(name)[:50].strip("-") or fallback
    slug, number = base, 2
    while slug in taken | RESERVED:
        slug, number = f"{base}-{number}", number + 1
    return slug


@transaction.atomic
def create(
    *,
    name: str,
    cycle_name: str,
    starts_on: date,
    by: User,
    at: datetime,
    zone: str = "UTC",
    template: str = "plain",
    names: Mapping[str, str] | None = None,
) -> Cycle:
    """A new program with its first cycle, from a template whose dates are moved to the first day.

    names answer what the template asks of the organization. The person who makes the program
    becomes its organizer. Nobody else sees it until it is published.
    """
    file = reading.read(TEMPLATES[template].read(), names or {})
    taken = set(Program.objects.values_list("slug", flat=True))
    file["program"].update(name=name, slug=free_slug(name, taken, "program"))
    file["cycle"].update(name=cycle_name, slug=free_slug(cycle_name, set(), "cycle"))
    shifting.move_to(file, starts_on, zone)
    checking.check(file)
    return saving.save(file, owner=by, at=at).cycle


@transaction.atomic
def archive(program: Program, *, by: User, at: datetime) -> None:
    """Take the program with its cycles out of every list. Nobody is written to any more; pages and
    figures stay for its organizers."""
    locked = Program.objects.select_for_update().get(pk=program.pk)
    if locked.is_independent:
        raise ValidationError(_("The built-in program stays."), code="independent")
    if locked.archived_at is None:
        locked.archived_at = at
        locked.save(update_fields=["archived_at"])
        locked.cycles.filter(archived_at=None).update(archived_at=at)
    audit.note("program_archived", locked, by=by, at=at)


@transaction.atomic
def unarchive(program: Program, *, by: User, at: datetime) -> None:
    """Bring the program back, and the cycles that were put away with it."""
    locked = Program.objects.select_for_update().get(pk=program.pk)
    if locked.archived_at is not None:
        locked.cycles.filter(archived_at=locked.archived_at).update(archived_at=None)
        locked.archived_at = None
        locked.save(update_fields=["archived_at"])
    audit.note("program_unarchived", locked, by=by, at=at)
