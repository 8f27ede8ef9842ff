"""The frame around pages: menus, tabs of a cycle, the account menu, undo of a message, the error summary."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import ceil
from typing import Any

from django import template
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.core.cache import cache as site_cache
from django.forms import BaseForm
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, Resolver404, get_urlconf, resolve, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from mentorship.templatetags import look
from people.access import lets_guests_in
from people.models import User
from programs.models import Cycle

register = template.Library()


SOMEBODY_IS_HERE = "somebody-has-an-account"


@register.simple_tag
def nobody_has_an_account() -> bool:
    """Whether the first administrator is still to be made. Once somebody is there nobody needs to
    look again: pages on the way in ask the database nothing."""
    if site_cache.get(SOMEBODY_IS_HERE):
        return False
    is_new = not User.objects.exists()
    if not is_new:
        site_cache.set(SOMEBODY_IS_HERE, True, None)
    return is_new


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    icon: str = ""
    current: str = ""


MAIN = (
    ("home", "/", lazy("Home")),
    ("programs", "/programs/", lazy("Programs")),
    ("mentors", "/mentors/", lazy("Find a mentor")),
    ("growth", "/growth/", lazy("Growth")),
    ("opportunities", "/opportunities/", lazy("Opportunities")),
    ("organize", "/organize/", lazy("Organize")),
)
# Nothing in the menu has their address; people find them on the home page, and go back there.
FROM_HOME = ("/pairs/", "/surveys/", "/consents/")
ACCOUNT = (
    ("/profile/", lazy("Your profile"), "user-round"),
    ("/account/", lazy("Sign-in and security"), "shield-check"),
    ("/people/", lazy("People"), "users"),
    ("/growth/setup/", lazy("Growth"), "sprout"),
    ("/growth/edit/", lazy("What growth is made of"), "layers"),
    ("/mentors/setup/", lazy("Mentor directory"), "inbox"),
)
SECTIONS = (
    ("/account/", lazy("Overview")),
    ("/profile/", lazy("Profile")),
    ("/account/mail/", lazy("Mail you get")),
    ("/account/calendar/", lazy("Your calendar")),
    ("/account/email/", lazy("E-mail address")),
    ("/account/password/change/", lazy("Password")),
    ("/account/2fa/", lazy("Two-step sign-in")),
    ("/account/sessions/", lazy("Devices")),
    ("/account/3rdparty/", lazy("Connected accounts")),
)
# The seven groups of a cycle's pages; each page with the end of its address.
GROUPS = (
    (
        lazy("Overview"),
        (("dashboard", "", lazy("Today")), ("rehearsal", "rehearsal/", lazy("Rehearsal"))),
    ),
    (
        lazy("People"),
        (
            ("applications", "applications/", lazy("Applications")),
            ("review", "review/", lazy("Review")),
        ),
    ),
    (
        lazy("Pairs"),
        (("pairing", "pairing/", lazy("Pairing")), ("pairs", "pairs/", lazy("Pairs at work"))),
    ),
    (
        lazy("Program"),
        (
            ("events", "events/", lazy("Events")),
            ("learning", "learning/", lazy("Learning")),
            ("surveys", "surveys/", lazy("Surveys")),
        ),
    ),
    (
        lazy("Messages"),
        (
            ("messages", "messages/", lazy("Outbox")),
            ("messages_next", "messages/next/", lazy("Going out next")),
            ("announcements", "messages/announcements/", lazy("Announcements")),
            ("outreach", "outreach/", lazy("Questions")),
        ),
    ),
    (
        lazy("Report"),
        (
            ("report", "report/", lazy("This cycle")),
            ("frozen", "report/frozen/", lazy("Frozen versions")),
            ("shares", "report/shares/", lazy("Sharing")),
        ),
    ),
    (lazy("Settings"), (("settings", "settings/", lazy("Settings")),)),
)


@cache
def _view_at(path: str, urlconf: str | None) -> Callable | None:
    try:
        return resolve(path, urlconf).func
    except Resolver404:
        return None


def leads_somewhere(path: str, user: Any, roles: Container[str] = ()) -> bool:
    """Whether a view answers at this address and its mark lets this person in.

    Menus leave out the rest, so an address appears in them once it exists.
    """
    view = _view_at(path, get_urlconf())
    if view is None:
        return False
    if getattr(user, "is_guest", False) and not lets_guests_in(view):
        return False
    if (is_for := getattr(view, "is_for", None)) is not None:
        return is_for(user)
    allowed = getattr(view, "staff_roles", None)
    if allowed is not None:
        reads = getattr(view, "administrators_read", False) and user.is_staff
        return reads or any(role in roles for role in allowed)
    return user.is_staff or getattr(view, "opens_to", "") != "administrators"


@register.simple_tag(takes_context=True)
def leads_to(context: dict[str, Any], path: str) -> bool:
    """`{% leads_to "/mentors/" as has_directory %}`: whether a link there would open for the reader."""
    user = context.get("user")
    return bool(user and user.is_authenticated) and leads_somewhere(path, user)


SHEETS = frozenset(file.stem for file in (settings.BASE_DIR / "static" / "css").glob("*.css"))


@register.simple_tag(takes_context=True)
def app_sheet(context: dict[str, Any], name: str = "") -> SafeString:
    """The style sheet of the page's app, if it has one. Frames of pages without an app name theirs."""
    match = getattr(context.get("request"), "resolver_match", None)
    name = name or (match.app_name if match else "")
    if name not in SHEETS:
        return SafeString("")
    return format_html('<link rel="stylesheet" href="{}">', static(f"css/{name}.css"))


