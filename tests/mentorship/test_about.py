"""What a visitor reads about the site itself: who sees what, and accessibility."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
PAGES = ("privacy", "accessibility")


@pytest.mark.parametrize("name", PAGES)
def test_every_public_page_leads_there(client, name):
    foot = client.get(reverse("programs:program_list")).content.decode().split("<footer")[1]
    assert f'href="{reverse(name)}"' in foot
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_whom_to_write_to_is_named_where_the_installation_names_somebody(client, settings, name):
    settings.CONTACT_ADDRESS = ""
    assert "mailto:" not in client.get(reverse(name)).content.decode()
    settings.CONTACT_ADDRESS = "people@example.org"
    html = client.get(reverse(name)).content.decode()
    assert html.count('href="mailto:people@example.org"') == 2  # in the text and in the foot


def test_the_notice_of_the_organization_is_linked(client, settings):
    settings.PRIVACY_URL = "https://example.org/privacy"
    assert 'href="https://example.org/privacy"' in client.get(reverse("privacy")).content.decode()
