from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from programs import days, linter, timeline
from programs.access import organizers
from programs.actions import settings
from programs.forms.timeline import Calls, Milestones, MoveForm
from programs.models import Call, Milestone
from programs.programfile import schema
from programs.programfile.store import values_of
from programs.queries import settings as queries
from programs.views.settings_frame import address, is_conflict, show


@organizers
def settings_timeline(request, cycle):
    calls, milestones = _forms(request, cycle)
    conflict, context = None, {}
    if request.method == "POST" and calls.is_valid() and milestones.is_valid():
        if "check" in request.POST:
            context = {"findings": linter.look(_typed_plan(cycle, calls, milestones))}
        else:
            try:
                _save(request, cycle, calls, milestones)
            except ValidationError as error:
                conflict = error
                if not is_conflict(error):
                    messages.error(request, " ".join(error.messages))
            else:
                messages.success(request, _("Saved."))
                return redirect(address(cycle, "settings_timeline"))
    everything = timeline.entries(
        cycle,
        calls=cycle.calls.select_related("role"),
        milestones=cycle.milestones.all(),
        today=cycle.day(timezone.now()),
        only_public=False,
    )
    context |= {"calls": calls, "milestones": milestones, "bars": timeline.bars(everything)}
    shown = conflict if is_conflict(conflict) else None
    return show(request, cycle, "timeline", "settings_timeline", context, conflict=shown)


def _forms(request, cycle):
    roles = cycle.roles.exclude(side="staff")
    typed = request.POST if request.method == "POST" else None
    calls = Calls(typed, prefix="calls", initial=_call_rows(cycle), form_kwargs={"roles": roles})
    return calls, Milestones(typed, prefix="dates", initial=_milestone_rows(cycle))


def _call_rows(cycle):
    zone = cycle.tzinfo
    return [
        {
            "role": call.role_id,
            "opens": days.first_day(call.opens_at, zone) if call.opens_at else None,
            "closes": days.last_day(call.closes_at, zone) if call.closes_at else None,
            "late_until": days.last_day(call.late_until, zone) if call.late_until else None,
        }
        for call in cycle.calls.order_by("role__position", "opens_at", "pk")
    ]


def _milestone_rows(cycle):
    names = [key.attribute for key in schema.MILESTONE.columns]
    return list(cycle.milestones.values(*names))


def _save(request, cycle, calls, milestones):
    roles = cycle.roles.exclude(side="staff")
    settings.save_timeline(
        cycle,
        calls=calls.by_role(roles),
        milestones=[form.item() for form in milestones if form.is_row()],
        base=request.POST.get("base", ""),
        by=request.user,
        at=timezone.now(),
    )


def _typed_plan(cycle, calls, milestones):
    """The plan as it stands in the form, saved or not."""
    zone = cycle.tzinfo
    rows = [
        Call(
            role=role,
            opens_at=days.begins(item["opens"], zone) if item["opens"] else None,
            closes_at=days.ends(item["closes"], zone) if item["closes"] else None,
        )
        for role, items in calls.by_role(cycle.roles.all()).items()
        for item in items
    ]
    dates = [
        Milestone(**values_of(form.item(), schema.MILESTONE))
        for form in milestones
        if form.is_row()
    ]
    surveys = list(cycle.cycle_surveys.select_related("survey"))
    return queries.plan_of(cycle, calls=rows, milestones=dates, surveys=surveys)


@organizers
@require_POST
def settings_move(request, cycle):
    form = MoveForm(request.POST)
    if form.is_valid():
        count = form.cleaned_data["by_days"]
        try:
            settings.move_dates(cycle, by_days=count, by=request.user, at=timezone.now())
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            text = ngettext("Everything moved by %s day.", "Everything moved by %s days.", count)
            messages.success(request, text % count)
    else:
        messages.error(request, _("Give a number of days between -3650 and 3650."))
    return redirect(address(cycle, "settings_timeline"))
