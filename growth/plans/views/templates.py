"""Ways to write a plan, edited by organizers of growth."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from growth.plans.actions import templates
from growth.plans.forms import TemplateForm
from growth.plans.models import PlanTemplate
from growth.setup.access import growth_organizers
from growth.setup.views import offer_or_not


@growth_organizers
def template_list(request):
    rows = PlanTemplate.objects.prefetch_related("prompts")
    return render(request, "growth/plans/template_list.html", _frame({"templates": rows}))


@growth_organizers
def template_add(request):
    return _edit(request, None)


@growth_organizers
def template_edit(request, slug):
    return _edit(request, get_object_or_404(PlanTemplate, slug=slug))


@growth_organizers
@require_POST
def template_archive(request, slug):
    template = get_object_or_404(PlanTemplate, slug=slug)
    offer_or_not(request, template, templates.set_archived)
    return redirect("growth:plan_template_list")


def _edit(request, template):
    form = TemplateForm(request.POST or None, template=template)
    if request.method == "POST" and form.is_valid():
        try:
            facts = {"by": request.user, "at": timezone.now(), "unchanged": form.unchanged}
            saved = templates.put(form.slug(), form.values(), form.prompts(), **facts)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The template is saved."))
            return redirect("growth:plan_template_edit", slug=saved.slug)
    context = {"form": form, "template": template}
    return render(request, "growth/plans/template_edit.html", _frame(context))


def _frame(context):
    return {"nav_current": "growth", **context}
