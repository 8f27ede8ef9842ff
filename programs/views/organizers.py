"""The administrators' list of who organizes which program, and giving one an organizer."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people.access import administrators, confirmed
from programs.actions import staff
from programs.forms.settings import OrganizerForm
from programs.models import Staff
from programs.queries import organizers as queries


@administrators
@require_safe
def organizer_list(request):
    return _page(request)


@require_POST
@administrators
@confirmed
def organizer_appoint(request, program):
    found = get_object_or_404(queries.running(), slug=program)
    form = OrganizerForm(request.POST, auto_id=f"{found.slug}-%s")
    if not form.is_valid():
        return _page(request, refused=form, of=found)
    staff.add(
        found, person=form.person, role=Staff.Role.ORGANIZER, by=request.user, at=timezone.now()
    )
    said = {"person": form.person, "program": found}
    messages.success(request, _("%(person)s is an organizer of %(program)s now.") % said)
    return redirect("programs:organizer_list")


def _page(request, *, refused=None, of=None):
    """Every program with a form of its own; the one that was refused with what was typed."""
    lines = [
        (one, refused if one.program == of else OrganizerForm(auto_id=f"{one.program.slug}-%s"))
        for one in queries.programs()
    ]
    return render(
        request,
        "programs/organizer_list.html",
        {"lines": lines, "refused": of, "nav_current": "organize"},
    )
