"""Job families and levels, edited by organizers of growth, and what changed in them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from growth.families import queries
from growth.families.actions import families, files
from growth.families.forms import FamilyForm, ImportForm, LevelForm, PillarForm
from growth.families.models import JobFamily, JobLevel, Pillar
from growth.setup.access import everybody_in_growth, growth_organizers
from growth.setup.views import offer_or_not
from people import refusals
from people.tables import spreadsheets


@growth_organizers
def family_list(request):
    context = {
        "families": JobFamily.objects.prefetch_related("levels"),
        "pillars": Pillar.objects.all(),
        "form": ImportForm(),
    }
    return render(request, "growth/families/family_list.html", _frame(context))


@growth_organizers
def family_add(request):
    return _edit_family(request, None)


@growth_organizers
def family_edit(request, slug):
    return _edit_family(request, get_object_or_404(JobFamily, slug=slug))


@growth_organizers
@require_POST
def family_archive(request, slug):
    family = get_object_or_404(JobFamily, slug=slug)
    offer_or_not(request, family, families.set_archived)
    return redirect("growth:family_list")


@growth_organizers
def level_add(request, slug):
    family = get_object_or_404(JobFamily, slug=slug)
    return _edit_level(request, family, None)


@growth_organizers
def level_edit(request, slug, pk):
    level = get_object_or_404(JobLevel.objects.select_related("family"), pk=pk, family__slug=slug)
    return _edit_level(request, level.family, level)


@growth_organizers
@require_POST
def level_move(request, slug, pk):
    level = get_object_or_404(JobLevel, pk=pk, family__slug=slug)
    up = request.POST.get("to") == "up"
    families.move_level(level, up=up, by=request.user, at=timezone.now())
    return redirect("growth:family_edit", slug=slug)


@growth_organizers
@require_POST
def level_remove(request, slug, pk):
    level = get_object_or_404(JobLevel, pk=pk, family__slug=slug)
    try:
        families.remove_level(level, by=request.user, at=timezone.now())
    except ValidationError as error:
        messages.error(request, refusals.words(error))
    else:
        messages.success(request, _("The level is removed."))
    return redirect("growth:family_edit", slug=slug)


@growth_organizers
def pillar_add(request):
    return _edit_pillar(request, None)


@growth_organizers
def pillar_edit(request, slug):
    return _edit_pillar(request, get_object_or_404(Pillar, slug=slug))


@growth_organizers
@require_POST
def pillar_remove(request, slug):
    pillar = get_object_or_404(Pillar, slug=slug)
    try:
        families.remove_pillar(pillar, by=request.user, at=timezone.now())
    except ValidationError as error:
        messages.error(request, refusals.words(error))
    else:
        messages.success(request, _("The pillar is removed."))
    return redirect("growth:family_list")


@growth_organizers
def family_import(request):
    """Check a file, or take it in: all of it or nothing."""
    form = ImportForm(request.POST or None, request.FILES or None)
    reading = None
    if request.method == "POST" and form.is_valid():
        try:
            reading = files.read(form.cleaned_data["file"].read())
            if not reading.problems and not form.cleaned_data["only_check"]:
                loaded = files.load(reading, by=request.user, at=timezone.now())
                said = ngettext(
                    "One job family is imported.",
                    "%(count)s job families are imported.",
                    len(loaded),
                )
                messages.success(request, said % {"count": len(loaded)})
                return redirect("growth:family_list")
        except ValidationError as error:
            form.add_error("file", error)
    context = {"form": form, "reading": reading}
    return render(request, "growth/families/family_import.html", _frame(context))


@growth_organizers
def family_export(request):
    return spreadsheets.download("job-families", files.COLUMNS, files.rows())


@everybody_in_growth
def family_changes(request, slug):
    """What the levels of a family asked for before, and since when they ask for something else."""
    family = get_object_or_404(JobFamily, slug=slug)
    context = {
        "family": family,
        "changes": queries.changes_of(family)[:100],
        "growth_here": "levels",
    }
    return render(request, "growth/families/family_changes.html", _frame(context))


def _edit_family(request, family):
    form = FamilyForm(request.POST or None, instance=family)
    if request.method == "POST" and form.is_valid():
        try:
            saved = families.put_family(form.slug(), form.cleaned_data, [], **_facts(request, form))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The job family is saved."))
            return redirect("growth:family_edit", slug=saved.slug)
    if family is not None:
        family.refresh_from_db()
    context = {"form": form, "family": family}
    return render(request, "growth/families/family_edit.html", _frame(context))


def _edit_level(request, family, level):
    form = LevelForm(request.POST or None, instance=level)
    if request.method == "POST" and form.is_valid():
        try:
            families.put_level(family, level, form.values(), form.texts(), **_facts(request, form))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The level is saved."))
            return redirect("growth:family_edit", slug=family.slug)
    context = {"form": form, "family": family, "level": level}
    return render(request, "growth/families/level_edit.html", _frame(context))


def _edit_pillar(request, pillar):
    form = PillarForm(request.POST or None, instance=pillar)
    if request.method == "POST" and form.is_valid():
        try:
            families.put_pillar(form.slug(), form.cleaned_data, **_facts(request, form))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The pillar is saved."))
            return redirect("growth:family_list")
    context = {"form": form, "pillar": pillar}
    return render(request, "growth/families/pillar_edit.html", _frame(context))


def _facts(request, form):
    return {"by": request.user, "at": timezone.now(), "unchanged": form.unchanged}


def _frame(context):
    return {"nav_current": "growth", **context}
