"""Signing in at the organization's own provider (OpenID Connect): what allauth leaves to us."""

import logging
import time
from urllib.parse import urlsplit

import requests
from django.conf import settings

logger = logging.getLogger(__name__)

ANSWER_WITHIN_SECONDS = 3
KEPT_SECONDS = 3600
ASK_AGAIN_SECONDS = 60  # after a failure

_known: dict[str, tuple[float, list[str]]] = {}


class SignOnPolicyMiddleware:
    """Let the forms of the account pages lead to the provider's page for signing in.

    Its host may be another than the one that answers for the provider, and browsers stop a form that
    is redirected to a host our content policy does not name, without a word to anybody.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith("/account/"):
            response._csp_update = {"form-action": origins()}
        return response


def origins() -> list[str]:
    """Hosts a sign-in passes through, from the provider's discovery document. Kept for an hour."""
    server = settings.OIDC_SERVER_URL
    good_until, found = _known.get(server, (0.0, []))
    if time.monotonic() < good_until:
        return found
    found = [_origin(server)]
    try:
        found = sorted({*found, _origin(_discover(server)["authorization_endpoint"])})
        keep = KEPT_SECONDS
    except (requests.RequestException, KeyError, ValueError) as error:
        logger.warning("single sign-on: the provider's discovery document is not there: %s", error)
        keep = ASK_AGAIN_SECONDS
    _known[server] = (time.monotonic() + keep, found)
    return found


def _discover(server: str) -> dict:
    where = server if "/.well-known/" in server else f"{server}/.well-known/openid-configuration"
    answer = requests.get(where, timeout=ANSWER_WITHIN_SECONDS)
    answer.raise_for_status()
    return answer.json()


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
