import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from notifications import kinds
from notifications.keys import key_of
from notifications.models import Message
from people import refusals
from people.models import User
from programs.access import organizers
from programs.actions import date_notices, settings
from programs.forms.lines import differing
from programs.forms.timeline import Calls, Milestones, MoveForm
from programs.models import Call, Milestone
from programs.programfile import schema
from programs.programfile.store import values_of
from programs.queries import known_dates
from programs.queries import settings as queries
from programs.rules import days, linter, timeline
from programs.views.settings.frame import address, is_conflict, show

_FIXABLE = re.compile(r"^(calls-\d{1,3}-(opens|closes)|dates-\d{1,3}-starts_on)$")
MOST_DATES = 120
_DAY = re.compile(r"^\d{4}-\d\d-\d\d$")


@organizers
def settings_timeline(request, cycle):
    typed = _typed(request)
    calls, milestones = _forms(cycle, typed)
    at = timezone.now()
    conflict: ValidationError | None = None
    context: dict[str, Any] = {"findings": linter.look(_saved_plan(cycle, at))}
    if typed is not None and calls.is_valid() and milestones.is_valid():
        if "check" in typed:
            context = {"findings": linter.look(_typed_plan(cycle, calls, milestones, at))}
        else:
            conflict = _try_to_save(request, cycle, calls, milestones)
            context["differing"] = _differing(cycle, calls, milestones) if conflict else []
            if conflict is None:
                messages.success(request, _("Saved."))
                return redirect(address(cycle, "programs:settings_timeline"))
    if request.htmx and typed is not None:
        return _typed_findings(request, calls, milestones, context)
    context |= {"calls": calls, "milestones": milestones, "bars": _bars(cycle)} | _notice(cycle)
    context["is_unsaved"] = typed is not None
    shown = conflict if is_conflict(conflict) else None
    return show(request, cycle, "timeline", "programs/settings_timeline", context, conflict=shown)


def _typed(request):
    """What was sent; a press on a way out of a finding puts its day into the form, unsaved."""
    if request.method != "POST":
        return None
    typed = request.POST.copy()
    field, _equals, day = typed.get("fix", "").partition("=")
    if field:
        typed["check"] = "1"
        if _FIXABLE.match(field) and field in typed and _DAY.match(day):
            typed[field] = day
    return typed


def _typed_findings(request, calls, milestones, context):
    """Only what the linter says, while dates are typed; while one is wrong, what it said last."""
    if not (calls.is_valid() and milestones.is_valid()):
        return HttpResponse(status=204)
    return render(request, "programs/_findings.html", {**context, "form_id": "timeline"})


def _try_to_save(request, cycle, calls, milestones):
    """None when it is saved, else the error."""
    try:
        _save(request, cycle, calls, milestones)
    except ValidationError as error:
        if not is_conflict(error):
            messages.error(request, refusals.words(error))
        return error
    return None


def _differing(cycle, calls, milestones):
    saved_calls, saved_milestones = _forms(cycle, None)
    return differing((calls, saved_calls), (milestones, saved_milestones))


def _bars(cycle):
    everything = timeline.entries(
        cycle,
        calls=cycle.calls.select_related("role"),
        milestones=cycle.milestones.all(),
        today=cycle.day(timezone.now()),
        only_public=False,
    )
    return timeline.bars(everything)


def _notice(cycle):
    """Changes people do not know yet, with the message as somebody would read it."""
    notice = cycle.date_notices.filter(told_at__isnull=True).first()
    if notice is None:
        return {}
    message = Message(to=User(name=_("Alex Example")), kind="dates_changed", scope=key_of(cycle))
    return {
        "notice": notice,
        "notice_words": kinds.render_with(message, {"cycle": cycle, "lines": notice.changes}),
        "notice_base": date_notices.fingerprint(notice),
        "concerned": known_dates.concerned_count(cycle),
    }


