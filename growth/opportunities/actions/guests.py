"""Accounts for people from outside, who see what is open to guests and nothing else."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from growth.opportunities.actions.board import lock
from growth.opportunities.models import Guest, Opportunity
from growth.opportunities.models.opportunity import new_code
from notifications.actions import outbox
from people.actions import addresses, audit
from people.models import User
from people.permissions import may_sign_up

UNUSED = timedelta(days=30)  # an account nobody ever signed in to is forgotten


@transaction.atomic
def sign_up(opportunity: Opportunity, values: dict, *, at: datetime) -> None:
    """By the public link. values: name, email, time_zone.

    Nothing tells a visitor whether the address was known: a code goes there in any case, and only
    who reads it gets in. Until then the account is an unproven address.
    """
    email = values["email"]
    if may_sign_up(email):
        message = _("This is a work address. Sign in with it, or create an ordinary account.")
        raise ValidationError({"email": message}, code="work_address")
    if not is_known(email):
        _make(opportunity, values, by=None, at=at)


@transaction.atomic
def invite(opportunity: Opportunity, values: dict, *, by: User, at: datetime) -> Guest:
    """By somebody who runs it. values: name, email, community. Inviting a guest again tells them
    of this opportunity too."""
    if not opportunity.open_to_guests:
        raise ValidationError(_("This is not open to guests."), code="not_for_guests")
    email = values["email"]
    guest = Guest.objects.filter(person__email=email, person__is_guest=True).first()
    if guest is None:
        if is_known(email) or may_sign_up(email):
            message = _("This is somebody who works here: they can apply without an invitation.")
            raise ValidationError({"email": message}, code="works_here")
        guest = _make(opportunity, values, by=by, at=at)
    occasion = f"opportunity:{opportunity.pk}"
    context = {"opportunity": opportunity.pk}
    outbox.tell(
        guest.person, "growth_guest_invited", about=guest, occasion=occasion, context=context, at=at
    )
    return guest


@transaction.atomic
def renew_link(opportunity: Opportunity, *, by: User, at: datetime) -> Opportunity:
    """The old link leads nowhere from now on. Accounts made with it stay."""
    locked = lock(opportunity)
    locked.guest_code = new_code()
    locked.save(update_fields=["guest_code"])
    audit.note("guest_link_renewed", locked, by=by, at=at)
    return locked


@transaction.atomic
def forget_unused(at: datetime) -> dict[str, int]:
    """Accounts that were made and never signed in to: an address somebody typed, nothing more."""
    unused = User.objects.filter(
        is_guest=True,
        last_login__isnull=True,
        guest__invited_at__lt=at - UNUSED,
        opportunity_applications__isnull=True,
    )
    rows = list(unused.select_for_update(of=("self",), skip_locked=True))
    for person in rows:
        audit.note("guest_forgotten", person, by=None, at=at)
        person.delete()
    return {"unused guest accounts forgotten": len(rows)}


def is_known(email: str) -> bool:
    """The address of somebody, or a second one that is proven to be theirs."""
    second = EmailAddress.objects.filter(email=email, verified=True)
    return User.objects.by_email(email).exists() or second.exists()


def _make(opportunity: Opportunity, values: dict, *, by: User | None, at: datetime) -> Guest:
    person, is_new = User.objects.get_or_create(
        email=values["email"],
        defaults={
            "name": values["name"],
            "is_guest": True,
            "time_zone": values.get("time_zone") or opportunity.zone,
            "password": make_password(None),
            "created_at": at,
        },
    )
    if is_new:
        addresses.give([person], are_verified=False)
        audit.note("guest_account_made", person, by=by, at=at)
    row, _made = Guest.objects.get_or_create(
        person=person,
        defaults={
            "community": values.get("community", ""),
            "came_for": opportunity,
            "invited_by": by,
            "invited_at": at,
        },
    )
    return row
