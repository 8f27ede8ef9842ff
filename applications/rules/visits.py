"""Which requests for a link are somebody opening it: plain values in, a plain answer out."""

import re
from collections.abc import Mapping

# How programs that look at pages for their owners, and libraries, name themselves.
_PROGRAMS = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|preview|prefetch|scan|monitor|validator|headless|unfurl|"
    r"embed|fetch|http-?client|^(curl|wget|python|java|go-http|okhttp|axios|ruby|perl|php|libwww)|"
    r"facebookexternalhit|whatsapp|skype|telegram|mattermost|slack|discord|mastodon|iframely|"
    r"ms-?office|microsoft office|outlook|proofpoint|mimecast|barracuda|safelinks|trend ?micro",
    re.IGNORECASE,
)
_AHEAD = {"prefetch", "preview", "prerender"}
_AHEAD_HEADERS = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


def is_somebody(headers: Mapping[str, str]) -> bool:
    """Whether a browser opens this for somebody to read.

    Not: a preview in a chat or mail program, a scanner that says what it is, a page fetched ahead
    or inside another one. A scanner that poses as a browser cannot be told from one.
    """
    agent = headers.get("User-Agent", "")
    if not agent or _PROGRAMS.search(agent):
        return False
    said = re.split(r"[\s;,]+", " ".join(headers.get(name, "") for name in _AHEAD_HEADERS).lower())
    if _AHEAD.intersection(said):
        return False
    return headers.get("Sec-Fetch-Dest", "document") == "document"
