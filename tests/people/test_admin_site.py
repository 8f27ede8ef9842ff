"""The admin site lets nobody become somebody else, and changes nothing without a trace."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.urls import NoReverseMatch, reverse

from people.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_admin_site_knows_people_and_nothing_that_signs_in():
    assert {model._meta.label for model in admin.site._registry} == {"people.User"}


@pytest.mark.parametrize(
    "model",
    [EmailAddress, Authenticator, UserSession, Session, Group],
    ids=lambda model: model.__name__,
)
def test_no_app_can_put_a_way_in_on_the_site(model):
    admin.site.register(model)
    assert not admin.site.is_registered(model)


@pytest.mark.parametrize(
    "name", ["account_emailaddress_add", "mfa_authenticator_add", "people_user_add"]
)
def test_pages_that_would_give_a_way_in_do_not_exist(name):
    with pytest.raises(NoReverseMatch):
        reverse(f"admin:{name}")


def test_person_is_shown_without_secrets_and_cannot_be_changed(client, administrator):
    known = UserFactory(name="Kim Known")
    client.force_login(administrator)
    address = reverse("admin:people_user_change", args=[known.pk])

    page = client.get(address)
    answer = client.post(address, {"is_staff": "on", "name": "Hacked", "email": "a@example.com"})

    assert (page.status_code, answer.status_code) == (200, 403)
    for field in ("name", "email", "password", "is_staff", "may_create_programs"):
        assert f'name="{field}"' not in page.content.decode()
    assert not User.objects.get(pk=known.pk).is_staff


def test_own_password_is_changed_where_everybody_changes_it(client, administrator):
    client.force_login(administrator)
    assert client.get(reverse("admin:password_change")).url == reverse("account_change_password")
