"""What every settings page has around its form: sections, preview, and the note of a conflict."""

from dataclasses import dataclass

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise

from programs import sections
from programs.actions import settings
from programs.permissions import ORGANIZER
from programs.queries import public
from programs.queries import settings as queries
from programs.rules import linter, timeline


@dataclass(frozen=True)
class SectionLink:
    key: str
    url: str
    label: str | Promise
    count: int = 0


def address(cycle, name="programs:settings", **more):
    return reverse(name, kwargs={"program": cycle.program.slug, "cycle": cycle.slug, **more})


def show(request, cycle, section, template, context, *, conflict=None):
    """A settings page; conflict is the error of a save that came too late."""
    at = timezone.now()
    cycle.refresh_from_db()
    page = public.read(cycle)
    findings = linter.look(queries.saved_plan(cycle, at=at))
    warnings = [finding for finding in findings if finding.level == linter.WARN]
    links = [
        SectionLink(
            one.key,
            address(cycle, one.url_name),
            one.label,
            len(warnings) if one.key == "timeline" else 0,
        )
        for one in sections.registered()
    ]
    return render(
        request,
        f"{template}.html",
        {
            "cycle": cycle,
            "section": section,
            "sections": links,
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
