"""Pathways, edited by organizers of growth, in pages and as files."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from growth.pathway.actions import files, pathways
from growth.pathway.forms import ImportForm, KindForm, NewPathwayForm, PathwayForm
from growth.pathway.models import ItemKind, Pathway, PathwayItem
from growth.pathway.queries.page import heading
from growth.pathway.queries.pathways import items_of
from growth.pathway.rules.quarters import Slot
from growth.setup import queries as setup
from growth.setup.access import growth_organizers
from growth.setup.views import offer_or_not


@growth_organizers
def pathway_list(request):
    rows = Pathway.objects.order_by("division", "name", "pk")
    return render(request, "growth/pathway/pathway_list.html", _frame({"pathways": rows}))


@growth_organizers
def pathway_new(request):
    form = NewPathwayForm(request.POST or None, divisions=setup.divisions())
    if request.method == "POST" and form.is_valid():
        source = form.cleaned_data["begin_with"]
        try:
            saved = pathways.begin(form.slug(), _values(form), source, **_facts(request, form))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The pathway is saved."))
            return redirect("growth:pathway_edit", slug=saved.slug)
    return render(request, "growth/pathway/pathway_new.html", _frame({"form": form}))


@growth_organizers
def pathway_edit(request, slug):
    pathway = get_object_or_404(Pathway, slug=slug)
    form = PathwayForm(request.POST or None, instance=pathway, divisions=setup.divisions())
    if request.method == "POST" and form.is_valid():
        try:
            pathways.put_pathway(slug, _values(form), **_facts(request, form))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The pathway is saved."))
            return redirect("growth:pathway_edit", slug=slug)
    pathway.refresh_from_db()
    context = {"form": form, "pathway": pathway, "quarters": _quarters(pathway)}
    return render(request, "growth/pathway/pathway_edit.html", _frame(context))


@growth_organizers
@require_POST
def pathway_archive(request, slug):
    pathway = get_object_or_404(Pathway, slug=slug)
    offer_or_not(request, pathway, pathways.set_archived)
    return redirect("growth:pathway_list")


@growth_organizers
def pathway_file(request, slug):
    pathway = get_object_or_404(Pathway, slug=slug)
    answer = HttpResponse(files.dump(pathway), content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{pathway.slug}.yaml"'
    return answer


@growth_organizers
def pathway_import(request):
    """Check a file, or take it in: all of it or nothing."""
    form = ImportForm(request.POST or None, request.FILES or None)
    checked = None
    if request.method == "POST" and form.is_valid():
        only_check = form.cleaned_data["only_check"]
        try:
            loaded = files.load(
                _text(form.cleaned_data["file"].read()),
                by=request.user,
                at=timezone.now(),
                is_dry_run=only_check,
            )
        except ValidationError as error:
            form.add_error("file", error)
        else:
            if not only_check:
                messages.success(request, _("The pathway of the file is saved."))
                return redirect("growth:pathway_edit", slug=loaded.pathway.slug)
            checked = loaded
    context = {"form": form, "checked": checked}
    return render(request, "growth/pathway/pathway_import.html", _frame(context))


@growth_organizers
@require_POST
def item_place(request, slug, pk):
    items = PathwayItem.objects.filter(archived_at__isnull=True, pathway__slug=slug)
    item = get_object_or_404(items, pk=pk)
    up = request.POST.get("to") == "up"
    pathways.move_item(item, up=up, by=request.user, at=timezone.now())
    return redirect("growth:pathway_edit", slug=slug)


@growth_organizers
def kind_add(request, slug):
    return _edit_kind(request, get_object_or_404(Pathway, slug=slug), None)


@growth_organizers
def kind_edit(request, slug, pk):
    kind = get_object_or_404(ItemKind.objects.select_related("pathway"), pk=pk, pathway__slug=slug)
    return _edit_kind(request, kind.pathway, kind)


@growth_organizers
@require_POST
def kind_remove(request, slug, pk):
    kind = get_object_or_404(ItemKind, pk=pk, pathway__slug=slug)
    pathways.remove_kind(kind, by=request.user, at=timezone.now())
    messages.success(request, _("It is no longer asked for. What people have done for it is kept."))
    return redirect("growth:pathway_edit", slug=slug)


def _edit_kind(request, pathway, kind):
    form = KindForm(request.POST or None, instance=kind, pathway=pathway)
    if request.method == "POST" and form.is_valid():
        try:
            pathways.put_kind(
                pathway,
                form.key(),
                form.values(),
                form.ways(),
                form.counts(),
                **_facts(request, form),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("It is saved."))
            return redirect("growth:pathway_edit", slug=pathway.slug)
    context = {"form": form, "pathway": pathway, "kind": kind}
    return render(request, "growth/pathway/kind_edit.html", _frame(context))


def _quarters(pathway):
    """Headings with what is asked for under each."""
    found: dict[Slot, list[PathwayItem]] = {}
    for item in items_of(pathway):
        found.setdefault(Slot(item.year, item.quarter), []).append(item)
    return [(heading(slot), found[slot]) for slot in sorted(found)]


def _values(form):
    return {name: form.cleaned_data[name] for name in ("name", "description", "division")}


def _facts(request, form):
    return {"by": request.user, "at": timezone.now(), "unchanged": form.unchanged}


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = _("This file is not text in UTF-8.")
        raise ValidationError(message, code="not_utf8") from error


def _frame(context):
    return {"nav_current": "growth", **context}
