"""The worker comes by: what waits in sealed envelopes goes out."""

import re

from django.core import mail
from django.utils import timezone

from notifications.actions import account_mail


def delivered():
    """All mails that have gone out, with the account mails that waited."""
    account_mail.send_waiting(timezone.now())
    return mail.outbox


def code_in_last():
    return re.search(r"^([A-Z0-9]{3,}-?[A-Z0-9]{3,})$", delivered()[-1].body, re.M).group(1)
