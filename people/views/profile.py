"""What people see and say about themselves and each other."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from people.access import guests_too, signed_in
from people.actions import people
from people.forms.profile import GuestProfileForm, ProfileForm
from people.models import User
from people.permissions import may_manage_people, may_see_facts


@signed_in
@guests_too
def profile(request):
    """What somebody says about themselves. Guests have a name and a zone, and no records here."""
    person = User.objects.select_related("manager").get(pk=request.user.pk)
    form_class = GuestProfileForm if person.is_guest else ProfileForm
    form = form_class(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        try:
            people.save_profile(request.user, form.cleaned_data, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Your profile is saved."))
            return redirect("people:profile")
    if form.is_bound:  # what was typed stays in the form, the facts beside it are the stored ones
        person = User.objects.select_related("manager").get(pk=request.user.pk)
    return render(request, "people/profile.html", {"form": form, "person": person})


@signed_in
def person_detail(request, pk):
    person = get_object_or_404(User.objects.select_related("manager"), pk=pk)
    manages = may_manage_people(request.user)
    if (person.is_guest or not person.is_active) and not manages:
        raise Http404
    context = {
        "person": person,
        "sees_facts": may_see_facts(request.user, person),
        "manages": manages,
        "at": timezone.now(),
    }
    return render(request, "people/person_detail.html", context)
