"""Importing people: upload, preview, apply, watch."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people import facts, refusals, tasks
from people.access import administrators, confirmed
from people.actions.imports import stored as imports
from people.actions.imports.columns import is_forbidden
from people.forms.imports import MappingForm, ReadingForm, UploadForm
from people.models import PeopleImport

SHOWN_BEFORE = 10


@administrators
def import_upload(request):
    at = timezone.now()
    initial = {"as_of": timezone.localdate(at)}
    form = UploadForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        file, as_of = form.cleaned_data["file"], form.cleaned_data["as_of"]
        try:
            stored = imports.upload(file.name, file.read(), as_of=as_of, by=request.user, at=at)
        except ValidationError as error:
            form.add_error("file", error)
        else:
            return redirect("people:import_detail", pk=stored.pk)
    earlier = PeopleImport.objects.defer("content").select_related("started_by")[:SHOWN_BEFORE]
    return render(request, "people/import_upload.html", {"form": form, "earlier": earlier})


@administrators
def import_detail(request, pk):
    stored = get_object_or_404(PeopleImport.objects.defer("content"), pk=pk)
    context = {"stored": stored, "outcome": stored.outcome, "here": request.path}
    if request.htmx and stored.is_applied:
        return render(request, "people/_import_state.html", context)
    if stored.is_applied:
        return render(request, "people/import_result.html", context)
    is_reading = request.POST.get("step") == "reading"
    reading = ReadingForm(stored, request.POST if is_reading else None)
    form = MappingForm(stored, None if is_reading else request.POST or None)
    if request.method == "POST" and _change(stored, reading if is_reading else form):
        return redirect("people:import_detail", pk=pk)
    context |= {"form": form, "reading": reading, **_preview(stored)}
    return render(request, "people/import_preview.html", context)


@require_POST
@administrators
@confirmed
def import_apply(request, pk):
    stored = get_object_or_404(PeopleImport.objects.defer("content"), pk=pk)
    with refusals.shown(request):
        imports.start(stored, at=timezone.now())
        tasks.apply_import.delay_on_commit(pk)
    return redirect("people:import_detail", pk=pk)


@require_POST
@administrators
def import_discard(request, pk):
    stored = get_object_or_404(PeopleImport.objects.defer("content"), pk=pk)
    with refusals.shown(request):
        imports.discard(stored)
        messages.success(request, _("The file is deleted. People stay as they are."))
        return redirect("people:import")
    return redirect("people:import_detail", pk=pk)


def _change(stored, form):
    """Whether what was chosen could be done; else the form says why not."""
    if not form.is_valid():
        return False
    try:
        if isinstance(form, ReadingForm):
            imports.read_again(stored, form.choices)
        else:
            imports.change_settings(stored, **form.settings)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    return True


def _preview(stored):
    """What would change, which columns are kept as what, and which are never stored."""
    used: dict[str, list] = {}
    for field, column in stored.mapping.items():
        used.setdefault(column, []).append(field)
    outcome = stored.outcome
    counts = outcome.get("counts", {})
    return {
        "unused": [n for n in outcome["columns"] if n not in used and not is_forbidden(n)],
        "forbidden": [name for name in outcome["columns"] if is_forbidden(name)],
        "stops": stored.on_error == PeopleImport.OnError.STOP and outcome.get("left_out"),
        "would_save": counts.get("new", 0) + counts.get("changed", 0),
        "changed_people": [_labeled(person) for person in outcome.get("changes", [])],
        "changed_fields": [
            {"label": facts.label(name), "count": count, "cleared": cleared}
            for name, count, cleared in outcome.get("changed_fields", [])
        ],
    }


def _labeled(person):
    changes = [(facts.label(name), before, after) for name, before, after in person["changes"]]
    return {**person, "changes": changes}
