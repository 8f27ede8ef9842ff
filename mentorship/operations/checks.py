"""What is allowed but cannot work, said before anybody runs into it."""

from django.conf import settings
from django.core.checks import Tags, Warning, register

from mentorship import environment


@register(Tags.security)
def https_comes_from_a_proxy(app_configs, **_options) -> list[Warning]:
    """Behind a proxy that nobody trusts every request looks like http, and is sent to https for ever."""
    if not (environment.IS_PRODUCTION and settings.IS_HTTPS):
        return []
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        return []
    return [
        Warning(
            "BASE_URL begins with https:// but TRUSTED_PROXY_COUNT is 0.",
            hint="Set TRUSTED_PROXY_COUNT to the number of proxies in front that set X-Forwarded-Proto and "
            "X-Forwarded-For (mostly 1). Without it every page redirects to itself for ever, unless this "
            "server itself speaks https.",
            id="mentorship.W001",
        )
    ]
