"""The administrators' pages about people."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from people import queries, refusals
from people.access import administrators, confirmed
from people.actions import addresses, audit, people
from people.forms.people import AddressForm, FactsForm
from people.models import User
from people.tables import spreadsheets

PER_PAGE = 50
COLUMNS = [
    ("name", gettext_lazy("Name")),
    ("division", gettext_lazy("Division")),
    ("department", gettext_lazy("Department")),
    ("", gettext_lazy("Job title")),
    ("", gettext_lazy("Manager")),
    ("started", gettext_lazy("Start date")),
    ("", gettext_lazy("State")),
]


@administrators
def person_list(request):
    words = request.GET.get("q", "")[:100]
    order, show = request.GET.get("sort", "name"), request.GET.get("show", "active")
    found = queries.person_list(words, order, show)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "words": words, "order": order, "show": show, "columns": COLUMNS}
    return render(request, "people/person_list.html", context)


@administrators
@require_safe
def person_export(request):
    """Everybody active, in the columns that the import reads."""
    audit.note("people_exported", "people", by=request.user, at=timezone.now())
    kind = request.GET.get("format")
    return spreadsheets.download("people", queries.EXPORTED, queries.exported(), kind)


@administrators
@confirmed
def person_edit(request, pk):
    person = get_object_or_404(User.objects.select_related("manager"), pk=pk)
    form = FactsForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        try:
            saved = people.save_facts(
                person,
                form.values(),
                by=request.user,
                at=timezone.now(),
                unchanged=form.unchanged,
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The facts about %(name)s are saved.") % {"name": person})
            gave_it_away = saved == request.user and not saved.is_staff
            return redirect("home") if gave_it_away else redirect("people:person_detail", pk=pk)
    return render(request, "people/person_edit.html", {"form": form, "person": person})


@administrators
@confirmed
def address_edit(request, pk):
    person = get_object_or_404(User, pk=pk)
    form = AddressForm(request.POST or None, initial={"email": person.email})
    if request.method == "POST" and form.is_valid():
        try:
            addresses.change(person, form.cleaned_data["email"], by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error("email", error)
        else:
            messages.success(request, _("The address of %(name)s is saved.") % {"name": person})
            return redirect("people:person_detail", pk=pk)
    return render(request, "people/address_edit.html", {"form": form, "person": person})


@require_POST
@administrators
@confirmed
def person_activity(request, pk):
    """Deactivate somebody, or let them in again."""
    person = get_object_or_404(User, pk=pk)
    leaves = request.POST.get("active") == "no"
    act = people.deactivate if leaves else people.activate
    with refusals.shown(request):
        act(person, by=request.user, at=timezone.now())
        said = _("%(name)s can no longer sign in.") if leaves else _("%(name)s can sign in again.")
        messages.success(request, said % {"name": person})
    return redirect("people:person_detail", pk=pk)
