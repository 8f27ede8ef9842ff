"""What administrators change about people, and what people change about themselves."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from people import facts
from people.actions import audit
from people.models import User
from people.signals import availability_changed, person_left
from people.versions import Unchanged, as_it_is

OWN_FIELDS = (
    "name",
    "pronouns",
    "name_sounds",
    "chat_handle",
    *facts.names(facts.OWN),
    "focus_areas",
    "about",
    "is_available_as_mentor",
    "dense_tables",
)
HR_FIELDS = ("name", "external_id", *facts.names(facts.HR))
# What somebody may do, and how the trail calls it.
RIGHTS = {"is_staff": "administrator", "may_create_programs": "may_create_programs"}


@transaction.atomic
def save_profile(person: User, values: dict, *, at: datetime) -> User:
    """Save what a person says about themselves; HR facts are not among it.

    From then on no file of HR's changes it: they know best where they are and what they are called.
    """
    locked = _locked(person)
    was_available = locked.is_available_as_mentor
    changed = {name for name in OWN_FIELDS if getattr(locked, name) != values.get(name)}
    _note_own(locked, {*locked.said_by_themselves, *(changed & values.keys())})
    saved = _save(locked, OWN_FIELDS, values)
    if saved.is_available_as_mentor != was_available:
        availability_changed.send(User, person=saved, at=at)
    return saved


@transaction.atomic
def save_facts(
    person: User, values: dict, *, by: User, at: datetime, unchanged: Unchanged = as_it_is
) -> User:
    """An administrator corrects HR facts, or gives and takes rights. One administrator stays."""
    locked = _locked_with_administrators(person)
    unchanged(locked)
    before = {right: getattr(locked, right) for right in RIGHTS}
    if before["is_staff"] and not values.get("is_staff", True):
        _refuse_without_administrator(locked)
    if "is_staff" in values:
        values = {**values, "is_superuser": values["is_staff"]}
    corrected = {name for name in HR_FIELDS if getattr(locked, name) != values.get(name)}
    _note_own(locked, set(locked.said_by_themselves) - (corrected & values.keys()))
    saved = _save(locked, (*HR_FIELDS, *RIGHTS, "is_superuser"), values)
    audit.note("person_facts_changed", saved, by=by, at=at)
    for right, name in RIGHTS.items():
        if getattr(saved, right) != before[right]:
            change = "granted" if getattr(saved, right) else "withdrawn"
            audit.note(f"{name}_{change}", saved, by=by, at=at)
    return saved


@transaction.atomic
def deactivate(person: User, *, by: User, at: datetime) -> User:
    """Somebody left: no more signing in, from the next request on. Higher apps end what they were in."""
    if person == by:
        raise ValidationError(_("You cannot deactivate yourself."), code="yourself")
    locked = _locked_with_administrators(person)
    if not locked.is_active:
        raise ValidationError(_("This person is deactivated already."), code="wrong_status")
    if locked.is_staff:
        _refuse_without_administrator(locked)
    locked.is_active = False
    locked.left_on = at.astimezone(ZoneInfo(locked.time_zone)).date()
    locked.is_available_as_mentor = False
    locked.save(update_fields=["is_active", "left_on", "is_available_as_mentor"])
    audit.note("person_deactivated", locked, by=by, at=at)
    person_left.send(User, person=locked, by=by, at=at)
    return locked


@transaction.atomic
def activate(person: User, *, by: User, at: datetime) -> User:
    """Somebody is back. What had ended stays ended."""
    locked = _locked(person)
    if locked.is_active:
        raise ValidationError(_("This person is active already."), code="wrong_status")
    locked.is_active, locked.left_on = True, None
    locked.save(update_fields=["is_active", "left_on"])
    audit.note("person_activated", locked, by=by, at=at)
    return locked


def _note_own(person: User, names: set[str]) -> None:
    if names != set(person.said_by_themselves):
        person.said_by_themselves = sorted(names)
        person.save(update_fields=["said_by_themselves"])


def _locked(person: User) -> User:
    return User.objects.select_for_update(of=("self",)).get(pk=person.pk)


def _locked_with_administrators(person: User) -> User:
    """The person, locked together with all administrators and in one order: two of them who take
    the right from each other at once must not both succeed."""
    rows = User.objects.filter(Q(pk=person.pk) | Q(is_staff=True))
    locked = {row.pk: row for row in rows.select_for_update(of=("self",)).order_by("pk")}
    return locked[person.pk]


def _refuse_without_administrator(person: User) -> None:
    """Somebody must be left who can give the right again."""
    if not User.objects.administrators().exclude(pk=person.pk).exists():
        message = _("This is the last administrator. Make somebody else an administrator first.")
        raise ValidationError(message, code="last_administrator")


def _save(person: User, fields: tuple[str, ...], values: dict) -> User:
    given = [name for name in fields if name in values]
    for name in given:
        setattr(person, name, values[name])
    person.full_clean(exclude=[f.name for f in User._meta.fields if f.name not in given])
    person.save(update_fields=given)
    return person
