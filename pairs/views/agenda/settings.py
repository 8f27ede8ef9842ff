from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from pairs.actions.agenda import templates
from pairs.forms.agenda import Agendas
from pairs.models.agenda_template import USUAL
from programs.access import organizers
from programs.forms.lines import differing
from programs.views.settings.frame import address, is_conflict, show


@organizers
def settings_agendas(request, cycle):
    """What the program proposes to its pairs to talk about."""
    typed = request.POST if request.method == "POST" else None
    agendas = _agendas(cycle, typed)
    context, conflict = {"agendas": agendas, "usual": _usual(cycle)}, None
    if typed is not None and agendas.is_valid():
        facts = {"by": request.user, "at": timezone.now(), "base": typed.get("base", "")}
        try:
            templates.save(cycle, agendas.items(), **facts)
        except ValidationError as error:
            conflict = error if is_conflict(error) else None
            context["differing"] = differing((agendas, _agendas(cycle, None)))
        else:
            messages.success(request, _("Saved."))
            return redirect(address(cycle, "pairs:settings_agendas"))
    return show(request, cycle, "agendas", "pairs/agenda/settings", context, conflict=conflict)


def _agendas(cycle, typed):
    rows = list(cycle.agenda_templates.values("stage", "name", "points"))
    return Agendas(typed, prefix="agendas", initial=rows)


def _usual(cycle):
    """What pairs get at the stages for which the program proposes nothing."""
    own = set(cycle.agenda_templates.values_list("stage", flat=True))
    return [(stage.label, points) for stage, points in USUAL.items() if stage not in own]
