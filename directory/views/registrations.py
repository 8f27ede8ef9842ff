"""A pair that exists already: one registers it, the other confirms."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.access import directory_users
from directory.actions import registrations
from directory.forms.mentors import MENTOR, RegisterForm
from directory.models import PairRegistration
from people import refusals

NAV = {"nav_current": "mentors"}


@directory_users
def register(request):
    at = timezone.now()
    form = RegisterForm(request.POST or None, today=timezone.localtime(at).date())
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            made = registrations.register(
                values["email"],
                by=request.user,
                other_mentors=values["role"] == MENTOR,
                ends_on=values["ends_on"],
                at=at,
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            said = _("We ask %(name)s to confirm it.")
            messages.success(request, said % {"name": values["email"]})
            return redirect("directory:registration", pk=made.pk)
    return render(request, "directory/register.html", {"form": form} | NAV)


@directory_users
def registration(request, pk):
    rows = PairRegistration.objects.of(request.user).with_people()
    found = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        if found.pair_id and request.POST.get("answer") == "confirm":  # a press that came twice
            return redirect("pairs:pair_detail", pair=found.pair_id)
        with refusals.shown(request):
            pair = _answer(request, found)
            if pair is not None:
                messages.success(request, _("You two have a page of your own now."))
                return redirect("pairs:pair_detail", pair=pair.pk)
        return redirect("directory:registration", pk=pk)
    context = {
        "one": found,
        "other": found.other(request.user),
        "is_mine": found.asked_by_id == request.user.pk,
    }
    return render(request, "directory/registration.html", context | NAV)


def _answer(request, found):
    """Confirm, decline or take back; the pair, if that makes one."""
    at, by = timezone.now(), request.user
    answer = request.POST.get("answer")
    if answer == "confirm":
        return registrations.confirm(found, by=by, at=at)
    if answer == "decline":
        registrations.decline(found, by=by, at=at)
    elif answer == "take_back":
        registrations.take_back(found, by=by, at=at)
    return None
