"""The overview of a cycle."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from outcomes.queries.dashboard import dashboard_of
from programs.access import organizers


@organizers
@require_safe
def dashboard(request, cycle):
    board = dashboard_of(cycle, request.user, roles=request.roles, at=timezone.now())
    context = {"cycle": cycle, "tab": "dashboard", "board": board}
    return render(request, "outcomes/dashboard.html", context)


@organizers
@require_safe
def cycle_line(request, cycle):
    """A cycle in one line for a page of many: how far it is, and its two most urgent needs."""
    board = dashboard_of(cycle, request.user, roles=request.roles, at=timezone.now())
    return render(request, "outcomes/_line.html", {"cycle": cycle, "board": board})
