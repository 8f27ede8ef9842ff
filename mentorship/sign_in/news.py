"""What the owner of an address hears when an account loses it."""

from datetime import datetime, timedelta

from allauth.account.signals import email_changed
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.actions import outbox
from notifications.kinds import Kind, News
from notifications.models import Message
from people.actions import audit
from people.models import User
from people.signals import addresses_changed


class AddressChanged(Kind):
    """A warning: it is worth sending however late, and never untrue."""

    name = "address_changed"
    label = _("Address changed")
    rows = User.objects.all()
    lasts = timedelta(days=30)

    def context(self, message: Message, person: User, at: datetime) -> dict:
        return {"person": person, "address": message.address}


def tell_old_addresses(*, news, at, **_kwargs) -> None:
    """To the old address itself, which belongs to no account any more. What makes it another piece
    of news is the moment: an address may come and go twice."""
    occasion = f"{at:%Y%m%dT%H%M%S%f}"
    told = [News(old, person, occasion=occasion) for person, old in news]
    outbox.tell_each(AddressChanged.name, told, at=at)


def note_own_change(*, user, from_email_address, **_kwargs) -> None:
    """People change their own address on allauth's page, which mails the old one by itself."""
    if from_email_address is not None:
        audit.note(AddressChanged.name, user, by=user, at=timezone.now())


def register() -> None:
    addresses_changed.connect(tell_old_addresses, dispatch_uid="tell_old_addresses")
    email_changed.connect(note_own_change, dispatch_uid="note_own_change")
