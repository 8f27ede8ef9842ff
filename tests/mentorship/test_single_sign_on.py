"""What can be tested without a provider; `docs/sign-on.md` says how to try the whole with a real one."""

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.urls import reverse

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