@register.simple_tag(takes_context=True)
def main_links(context: dict[str, Any], current: str = "") -> list[Link]:
    """`{% main_links nav_current as links %}`, for the bar at the top and the menu of small screens."""
    user = context.get("user")
    if user is None or not user.is_authenticated:
        return []
    return [
        Link(str(label), path, current=_current(context, path, is_here=key == current))
        for key, path, label in MAIN
        if leads_somewhere(path, user) and _is_offered(key, context)
    ]


def _is_offered(key: str, context: dict[str, Any]) -> bool:
    """What leads somewhere, but is offered to some only."""
    if key == "home":
        return not context["user"].is_guest  # theirs is the board
    if key == "opportunities":  # people who use growth find them there
        return not leads_somewhere("/growth/", context["user"])
    return key != "organize" or _organizes(context)


def _current(context: dict[str, Any], path: str, *, is_here: bool) -> str:
    """Value of aria-current: the page itself, or true for pages below it."""
    if is_here:
        return "page"
    request = context.get("request")
    below = FROM_HOME if path == "/" else (path,)
    is_above = request is not None and request.path.startswith(below)
    return "true" if is_above else ""


def _organizes(context: dict[str, Any]) -> bool:
    """As far as is known without asking: others find their programs on the home page."""
    user, roles = context["user"], getattr(context.get("request"), "roles", ())
    return user.is_staff or user.may_create_programs or bool(roles)


