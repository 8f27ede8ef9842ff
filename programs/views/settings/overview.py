from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from people import refusals
from programs.access import organizers
from programs.actions import cycles, programs
from programs.queries import public
from programs.queries import settings as queries
from programs.views.settings.frame import address, show

STEPS = {
    "publish": (cycles.publish, gettext_lazy("The public page is open.")),
    "unpublish": (cycles.unpublish, gettext_lazy("The public page is closed again.")),
    "archive": (cycles.archive, gettext_lazy("This cycle is archived.")),
    "unarchive": (cycles.unarchive, gettext_lazy("The cycle is back in the lists.")),
}
PROGRAM_STEPS = {
    "archive-program": (programs.archive, gettext_lazy("This program is archived.")),
    "unarchive-program": (programs.unarchive, gettext_lazy("The program is back in the lists.")),
}


@organizers
@require_safe
def settings(request, cycle):
    """Where the cycle stands, what is still missing, and the big switches."""
    context = {
        "missing": queries.missing(cycle),
        "applied": queries.applied(cycle),
        "chain": queries.chain(cycle),
    }
    return show(request, cycle, "overview", "programs/settings_overview", context)


@organizers
@require_POST
def settings_step(request, cycle, step):
    of_program = step in PROGRAM_STEPS
    if not of_program and step not in STEPS:
        raise Http404
    action, said = (PROGRAM_STEPS if of_program else STEPS)[step]
    with refusals.shown(request):
        action(cycle.program if of_program else cycle, by=request.user, at=timezone.now())
        for one in cycle.program.cycles.all():
            public.forget(one)
        messages.success(request, said)
    return redirect(address(cycle))
