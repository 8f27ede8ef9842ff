"""Saving a plan: the same number of statements for every thousand people."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from people.actions import addresses
from people.actions.imports.plans import Entry, ImportPlan
from people.facts import IN_FILES, Kind
from people.models import User

BATCH = 1000
_UPDATED = [
    "email",
    "external_id",
    "name",
    "sort_name",
    "is_guest",
    *(fact.name for fact in IN_FILES if fact.kind is not Kind.PERSON),
]


def save_plan(plan: ImportPlan, *, by: User | None, at: datetime) -> None:
    """Write everything in the caller's transaction. Imported people have a verified address and no
    password: their first sign-in is one code by mail."""
    new, changed = plan.new, plan.changed
    unverified = [entry for entry in plan.entries if not (entry.is_new or entry.is_verified)]
    _create(new, at)
    _update([entry.person for entry in changed], _UPDATED)
    _set_managers([entry for entry in [*new, *changed] if entry.sets_manager])
    _verify(unverified, by, at)


def _create(entries: list[Entry], at: datetime) -> None:
    people = [entry.person for entry in entries]
    for person in people:
        person.password = make_password(None)
        person.created_at = at
    User.objects.bulk_create(people, batch_size=BATCH)
    addresses.give(people)


def _update(people: list[User], fields: list[str]) -> None:
    """An upsert on the primary key: one statement a batch, unlike bulk_update's long CASEs."""
    User.objects.bulk_create(
        people,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=fields,
    )


def _set_managers(entries: list[Entry]) -> None:
    """After everybody is saved, since the manager may stand further down in the file."""
    for entry in entries:
        entry.person.manager = entry.manager
    _update([entry.person for entry in entries], ["manager"])


def _verify(entries: list[Entry], by: User | None, at: datetime) -> None:
    """The address is the organization's word. Whoever claimed it without proof before, with a
    password of their own, must not get in by it."""
    people = [entry.person for entry in entries]
    verified = EmailAddress.objects.filter(user__in=people, verified=True)
    proven = set(verified.values_list("user_id", flat=True))
    addresses.replace({entry.person: entry.old_email for entry in entries}, by=by, at=at)
    unproven = [person for person in people if person.pk not in proven]
    for person in unproven:
        person.password = make_password(None)
    _update(unproven, ["password"])
