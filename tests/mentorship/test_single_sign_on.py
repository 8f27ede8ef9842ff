"""What can be tested without a provider; `docs/sign-on.md` says how to try the whole with a real one."""

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.urls import reverse

from mentorship.sign_in.adapters import SocialAccountAdapter
from notifications.models import Message
from people.models import User

ELSEWHERE = "https://login.example.org/tenant/authorize"


class Provider(BaseHTTPRequestHandler):
    document = json.dumps({"authorization_endpoint": ELSEWHERE}).encode()
    asked: list[str] = []

    def do_GET(self):
        self.asked.append(self.path)
        self.send_response(200 if self.document else 500)
        self.end_headers()
        self.wfile.write(self.document)

    def log_message(self, *_arguments):
        pass


@pytest.fixture
def provider(settings, monkeypatch):
    monkeypatch.setattr(Provider, "asked", [])
    server = HTTPServer(("127.0.0.1", 0), Provider)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.OIDC_SERVER_URL = f"http://127.0.0.1:{server.server_port}/realms/people"
    settings.MIDDLEWARE = [
        *settings.MIDDLEWARE,
        "mentorship.sign_in.single_sign_on.SignOnPolicyMiddleware",
    ]
    yield server
    server.shutdown()
    server.server_close()


def form_action(answer):
    policy = answer["Content-Security-Policy"].split("; ")
    (found,) = [line.split()[1:] for line in policy if line.startswith("form-action")]
    return found


def test_forms_may_lead_to_where_the_provider_says_people_sign_in(client, provider, db):
    host = f"http://127.0.0.1:{provider.server_port}"
    for _page in range(2):
        answer = client.get(reverse("account_login"))
        assert form_action(answer) == ["'self'", host, "https://login.example.org"]
    assert Provider.asked == ["/realms/people/.well-known/openid-configuration"]


def test_a_provider_that_does_not_answer_holds_up_nobody(client, provider, monkeypatch, db):
    monkeypatch.setattr(Provider, "document", b"")
    host = f"http://127.0.0.1:{provider.server_port}"
    for _page in range(2):
        assert form_action(client.get(reverse("account_login"))) == ["'self'", host]
    assert len(Provider.asked) == 1


def test_other_pages_lead_nowhere_else(client, provider, db):
    assert form_action(client.get("/programs/")) == ["'self'"]


def comes_back(rf, email, *, verified, is_existing=False):
    """The request of somebody whom the provider sent back, and what allauth read in its answer."""
    request = rf.get("/account/oidc/oidc/login/callback/")
    request.user, request.session = AnonymousUser(), {}
    request._messages = CookieStorage(request)
    addresses = [EmailAddress(email=email, verified=verified)]
    person = SimpleNamespace(
        user=User(email=email), is_existing=is_existing, email_addresses=addresses
    )
    return request, person


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("uma@example.org", "does not tell us that uma@example.org is yours"),
        ("", "did not tell us your e-mail address"),
    ],
)
def test_an_address_nobody_vouches_for_is_told_so_and_no_mail_is_sent(rf, db, email, words):
    request, person = comes_back(rf, email, verified=False)
    with pytest.raises(ImmediateHttpResponse) as answered:
        SocialAccountAdapter().pre_social_login(request, person)
    assert answered.value.response.url == reverse("account_request_login_code")
    [said] = get_messages(request)
    assert words in str(said)
    assert not Message.objects.exists()


@pytest.mark.parametrize(("verified", "is_existing"), [(True, False), (False, True)])
def test_who_is_vouched_for_or_known_goes_on(rf, db, verified, is_existing):
    request, person = comes_back(rf, "vera@example.org", verified=verified, is_existing=is_existing)
    SocialAccountAdapter().pre_social_login(request, person)
    assert not list(get_messages(request))
