from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from applications.queries.standing import others_open, standings_of
from programs.access import applicants
from surveys import week


@applicants
@require_safe
def application_status(request, cycle):
    at = timezone.now()
    standings = standings_of(cycle, request.user, at=at)
    roles = cycle.roles.prefetch_related("calls")
    shown = {
        "cycle": cycle,
        "week": week.grid(),
        "standings": standings,
        "others": others_open([row.application for row in standings], roles, at),
        "questions": cycle.asked_questions.filter(asked_by=request.user).prefetch_related(
            "replies"
        )[:5],
        "is_interested": request.user.interests.filter(program=cycle.program).exists(),
    }
    return render(request, "applications/application_status.html", shown)
