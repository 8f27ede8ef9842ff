"""What the owner of an address hears when an account loses it."""

from allauth.account.signals import email_changed
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications import kinds
from notifications.actions import outbox
from notifications.models import Message
from people.actions import audit
from people.models import User
from people.signals import addresses_changed

KIND = "address_changed"


def tell_old_addresses(*, news, at, **_kwargs) -> None:
    """To the old address itself, which belongs to no account any more. What makes it another piece
    of news is the moment: an address may come and go twice."""
    outbox.insert(
        [
            Message(
                address=old,
                kind=KIND,
                about=f"user:{person.pk}/{at:%Y%m%dT%H%M%S%f}",
                created_at=at,
                send_after=at,
            )
            for person, old in news
        ]
    )


def note_own_change(*, user, from_email_address, **_kwargs) -> None:
    """People change their own address on allauth's page, which mails the old one by itself."""
    if from_email_address is not None:
        audit.note(KIND, user, by=user, at=timezone.now())


def _context(message: Message) -> dict:
    number = message.about.removeprefix("user:").partition("/")[0]
    return {"person": User.objects.get(pk=number), "address": message.address}


def register() -> None:
    kinds.register(KIND, app="mentorship", label=_("Address changed"), make_context=_context)
    addresses_changed.connect(tell_old_addresses, dispatch_uid="tell_old_addresses")
    email_changed.connect(note_own_change, dispatch_uid="note_own_change")