@register.inclusion_tag("partials/_account_menu.html", takes_context=True)
def account_menu(context: dict[str, Any], person: Any) -> dict[str, Any]:
    try:
        sign_out = reverse("account_logout")
    except NoReverseMatch:
        sign_out = ""
    links = [
        Link(str(label), path, icon)
        for path, label, icon in ACCOUNT
        if leads_somewhere(path, person)
    ]
    if person.is_staff:
        links.append(Link(_("Administration"), "/admin/", "database"))
    return {
        "person": person,
        "links": links,
        "sign_out": sign_out,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("partials/_sections.html", takes_context=True)
def account_sections(context: dict[str, Any]) -> dict[str, Any]:
    """Sections of a person's own settings; the one with the longest address that fits is current."""
    request = context["request"]
    here = request.path
    fitting = [path for path, _label in SECTIONS if here.startswith(path)]
    current = max(fitting, key=len, default="")
    links = [
        Link(str(label), path, current="page" if path == current else "")
        for path, label in SECTIONS
        if leads_somewhere(path, request.user)
    ]
    return {"links": links}


@register.inclusion_tag("partials/_cycle_tabs.html", takes_context=True)
def cycle_tabs(context: dict[str, Any], cycle: Cycle, current: str = "") -> dict[str, Any]:
    """The groups of a cycle's pages, and the pages of the current one: those that exist and that
    this person may open."""
    request = context["request"]
    groups = [
        group
        for label, pages in GROUPS
        if (group := _group(str(label), pages, cycle, current, request)) is not None
    ]
    here = next((group for group in groups if group.is_current), None)
    pages = here.pages if here and len(here.pages) > 1 else []
    return {"groups": groups, "here": here, "pages": pages}


@dataclass(frozen=True)
class Group:
    """Pages of a cycle that belong together, and the one that the group's link leads to."""

    label: str
    pages: list[Link]
    url: str

    @property
    def is_current(self) -> bool:
        return any(page.current for page in self.pages)

    @property
    def current(self) -> str:
        """For assistive technology: the page itself where the group has no other."""
        return ("page" if len(self.pages) == 1 else "true") if self.is_current else ""


def _group(
    label: str,
    pages: tuple[tuple[str, str, Any], ...],
    cycle: Cycle,
    current: str,
    request: HttpRequest,
) -> Group | None:
    base = f"/organize/{cycle.program.slug}/{cycle.slug}/"
    roles = getattr(request, "roles", ())
    links = {
        key: Link(str(name), base + end, current="page" if key == current else "")
        for key, end, name in pages
        if leads_somewhere(f"/organize/program/cycle/{end}", request.user, roles)
    }
    if not links:
        return None
    first = links.get("pairs") if _is_at_work(cycle) else None
    return Group(label, list(links.values()), (first or next(iter(links.values()))).url)


def _is_at_work(cycle: Cycle) -> bool:
    """From the first day on organizers want the pairs more often than the board they came from."""
    today = cycle.day(timezone.now())
    return bool(cycle.pairs_published_at and cycle.starts_on and cycle.starts_on <= today)


@register.simple_tag(takes_context=True)
def cycle_state(context: dict[str, Any], cycle: Cycle) -> SafeString:
    """Where a cycle stands, in words; asks only the cycle's own row."""
    at = context.get("at") or timezone.now()
    words, tone = _state(cycle, cycle.day(at))
    return look.chip(words, tone, "circle-dot" if tone else "")


def _state(cycle: Cycle, today: date) -> tuple[str, str]:
    if cycle.archived_at:
        return _("Archived"), ""
    if cycle.program.is_independent:
        return _("Always open"), "ok"
    if not cycle.published_at:
        return _("Draft"), ""
    if not cycle.pairs_published_at:
        return _("Before pairing"), "info"
    return _paired_state(cycle.starts_on, cycle.ends_on, today)


def _paired_state(starts_on: date | None, ends_on: date | None, today: date) -> tuple[str, str]:
    if starts_on is None or today < starts_on:
        return _("Paired, not started"), "info"
    if ends_on is None:
        return _("Running"), "ok"
    if today > ends_on:
        return _("Finished"), ""
    week, weeks = (today - starts_on).days // 7 + 1, ceil((ends_on - starts_on).days / 7)
    words = _("Running, week %(week)s of %(weeks)s")
    return words % {"week": min(week, weeks), "weeks": weeks}, "ok"


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
def error_list(*forms: BaseForm | None) -> list[Problem]:
    """Every error of the forms of a page, each with the id of the control it is about."""
    return [problem for form in forms if form for problem in _problems(form)]


def _problems(form: BaseForm) -> list[Problem]:
    problems = [Problem(str(message)) for message in form.non_field_errors()]
    for bound in form:
        target = bound.auto_id if not bound.use_fieldset else f"{bound.auto_id}_0"
        problems += [
            Problem(str(message), target, str(bound.label or "")) for message in bound.errors
        ]
    return problems