@organizers
@require_POST
def settings_tell(request, cycle):
    base = request.POST.get("base", "")
    with refusals.shown(request):
        if request.POST.get("answer") == "tell":
            count = date_notices.tell(cycle, base=base, by=request.user, at=timezone.now())
            text = ngettext("%s person is told.", "%s people are told.", count)
            messages.success(request, text % count)
        else:
            date_notices.keep_quiet(cycle, base=base)
            messages.success(request, _("Nobody is told of these changes."))
    return redirect(address(cycle, "programs:settings_timeline"))


def _forms(cycle, typed):
    roles = cycle.roles.all()
    calls = Calls(typed, prefix="calls", initial=_call_rows(cycle), form_kwargs={"roles": roles})
    return calls, Milestones(typed, prefix="dates", initial=_milestone_rows(cycle))


def _saved_calls(cycle):
    return cycle.calls.select_related("role").order_by("role__position", "opens_at", "pk")


def _saved_plan(cycle, at):
    """The plan as saved; each row knows its place in the form."""
    calls, dated = list(_saved_calls(cycle)), list(cycle.milestones.all())
    for prefix, rows in (("calls", calls), ("dates", dated)):
        for place, row in enumerate(rows):
            row.form_field = f"{prefix}-{place}"
    surveys = list(cycle.cycle_surveys.select_related("survey"))
    return queries.plan_of(cycle, calls=calls, milestones=dated, surveys=surveys, at=at)


def _call_rows(cycle):
    zone = cycle.tzinfo
    return [
        {
            "role": call.role_id,
            "opens": days.first_day(call.opens_at, zone) if call.opens_at else None,
            "closes": days.last_day(call.closes_at, zone) if call.closes_at else None,
            "late_until": days.last_day(call.late_until, zone) if call.late_until else None,
        }
        for call in _saved_calls(cycle)
    ]


def _milestone_rows(cycle):
    names = [key.attribute for key in schema.MILESTONE.columns]
    return list(cycle.milestones.values(*names, "position"))


def _save(request, cycle, calls, milestones):
    roles = cycle.roles.all()
    settings.save_timeline(
        cycle,
        calls=calls.by_role(roles),
        milestones=[form.item() for form in sorted(milestones, key=_place) if form.is_row()],
        base=request.POST.get("base", ""),
        by=request.user,
        at=timezone.now(),
    )


def _place(form):
    """The form shows dates in order of time; what is saved keeps the order it had in the file."""
    return form.initial.get("position", MOST_DATES)


def _typed_plan(cycle, calls, milestones, at):
    """The plan as it stands in the form, saved or not."""
    zone, rows, dated = cycle.tzinfo, [], []
    for form in calls:
        if form.is_row():
            item = form.item()
            call = Call(
                role=form.cleaned_data["role"],
                opens_at=days.begins(item["opens"], zone) if item["opens"] else None,
                closes_at=days.ends(item["closes"], zone) if item["closes"] else None,
            )
            call.form_field = form.prefix
            rows.append(call)
    for form in milestones:
        if form.is_row():
            milestone = Milestone(**values_of(form.item(), schema.MILESTONE))
            milestone.form_field = form.prefix
            dated.append(milestone)
    surveys = list(cycle.cycle_surveys.select_related("survey"))
    return queries.plan_of(cycle, calls=rows, milestones=dated, surveys=surveys, at=at)


@organizers
@require_POST
def settings_move(request, cycle):
    form = MoveForm(request.POST)
    if form.is_valid():
        count = form.cleaned_data["by_days"]
        with refusals.shown(request):
            base = request.POST.get("base") or None
            settings.move_dates(cycle, by_days=count, by=request.user, at=timezone.now(), base=base)
            text = ngettext("Everything moved by %s day.", "Everything moved by %s days.", count)
            messages.success(request, text % count)
    else:
        messages.error(request, _("Give a number of days between -3650 and 3650."))
    return redirect(address(cycle, "programs:settings_timeline"))
