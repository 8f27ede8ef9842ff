"""For those who look after growth: which opportunities there are, and who runs them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from growth.opportunities import queries
from growth.opportunities.actions import board
from growth.opportunities.forms.editing import AddForm, OwnerForm
from growth.opportunities.models import Opportunity, OpportunityOwner
from growth.opportunities.views.owning import edit_page
from growth.setup.access import growth_organizers
from people import refusals


@growth_organizers
def opportunity_admin(request):
    at = timezone.now()
    rows = queries.editable(Opportunity.objects.all())
    context = {
        "rows": [(row, Opportunity.Window(row.window(at))) for row in rows],
        "nav_current": "growth",
    }
    return render(request, "growth/opportunities/opportunity_admin.html", context)


@growth_organizers
def opportunity_add(request):
    form = AddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in form.Meta.fields}
        owner = form.cleaned_data["owner"]
        try:
            made = board.add(values, owner=owner, by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The opportunity is begun. Nobody sees it yet."))
            return redirect("growth:opportunity_edit", slug=made.slug)
    context = {"form": form, "nav_current": "growth"}
    return render(request, "growth/opportunities/opportunity_add.html", context)


@growth_organizers
@require_POST
def owner_add(request, slug):
    found = get_object_or_404(Opportunity, slug=slug)
    form = OwnerForm(request.POST)
    if form.is_valid():
        person = form.cleaned_data["email"]
        try:
            board.add_owner(found, person, by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error("email", error)
        else:
            said = _("%(name)s runs it now, and reads what people write.")
            messages.success(request, said % {"name": person})
            return redirect("growth:opportunity_edit", slug=slug)
    return edit_page(request, found, owner_form=form)


@growth_organizers
@require_POST
def owner_remove(request, slug, pk):
    rows = OpportunityOwner.objects.select_related("opportunity", "person")
    row = get_object_or_404(rows, opportunity__slug=slug, pk=pk)
    with refusals.shown(request):
        board.remove_owner(row, by=request.user, at=timezone.now())
        messages.success(request, _("%(name)s no longer runs it.") % {"name": row.person})
    return redirect("growth:opportunity_edit", slug=slug)
