"""What nobody should type, the forms of a page, and what would be alive in an answer."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import quote

MARK = "zq9x"  # in every piece of markup, so that it is known again in an answer
_MARKUP = [
    f"<script>{MARK}()</script>",
    f'"><script>{MARK}()</script>',
    f"'><img src=x onerror={MARK}()>",
    f'" autofocus onfocus="{MARK}()',
    f"' onmouseover='{MARK}()",
    f"</textarea><svg onload={MARK}()>",
    f"</title><script>{MARK}()</script>",
    f"<!--><script>{MARK}()</script>-->",
    f"[x](javascript:{MARK})",
    f'![x](x" onerror="{MARK}())',
    f"[x](data:text/html,<script>{MARK}()</script>)",
    f"javascript:{MARK}()",
    f"java\tscript:{MARK}()",
    f'https://a.example/"onclick="{MARK}()',
    f"<iframe srcdoc='<script>{MARK}()</script>'>",
    f"<style>@import '//{MARK}.example'</style>",
    f"<form action=//{MARK}.example><button>",
    f"&lt;script&gt;{MARK}()&lt;/script&gt;",
    f"＜script＞{MARK}()＜/script＞",
    f"<{MARK}-tag onclick={MARK}()>",
    f"</p></div></body></html><script>{MARK}()</script>",
]
_TEMPLATES = [
    "{{ 7*7 }}", "{% include 'x' %}", "{{ user.password }}", "{user.password}", "{0}", "{", "}",
    "%s", "%(x)s", "%", "${7*7}", "\\1", "{{", "{#",
]  # fmt: skip
_SQL = ["'", '"', "\\", "' OR 1=1 --", "'; DROP TABLE people_user; --", "%' --", "_%"]
_TEXT = [
    "", " ", "\t", "\r\n\r\n", "\x00", "a\x00b", "\x01\x02\x1f", "\x7f\x85", "\u200b",
    "\u202ereversed", "\u2066a\u2069", "\ufeffbom", "\u2028\u2029", "\ud800", "a\udfffb",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467", "e\u0301" * 40, "Z͑ͫ̓a" * 30, "İıſßﬁ", "\U0010ffff",
    "مرحبا بالعالم", "日本語" * 80, "a" * 256, "a" * 5001, "x" * 1_000_000,
]  # fmt: skip
_NUMBERS = [
    "-1", "0", "1", "1.5", "1e309", "NaN", "Infinity", "0x10", "٣", "²", "9" * 19, "9" * 400,
    str(2**31), str(2**63), "-" + str(2**63 + 1),
]  # fmt: skip
_DATES = [
    "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "2021-02-30", "9999-12-31T23:59",
    "0001-01-01T00:00", "31/12/2021",
]  # fmt: skip
_OTHERS = [
    "on", "None", "[1,2]", "../../etc/passwd", "http://[::1", "https://" + "a" * 300 + ".example",
    "a@example.com\r\nBcc: b@example.com", "=1+1", "UTC\x00", "mon-9", "__class__", "*",
]  # fmt: skip
PAYLOADS = [*_MARKUP, *_TEXT, *_TEMPLATES, *_SQL, *_NUMBERS, *_DATES, *_OTHERS]
_TYPED = {"text", "search", "url", "email", "tel", "number", "date", "datetime-local", "textarea"}
_LINKS = {"href", "src", "action", "formaction", "srcdoc", "data", "xlink:href"}


@dataclass
class Field:
    name: str
    kind: str
    values: list[str] = field(default_factory=list)

    @property
    def is_typed(self) -> bool:
        return self.kind in _TYPED


@dataclass
class PageForm:
    action: str
    fields: dict[str, Field] = field(default_factory=dict)

    def add(self, name: str, kind: str, *values: str) -> Field:
        found = self.fields.setdefault(name, Field(name, kind))
        found.values += values
        return found


class Page(HTMLParser):
    """The forms of a page that write something, and whatever in it is alive and ours."""

    def __init__(self, text: str):
        super().__init__(convert_charrefs=True)
        self.forms: list[PageForm] = []
        self.alive: list[str] = []
        self._form: PageForm | None = None
        self._select: Field | None = None
        self._area: Field | None = None
        self._in_script = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        self._in_script = tag in {"script", "style"}
        self._look_alive(tag, given)
        if tag == "form":
            self._form = PageForm(given.get("action", ""))
            if given.get("method", "get").lower() == "post":
                self.forms.append(self._form)
        elif self._form is not None and "disabled" not in given:
            self._take(tag, given)

    def _take(self, tag, given):
        name, kind = given.get("name", ""), given.get("type", "text").lower()
        if tag == "option" and self._select is not None:
            if "selected" in given or not self._select.values:
                self._select.values = [given.get("value", "")]
        elif not name or name == "csrfmiddlewaretoken":
            return
        elif tag == "select":
            self._select = self._form.add(name, "select")
        elif tag == "textarea":
            self._area = self._form.add(name, "textarea", "")
        elif tag == "input" and kind in {"radio", "checkbox"}:
            chosen = [given.get("value", "on")] if "checked" in given else []
            self._form.add(name, kind, *chosen)
        elif tag == "input" and kind not in {"file", "submit", "button", "image", "reset"}:
            self._form.add(name, kind, given.get("value", ""))

    def handle_endtag(self, tag):
        self._in_script = False
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._area = None

    def handle_data(self, data):
        if self._area is not None:
            self._area.values[-1] += data
        if self._in_script and MARK in data:
            self.alive.append(data[:80])

    def _look_alive(self, tag, given):
        if MARK in tag:
            self.alive.append(f"<{tag}>")
        for name, value in given.items():
            plain = "".join(value.split()).lower()
            runs = name.startswith("on") or (
                name in _LINKS
                and plain.startswith(("javascript:", "data:", "vbscript:", f"//{MARK}"))
            )
            if MARK in name or (MARK in value and (runs or name == "srcdoc")):
                self.alive.append(f'<{tag} {name}="{value[:60]}">')


def encoded(pairs: list[tuple[str, str]]) -> bytes:
    """A posted form, with halves of surrogate pairs as a broken browser might send them."""
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs).encode()


def _quoted(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")
