"""Promotion templates, edited by organizers of growth in pages and by file."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from growth.promotion.actions import files, templates
from growth.promotion.forms import FileForm, TemplateForm
from growth.promotion.models import PromotionTemplate
from growth.setup.access import growth_organizers
from growth.setup.views import offer_or_not


@growth_organizers
def template_list(request):
    rows = PromotionTemplate.objects.select_related("family").prefetch_related("parts")
    return render(request, "growth/promotion/template_list.html", _frame({"templates": rows}))


@growth_organizers
def template_add(request):
    return _edit(request, None)


@growth_organizers
def template_edit(request, slug):
    return _edit(request, get_object_or_404(PromotionTemplate, slug=slug))


@growth_organizers
@require_POST
def template_archive(request, slug):
    template = get_object_or_404(PromotionTemplate, slug=slug)
    offer_or_not(request, template, templates.set_archived)
    return redirect("growth:promotion_template_list")


@growth_organizers
def template_import(request):
    """Take in a file: all of it, or nothing and what is wrong by line and key."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            loaded = files.load(form.cleaned_data["file"], by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error("file", error)
        else:
            said = ngettext(
                "One template is loaded.", "%(count)s templates are loaded.", len(loaded)
            )
            messages.success(request, said % {"count": len(loaded)})
            return redirect("growth:promotion_template_list")
    return render(request, "growth/promotion/template_import.html", _frame({"form": form}))


@growth_organizers
def template_export(request):
    answer = HttpResponse(files.dump(), content_type="text/yaml; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="promotion-templates.yaml"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _edit(request, template):
    form = TemplateForm(request.POST or None, instance=template)
    if request.method == "POST" and form.is_valid():
        try:
            facts = {"by": request.user, "at": timezone.now(), "unchanged": form.unchanged}
            saved = templates.put(form.slug(), form.values(), form.pillars(), **facts)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The template is saved."))
            return redirect("growth:promotion_template_edit", slug=saved.slug)
    context = {"form": form, "template": template}
    return render(request, "growth/promotion/template_edit.html", _frame(context))


def _frame(context):
    return {"nav_current": "growth", **context}
