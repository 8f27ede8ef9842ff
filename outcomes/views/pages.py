"""The overview of a cycle."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from outcomes.actions import needs
from outcomes.forms.needs import TakeForm
from outcomes.queries.dashboard import dashboard_of
from outcomes.views import heat
from people import refusals
from programs.access import ORGANIZER, organizers
from programs.addresses import of_cycle


@organizers
@require_safe
def dashboard(request, cycle):
    board = dashboard_of(cycle, request.user, roles=request.roles, at=timezone.now())
    mine = [item for item in board.items if item.is_of(request.user)]
    only_mine = "mine" in request.GET
    context = {
        "cycle": cycle,
        "tab": "dashboard",
        "board": board,
        "may_change": ORGANIZER in request.roles,
        "mine": mine,
        "only_mine": only_mine,
        "strip": [heat.row(line, board.begun) for line in board.worst],
        "items": mine if only_mine else board.items,
    }
    return render(request, "outcomes/dashboard.html", context)


@require_POST
@organizers
def need_take(request, cycle, key):
    """“I take this”, with the day by which it is done."""
    form = TakeForm(request.POST)
    with refusals.shown(request):
        if not form.is_valid():
            raise ValidationError(_("Choose a day by which it is done."), code="due")
        needs.take(
            cycle, key, due_on=form.cleaned_data["due_on"], by=request.user, at=timezone.now()
        )
        messages.success(request, _("It is yours now. The other organizers can see that."))
    return redirect(of_cycle("outcomes:dashboard", cycle))


@require_POST
@organizers
def need_give_back(request, cycle, key):
    if needs.give_back(cycle, key, by=request.user, at=timezone.now()):
        messages.success(request, _("Given back. Anyone on the team can take it."))
    return redirect(of_cycle("outcomes:dashboard", cycle))


@organizers
@require_safe
def cycle_line(request, cycle):
    """A cycle in one line for a page of many: how far it is, and its two most urgent needs."""
    board = dashboard_of(
        cycle, request.user, roles=request.roles, at=timezone.now(), is_whole=False
    )
    return render(request, "outcomes/_line.html", {"cycle": cycle, "board": board})
