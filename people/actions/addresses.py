"""The addresses people sign in with. An address is a key: nobody gets another one without a line in
the trail and without the old address being told."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from people.actions import audit
from people.models import User
from people.names import tidy_address
from people.signals import addresses_changed

BATCH = 1000


def give(people: Iterable[User], *, are_verified: bool = True) -> None:
    """The address of each as the one to sign in with. The organization's own word verifies it; to
    get in somebody still needs a code that is sent there."""
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=p, email=p.email, verified=are_verified, primary=True) for p in people],
        batch_size=BATCH,
    )


def change(person: User, email: str, *, by: User, at: datetime) -> User:
    """An administrator corrects somebody's address. The old one no longer signs in, and is told."""
    taken = ValidationError(_("This address belongs to somebody else already."), code="taken")
    new = tidy_address(email)
    try:
        with transaction.atomic():
            locked = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
            old = locked.email
            if new == old:
                return locked
            if _is_taken(new, by_other_than=locked):
                raise taken
            locked.email = new
            locked.save(update_fields=["email"])
            replace({locked: old}, by=by, at=at)
    except IntegrityError:  # somebody got it in this moment
        raise taken from None
    return locked


def replace(old_addresses: Mapping[User, str], *, by: User | None, at: datetime) -> None:
    """Make the address on each person's row the only one they sign in with, in the caller's
    transaction. `old_addresses` says which one was on the row before; it may be the same."""
    people = list(old_addresses)
    rows = EmailAddress.objects.filter(user__in=people)
    former = {(person, old) for person, old in old_addresses.items()}
    by_number = {person.pk: person for person in people}
    verified = rows.filter(verified=True).values_list("user_id", "email")
    former |= {(by_number[number], email) for number, email in verified}
    rows.delete()
    give(people)
    gone = sorted((p.pk, email) for p, email in former if email != p.email)
    if gone:
        changed = [by_number[number] for number in dict(gone)]
        audit.note_each("address_changed", changed, by=by, at=at)
        news = [(by_number[number], email) for number, email in gone]
        addresses_changed.send(User, news=news, at=at)


def _is_taken(email: str, *, by_other_than: User) -> bool:
    others = User.objects.filter(email=email).exclude(pk=by_other_than.pk)
    verified = EmailAddress.objects.filter(email=email, verified=True)
    return others.exists() or verified.exclude(user=by_other_than).exists()
