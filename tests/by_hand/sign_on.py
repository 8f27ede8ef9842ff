"""Signs in at a real provider as a browser would; `docs/sign-on.md` says how to start both.

    python tests/by_hand/sign_on.py http://localhost:8000 SUBJECT

The provider is `oidc-provider-mock`: its page asks for a subject and takes it without a password.
"""

import re
import sys
from urllib.parse import urljoin, urlsplit

import requests

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def main(site: str, subject: str) -> None:
    browser = requests.Session()
    page = browser.get(f"{site}/account/login/", timeout=10)
    policy = page.headers["Content-Security-Policy"]
    allowed = re.search(r"form-action ([^;]*)", policy).group(1)
    action = re.search(r'action="(/account/oidc/[^"]+)"', page.text).group(1)
    sent = browser.post(
        urljoin(site, action.replace("&amp;", "&")),
        {"csrfmiddlewaretoken": TOKEN.search(page.text).group(1)},
        headers={"Origin": site},
        allow_redirects=False,
        timeout=10,
    )
    at_provider = sent.headers["Location"]
    parts = urlsplit(at_provider)
    origin = f"{parts.scheme}://{parts.netloc}"
    print("the provider's page:", origin, "- allowed:", origin in allowed)
    answer = browser.post(at_provider, {"sub": subject}, timeout=10)
    print("after signing in:", answer.url)
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", answer.text, re.DOTALL)
    print("heading:", " ".join(heading.group(1).split()) if heading else "none")
    for note in re.findall(r'<div class="notes"[^>]*>(.*?)</div>\s*</div>', answer.text, re.DOTALL):
        print("note:", " ".join(re.sub(r"<[^>]+>", " ", note).split()))
    print("signed in:", "sessionid" in browser.cookies and "/account/logout/" in answer.text)


if __name__ == "__main__":
    main(*sys.argv[1:])
