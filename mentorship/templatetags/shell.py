"""The frame around pages: menus, tabs of a cycle, the account menu, undo of a message, the error summary."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BaseForm
from django.urls import NoReverseMatch, Resolver404, get_urlconf, resolve, reverse
from django.utils.translation import gettext_lazy as _

register = template.Library()


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    icon: str = ""
    current: str = ""
    count: int | None = None


MAIN = (
    ("home", "/", _("Home")),
    ("programs", "/programs/", _("Programs")),
    ("mentors", "/mentors/", _("Find a mentor")),
    ("growth", "/growth/", _("Growth plan")),
)
ACCOUNT = (
    ("/profile/", _("Your profile"), "user-round"),
    ("/account/", _("Sign-in and security"), "shield-check"),
)
ADMINISTRATION = (("/people/", _("People"), "users"),)
SECTIONS = (
    ("/account/", _("Overview")),
    ("/profile/", _("Profile")),
    ("/account/email/", _("Email address")),
    ("/account/password/change/", _("Password")),
    ("/account/2fa/", _("Two-step sign-in")),
    ("/account/sessions/", _("Devices")),
    ("/account/3rdparty/", _("Connected accounts")),
)
TABS = (
    ("dashboard", "", _("Overview")),
    ("applications", "applications/", _("Applications")),
    ("review", "review/", _("Review")),
    ("pairing", "pairing/", _("Pairing")),
    ("pairs", "pairs/", _("Pairs")),
    ("events", "events/", _("Events")),
    ("learning", "learning/", _("Learning")),
    ("surveys", "surveys/", _("Surveys")),
    ("messages", "messages/", _("Messages")),
    ("outreach", "outreach/", _("Questions")),
    ("report", "report/", _("Report")),
    ("settings", "settings/", _("Settings")),
)


@cache
def _leads_somewhere(path: str, urlconf: str | None) -> bool:
    try:
        resolve(path, urlconf)
    except Resolver404:
        return False
    return True


def exists(path: str) -> bool:
    """Whether some view answers at this address; menus leave out what is not there."""
    return _leads_somewhere(path, get_urlconf())


@register.inclusion_tag("partials/_nav.html", takes_context=True)
def main_nav(context: dict[str, Any], current: str = "", in_sheet: bool = False) -> dict[str, Any]:
    user = context.get("user")
    if user is None or not user.is_authenticated:
        return {"links": []}
    links = [
        Link(label, path, current="page" if key == current else "")
        for key, path, label in MAIN
        if exists(path)
    ]
    return {"links": links, "in_sheet": in_sheet}


@register.inclusion_tag("partials/_account_menu.html", takes_context=True)
def account_menu(context: dict[str, Any], person: Any) -> dict[str, Any]:
    try:
        sign_out = reverse("account_logout")
    except NoReverseMatch:
        sign_out = ""
    shown = (*ACCOUNT, *ADMINISTRATION) if person.is_staff else ACCOUNT
    links = [Link(label, path, icon) for path, label, icon in shown if exists(path)]
    return {
        "person": person,
        "links": links,
        "sign_out": sign_out,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("partials/_sections.html", takes_context=True)
def account_sections(context: dict[str, Any]) -> dict[str, Any]:
    """Sections of a person's own settings; the one with the longest address that fits is current."""
    here = context["request"].path
    fitting = [path for path, _label in SECTIONS if here.startswith(path)]
    current = max(fitting, key=len, default="")
    links = [
        Link(label, path, current="page" if path == current else "")
        for path, label in SECTIONS
        if exists(path)
    ]
    return {"links": links}


@register.inclusion_tag("partials/_tabs.html", takes_context=True)
def cycle_tabs(context: dict[str, Any], cycle: Any, current: str = "") -> dict[str, Any]:
    """Tabs of a cycle: those that exist and, where the view says `may_open` (a set of tab names), are allowed."""
    allowed = context.get("may_open")
    counts = context.get("tab_counts") or {}
    base = f"/organize/{cycle.program.slug}/{cycle.slug}/"
    tabs = [
        Link(label, base + end, current="page" if key == current else "", count=counts.get(key))
        for key, end, label in TABS
        if (allowed is None or key in allowed) and exists(f"/organize/program/cycle/{end}")
    ]
    return {"tabs": tabs}


@register.simple_tag
def undo_address(message: Message) -> str:
    """Address a message can be undone at: `messages.success(request, text, extra_tags="undo:/path/")`."""
    tags = message.extra_tags or ""
    path = tags.removeprefix("undo:")
    return path if tags.startswith("undo:/") and not path.startswith("//") else ""


@dataclass(frozen=True)
class Problem:
    message: str
    target: str = ""
    label: str = ""


@register.simple_tag
def error_list(form: BaseForm | None) -> list[Problem]:
    """Every error of a form with the id of the control it is about."""
    if form is None or not form.errors:
        return []
    problems = [Problem(message) for message in form.non_field_errors()]
    for bound in form:
        target = bound.auto_id if not bound.use_fieldset else f"{bound.auto_id}_0"
        problems += [Problem(message, target, str(bound.label or "")) for message in bound.errors]
    return problems
