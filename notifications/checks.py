"""What `check --deploy` finds wrong with how mail is sent."""

import ipaddress
from email.utils import parseaddr

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning

TAG = Tags.compatibility


def find_bad_sender(app_configs: object, **_options: object) -> list[CheckMessage]:
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    if not _is_on_the_internet(address.rpartition("@")[2]):
        return [
            Error(
                f"Mail would come from {settings.DEFAULT_FROM_EMAIL}, which nobody can answer.",
                hint="Set DEFAULT_FROM_EMAIL, for example “Mentoring <mentoring@example.org>”.",
                id="notifications.E001",
            )
        ]
    if settings.IS_SENDER_DERIVED:
        return [
            Warning(
                f"Mail comes from {address}, made from BASE_URL: make sure that your mail server "
                "may send from it and that somebody reads the answers.",
                hint="Set DEFAULT_FROM_EMAIL to the address mail is to come from.",
                id="notifications.W001",
            )
        ]
    return []


def _is_on_the_internet(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return "." in host
    return False
