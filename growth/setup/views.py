from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from growth.setup import actions, queries
from growth.setup.access import growth_organizers
from growth.setup.forms import OrganizerForm, SetupForm
from growth.setup.models import GrowthOrganizer
from people import refusals
from people.access import administrators


@administrators
def setup(request):
    form = SetupForm(request.POST or None, setup=queries.setup())
    if request.method == "POST" and form.is_valid():
        try:
            facts = {"by": request.user, "at": timezone.now(), "unchanged": form.unchanged}
            actions.set_up(**form.cleaned_data, **facts)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Growth is set up as you chose."))
            return redirect("growth:setup")
    return _page(request, form, OrganizerForm())


@administrators
@require_POST
def organizer_add(request):
    form = OrganizerForm(request.POST)
    if form.is_valid():
        person = form.cleaned_data["email"]
        try:
            actions.add_organizer(person, by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            said = _("%(name)s looks after growth now.")
            messages.success(request, said % {"name": person})
            return redirect("growth:setup")
    return _page(request, SetupForm(setup=queries.setup()), form)


@administrators
@require_POST
def organizer_remove(request, pk):
    organizer = get_object_or_404(GrowthOrganizer.objects.select_related("person"), pk=pk)
    actions.remove_organizer(organizer, by=request.user, at=timezone.now())
    said = _("%(name)s no longer looks after growth.")
    messages.success(request, said % {"name": organizer.person})
    return redirect("growth:setup")


@growth_organizers
def edit(request):
    """What organizers of growth look after, each with a page of its own."""
    return render(request, "growth/edit.html", {"nav_current": "growth"})


def _page(request, form, organizer_form):
    context = {
        "form": form,
        "organizer_form": organizer_form,
        "organizers": queries.organizers(),
    }
    return render(request, "growth/setup.html", context)


def offer_or_not(request, row, set_archived):
    """Take something out of what people can choose, or put it back, as the button said."""
    is_archived = request.POST.get("archived") == "yes"
    with refusals.shown(request):
        set_archived(row, is_archived=is_archived, by=request.user, at=timezone.now())
        said = (
            _("“%(name)s” is no longer offered.")
            if is_archived
            else _("“%(name)s” is offered again.")
        )
        messages.success(request, said % {"name": row})
