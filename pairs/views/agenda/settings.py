from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from pairs.actions.agenda import templates
from pairs.forms.agenda import AgendasForm
from programs.access import organizers
from programs.forms.lines import differing
from programs.views.settings.frame import address, is_conflict, show


@organizers
def settings_agendas(request, cycle):
    """What the program proposes to its pairs to talk about."""
    form = _form(cycle, request.POST if request.method == "POST" else None)
    context, conflict = {"form": form}, None
    if request.method == "POST" and form.is_valid():
        facts = {"by": request.user, "at": timezone.now(), "base": request.POST.get("base", "")}
        try:
            templates.save(cycle, form.cleaned_data, **facts)
        except ValidationError as error:
            conflict = error if is_conflict(error) else None
            form.add_error(None, error)
            context["differing"] = differing((form, _form(cycle, None)))
        else:
            messages.success(request, _("Saved."))
            return redirect(address(cycle, "pairs:settings_agendas"))
    return show(request, cycle, "agendas", "pairs/agenda/settings", context, conflict=conflict)


def _form(cycle, typed):
    own = {one.stage: one.points for one in cycle.agenda_templates.all()}
    return AgendasForm(typed, initial=own)
