"""Importing applications: upload, preview, apply, watch. Everybody sees the own files only."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from applications import tasks
from applications.actions.application_imports import stored as imports
from applications.forms.application_imports import MappingForm, UploadForm
from applications.models import ApplicationImport
from people import refusals
from people.forms.imports import ReadingForm
from programs.access import organizers
from programs.permissions import ORGANIZER

SHOWN_BEFORE = 10
COUNTS = "applications/_application_import_counts.html"


@organizers
def import_upload(request, cycle):
    form = UploadForm(cycle, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, role = form.cleaned_data["file"], form.cleaned_data["role"]
        content, at = file.read(), timezone.now()
        try:
            stored = imports.upload(cycle, file.name, content, role=role, by=request.user, at=at)
        except ValidationError as error:
            form.add_error("file", error)
        else:
            _look(stored)
            return _to(stored)
    context = {"cycle": cycle, "form": form, "earlier": _own(request, cycle)[:SHOWN_BEFORE]}
    return render(request, "applications/application_import_upload.html", context)


@organizers
def import_detail(request, cycle, pk):
    stored = get_object_or_404(_own(request, cycle), pk=pk)
    context = {
        "cycle": cycle,
        "stored": stored,
        "outcome": stored.outcome,
        "here": request.path,
        "counts": COUNTS,
        "may_change": ORGANIZER in request.roles,
    }
    if stored.is_applied:
        part = "people/_import_state.html"
        return render(
            request,
            part if request.htmx else "applications/application_import_result.html",
            context,
        )
    if stored.is_being_looked_at:
        return render(request, "applications/application_import_looking.html", context)
    is_reading = request.POST.get("step") == "reading"
    reading = ReadingForm(stored, request.POST if is_reading else None)
    form = MappingForm(stored, None if is_reading else request.POST or None)
    if request.method == "POST" and _change(stored, reading if is_reading else form):
        return _to(stored)
    context |= {"form": form, "reading": reading, **_preview(stored)}
    return render(request, "applications/application_import_preview.html", context)


@require_POST
@organizers
def import_apply(request, cycle, pk):
    stored = get_object_or_404(_own(request, cycle), pk=pk)
    with refusals.shown(request):
        imports.start(stored, at=timezone.now())
        tasks.apply_import.delay_on_commit(pk)
    return _to(stored)


@require_POST
@organizers
def import_discard(request, cycle, pk):
    stored = get_object_or_404(_own(request, cycle), pk=pk)
    with refusals.shown(request):
        imports.discard(stored)
        messages.success(request, _("The file is deleted. Applications stay as they are."))
        return redirect("applications:application_import", cycle.program.slug, cycle.slug)
    return _to(stored)


def _own(request, cycle):
    """An organizer's own files; administrators, who only read, see all of the cycle."""
    files = ApplicationImport.objects.filter(cycle=cycle).defer("content")
    files = files.select_related("cycle__program", "role", "started_by")
    return files if ORGANIZER not in request.roles else files.filter(started_by=request.user)


def _change(stored, form):
    """Whether what was chosen could be done; else the form says why not."""
    if not form.is_valid():
        return False
    try:
        if isinstance(form, ReadingForm):
            changed = imports.read_again(stored, form.choices, at=timezone.now())
        else:
            changed = imports.change_settings(stored, **form.settings, at=timezone.now())
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    _look(changed)
    return True


def _look(stored):
    if stored.is_being_looked_at:
        tasks.look_at_import.delay_on_commit(stored.pk)


def _to(stored):
    cycle = stored.cycle
    return redirect(
        "applications:application_import_detail", cycle.program.slug, cycle.slug, stored.pk
    )


def _preview(stored):
    used = set(stored.mapping.values())
    stops = stored.on_error == ApplicationImport.OnError.STOP and stored.outcome.get("left_out")
    return {
        "unused": [name for name in stored.outcome["columns"] if name and name not in used],
        "stops": stops,
        "would_save": stored.outcome.get("counts", {}).get("new", 0),
    }
