from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from programs.access import organizers
from programs.actions import cycles
from programs.queries import public
from programs.queries import settings as queries
from programs.views.settings_frame import address, show

STEPS = {
    "publish": (cycles.publish, gettext_lazy("The public page is open.")),
    "unpublish": (cycles.unpublish, gettext_lazy("The public page is closed again.")),
    "archive": (cycles.archive, gettext_lazy("The cycle is put away.")),
    "unarchive": (cycles.unarchive, gettext_lazy("The cycle is back in the lists.")),
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
    return show(request, cycle, "overview", "settings_overview", context)


@organizers
@require_POST
def settings_step(request, cycle, step):
    if step not in STEPS:
        raise Http404
    action, said = STEPS[step]
    try:
        action(cycle, by=request.user, at=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        public.forget(cycle)
        messages.success(request, said)
    return redirect(address(cycle))
