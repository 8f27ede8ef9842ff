from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.access import organizers
from programs.actions import settings
from programs.forms.settings import CycleForm, ProgramForm
from programs.views.settings_frame import address, is_conflict, show


@organizers
def settings_texts(request, cycle):
    typed = request.POST if request.method == "POST" else None
    program_form = ProgramForm(typed, instance=cycle.program, prefix="program")
    cycle_form = CycleForm(typed, instance=cycle, prefix="cycle")
    conflict, differing = None, []
    if typed is not None and program_form.is_valid() and cycle_form.is_valid():
        try:
            settings.save_texts(
                cycle,
                program=program_form.cleaned_data,
                own=cycle_form.cleaned_data,
                base=typed.get("base", ""),
                by=request.user,
                at=timezone.now(),
            )
        except ValidationError as error:
            conflict = error if is_conflict(error) else None
            if conflict is None:
                cycle_form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(address(cycle, "settings_texts"))
        cycle.program.refresh_from_db()
        cycle.refresh_from_db()
        differing = _differing(program_form, cycle.program) + _differing(cycle_form, cycle)
    context = {"program_form": program_form, "cycle_form": cycle_form, "differing": differing}
    return show(request, cycle, "texts", "settings_texts", context, conflict=conflict)


def _differing(form, saved):
    """Fields in which what was typed is not what is saved now: name, saved, typed."""
    pairs = [
        (form[name].label, getattr(saved, name), typed) for name, typed in form.cleaned_data.items()
    ]
    return [(label, theirs, mine) for label, theirs, mine in pairs if theirs != mine]
