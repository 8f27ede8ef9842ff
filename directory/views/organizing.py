"""What organizers and administrators do in the directory: invite to a call, switch it, see its use."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from applications.actions import outreach
from directory.access import directory_users
from directory.actions import setup as setting_up
from directory.models import Availability
from directory.queries import switch
from directory.queries.organizing import calls_to_invite_to
from directory.queries.use import use
from people import refusals
from people.access import administrators


@directory_users
@require_POST
def invite(request, pk):
    """An organizer asks a mentor of the directory to apply to a call of theirs; once for each."""
    at = timezone.now()
    offer = get_object_or_404(Availability.objects.listed().select_related("person"), person=pk)
    calls = calls_to_invite_to(request.user, offer.person, at)
    if not calls:
        raise Http404
    call = next((one for one in calls if str(one.pk) == request.POST.get("call")), None)
    with refusals.shown(request):
        if call is None:
            raise ValidationError(_("Choose a call."), code="no_call")
        outreach.nominate(call.role, nominee=offer.person, by=request.user, reason="", at=at)
        said = _("%(name)s gets an invitation to %(cycle)s.")
        messages.success(request, said % {"name": offer.person, "cycle": call.cycle})
    return redirect("directory:mentor", pk=pk)


@administrators
def setup(request):
    """The switch of the directory, and how it is used in numbers."""
    at = timezone.now()
    if request.method == "POST":
        _switch(request, at)
        return redirect("directory:setup")
    context = {"is_on": switch.is_on(), "use": use(at), "nav_current": "mentors"}
    return render(request, "directory/setup.html", context)


def _switch(request, at):
    is_on = request.POST.get("is_on")
    if is_on not in {"yes", "no"}:
        messages.error(request, _("Choose on or off."))
        return
    ended = setting_up.switch(is_on=is_on == "yes", by=request.user, at=at)
    said = _("The directory is on.") if is_on == "yes" else _("The directory is off.")
    if ended:
        kindly = ngettext(
            "One open request ended; both were told.",
            "%(n)s open requests ended; both sides were told.",
            ended,
        )
        said = f"{said} {kindly % {'n': ended}}"
    messages.success(request, said)
