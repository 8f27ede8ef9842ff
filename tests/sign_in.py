"""Browsers of people who showed a moment ago who they are."""

import time

from django.test import Client

from people.models import User


def confirm(client: Client, person: User) -> None:
    """As if the person had just entered their password again."""
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()


def confirmed(client: Client, person: User) -> Client:
    client.force_login(person)
    confirm(client, person)
    return client
