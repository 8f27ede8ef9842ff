"""A browser without pictures for the settings pages."""

from html.parser import HTMLParser

from django.urls import reverse


class _Fields(HTMLParser):
    """What a browser would send if somebody pressed the first button of the page's largest form."""

    def __init__(self, html):
        super().__init__()
        self.forms, self.actions, self.select, self.area = [], [], None, None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "form":
            self.forms.append({})
            self.actions.append(found.get("action", ""))
        if not self.forms or "disabled" in found:
            return
        name = found.get("name")
        if tag == "input" and name:
            self._input(name, found)
        elif tag == "textarea" and name:
            self.area = name
            self.forms[-1][name] = ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select:
            fields = self.forms[-1]
            if self.select not in fields or "selected" in found:
                fields[self.select] = found.get("value", "")

    def _input(self, name, found):
        kind = found.get("type")
        if kind in {"checkbox", "radio"} and "checked" in found:
            self.forms[-1][name] = found.get("value", "on")
        elif kind not in {"checkbox", "radio", "submit", "file", "button"}:
            self.forms[-1][name] = found.get("value", "")

    def handle_data(self, data):
        if self.area:
            self.forms[-1][self.area] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            fields = self.forms[-1]
            fields[self.area] = fields[self.area].removeprefix("\n")
            self.area = None
        if tag == "select":
            self.select = None


def address_of(section):
    """The name of a section's address; pairing keeps its own."""
    return "pairing:settings_pairing" if section == "pairing" else f"settings_{section}"


class Page:
    """A browser without pictures: reads a settings page, changes fields, sends the form."""

    def __init__(self, client):
        self.client = client

    def address(self, cycle, name="settings", **more):
        values = {"program": cycle.program.slug, "cycle": cycle.slug, **more}
        return reverse(name if ":" in name else f"programs:{name}", kwargs=values)

    def read(self, cycle, name="settings", **more):
        response = self.client.get(self.address(cycle, name, **more))
        assert response.status_code == 200
        return response.content.decode()

    def fields(self, cycle, name, **more):
        return max(_Fields(self.read(cycle, name, **more)).forms, key=len)

    def fields_of(self, cycle, name, action, **more):
        """The fields of the form that goes to this address."""
        found = _Fields(self.read(cycle, name, **more))
        place = next(n for n, one in enumerate(found.actions) if action in one)
        return found.forms[place]

    def save(self, cycle, name, fields, **more):
        return self.client.post(self.address(cycle, name, **more), fields)

    def change(self, cycle, name, changes, **more):
        """Open the page, change some fields, save."""
        return self.save(cycle, name, self.fields(cycle, name, **more) | changes, **more)


def html(response):
    return response.content.decode()
