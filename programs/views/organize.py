from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.access import signed_in
from programs.access import program_makers, program_organizers
from programs.actions import cycles, programs
from programs.forms.programs import CycleCreateForm, ProgramCreateForm
from programs.forms.zones import zone_names
from programs.permissions import may_create_programs
from programs.queries import settings as queries
from programs.views.settings.frame import address


@signed_in
@require_safe
def organize(request):
    context = {
        "programs": queries.organized(request.user),
        "may_create": may_create_programs(request.user),
        "at": timezone.now(),
        "nav_current": "organize",
    }
    return render(request, "programs/organize.html", context)


@program_makers
def program_create(request):
    initial = {"starts_on": queries.usual_first_day(timezone.now())}
    form = ProgramCreateForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            cycle = programs.create(**form.values(), by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(address(cycle))
    context = {"form": form, "zones": zone_names(), "nav_current": "organize"}
    return render(request, "programs/program_create.html", context)


@program_organizers
def cycle_create(request, program):
    last = program.cycles.first()
    initial = {"starts_on": queries.usual_first_day(timezone.now())}
    if last:
        initial |= {"previous": last, "zone": last.zone}
    form = CycleCreateForm(request.POST or None, program=program, initial=initial)
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        try:
            cycle = cycles.create(
                program,
                name=found["cycle_name"],
                starts_on=found["starts_on"],
                zone=found["zone"],
                previous=found["previous"],
                by=request.user,
                at=timezone.now(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(address(cycle))
    context = {"form": form, "program": program, "zones": zone_names(), "nav_current": "organize"}
    return render(request, "programs/cycle_create.html", context)
