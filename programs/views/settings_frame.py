"""What every settings page has around its form: sections, preview, and the note of a conflict."""

from dataclasses import dataclass

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs import linter, timeline
from programs.actions import settings
from programs.permissions import ORGANIZER
from programs.queries import public
from programs.queries import settings as queries

SECTIONS = (
    ("overview", "settings", _("Overview")),
    ("timeline", "settings_timeline", _("Timeline")),
    ("texts", "settings_texts", _("Texts and basics")),
    ("roles", "settings_roles", _("Roles and requirements")),
    ("questions", "settings_questions", _("Questions")),
    ("surveys", "settings_surveys", _("Surveys")),
    ("review", "settings_review", _("Review")),
    ("pairing", "settings_pairing", _("Pairing")),
    ("messages", "settings_messages", _("Message texts")),
    ("faq", "settings_faq", _("FAQ")),
    ("staff", "settings_staff", _("People and rights")),
    ("file", "settings_file", _("Program file")),
)


@dataclass(frozen=True)
class Section:
    key: str
    url: str
    label: str
    count: int = 0


def address(cycle, name="settings", **more):
    return reverse(
        f"programs:{name}", kwargs={"program": cycle.program.slug, "cycle": cycle.slug, **more}
    )


def show(request, cycle, section, template, context, *, conflict=None):
    """A settings page; conflict is the error of a save that came too late."""
    at = timezone.now()
    cycle.refresh_from_db()
    page = public.read(cycle)
    findings = linter.look(queries.saved_plan(cycle))
    warnings = [finding for finding in findings if finding.level == linter.WARN]
    sections = [
        Section(key, address(cycle, name), label, len(warnings) if key == "timeline" else 0)
        for key, name, label in SECTIONS
    ]
    return render(
        request,
        f"programs/{template}.html",
        {
            "cycle": cycle,
            "section": section,
            "sections": sections,
            "findings": findings,
            "page": page,
            "entries": timeline.entries(
                cycle, calls=page.calls, milestones=page.milestones, today=cycle.day(at)
            ),
            "base": settings.state_of(cycle, section),
            "may_change": ORGANIZER in request.roles,
            "conflict": queries.last_changed_by(cycle) if conflict else None,
            "at": at,
            **context,
        },
    )


def is_conflict(error):
    return getattr(error, "code", "") == "changed_meanwhile"
