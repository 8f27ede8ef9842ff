from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people import refusals
from programs.access import organizers
from programs.actions import staff
from programs.forms.settings import StaffForm
from programs.views.settings.frame import address, show


@organizers
def settings_staff(request, cycle):
    form = StaffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = staff.add(
            cycle.program,
            person=form.person,
            role=form.cleaned_data["role"],
            by=request.user,
            at=timezone.now(),
        )
        said = {"person": row.person, "role": row.get_role_display()}
        messages.success(request, _("%(person)s is now in: %(role)s.") % said)
        return redirect(address(cycle, "programs:settings_staff"))
    rows = cycle.program.staff.select_related("person").order_by("role", "person__sort_name", "pk")
    groups = [
        (label, [row for row in rows if row.role == role])
        for role, label in reversed(form.fields["role"].choices)
    ]
    return show(
        request, cycle, "staff", "programs/settings_staff", {"form": form, "groups": groups}
    )


@organizers
@require_POST
def staff_remove(request, cycle, pk):
    row = get_object_or_404(cycle.program.staff.select_related("person"), pk=pk)
    with refusals.shown(request):
        staff.remove(row, by=request.user, at=timezone.now())
        messages.success(request, _("%s no longer has this right.") % row.person)
    if row.person == request.user:
        return redirect("programs:organize")
    return redirect(address(cycle, "programs:settings_staff"))
