"""Frozen versions of a report: making one, reading it as it was, and its files."""

from django.contrib import messages as flash
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outcomes.actions import freezing
from outcomes.forms.report import FreezeForm
from outcomes.queries.frozen import open_surveys
from outcomes.queries.report.public import for_everybody
from outcomes.rules.fingerprints import fingerprint
from outcomes.views.report.live import table_file, whole_file
from outcomes.views.report.sheet import context_of, files_of
from programs.access import organizers
from programs.permissions import ORGANIZER

PUBLIC = "public"


@organizers
def frozen_list(request, cycle):
    """All versions, and the form for the first or the next one."""
    at = timezone.now()
    versions = list(cycle.frozen_reports.select_related("frozen_by").defer("document"))
    sent = request.POST if request.method == "POST" else None
    form = FreezeForm(sent, is_correction=bool(versions))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data.get("reason", "")
        try:
            made = freezing.freeze(cycle, reason=reason, by=request.user, at=at)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            flash.success(request, _("Version %(number)d is frozen.") % {"number": made.number})
            return redirect("outcomes:frozen_list", cycle.program.slug, cycle.slug)
    context = {
        "cycle": cycle,
        "tab": "frozen",
        "versions": versions,
        "form": form,
        "is_over": cycle.is_over(cycle.day(at)),
        "may_change": ORGANIZER in request.roles,
        "open_surveys": open_surveys(cycle, at=at),
    }
    return render(request, "outcomes/report/frozen_list.html", context)


@organizers
@require_safe
def frozen_report(request, cycle, number):
    """`?view=public` shows it as people outside may read it."""
    frozen = get_object_or_404(cycle.frozen_reports.select_related("frozen_by"), number=number)
    is_public = request.GET.get("view") == PUBLIC
    document = for_everybody(frozen.document) if is_public else frozen.document
    query = f"?view={PUBLIC}" if is_public else ""
    context = context_of(document) | {
        "cycle": cycle,
        "tab": "frozen",
        "frozen": frozen,
        "is_public": is_public,
        "is_unchanged": fingerprint(frozen.document) == frozen.fingerprint,
        "newest": cycle.frozen_reports.defer("document").first(),
        "tables": files_of(document, lambda key: _address("frozen_table", frozen, key) + query),
        "json": _address("frozen_file", frozen) + query,
    }
    with timezone.override(cycle.tzinfo):
        return render(request, "outcomes/report/frozen.html", context)


@organizers
@require_safe
def frozen_table(request, cycle, number, key):
    frozen = get_object_or_404(cycle.frozen_reports, number=number)
    return table_file(request, _name(frozen), _document(request, frozen), key)


@organizers
@require_safe
def frozen_file(request, cycle, number):
    """The document as it was frozen; its fingerprint stands on the page."""
    frozen = get_object_or_404(cycle.frozen_reports, number=number)
    return whole_file(_name(frozen), _document(request, frozen))


def _document(request, frozen):
    is_public = request.GET.get("view") == PUBLIC
    return for_everybody(frozen.document) if is_public else frozen.document


def _name(frozen):
    return f"{frozen.cycle.program.slug}-{frozen.cycle.slug}-report-{frozen.number}"


def _address(name, frozen, *more):
    cycle = frozen.cycle
    parts = [cycle.program.slug, cycle.slug, frozen.number, *more]
    return reverse(f"outcomes:{name}", args=parts)
