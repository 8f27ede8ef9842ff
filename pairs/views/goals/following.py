"""How goals went: steps, versions, and all of them over time."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pairs.access import pair_members
from pairs.actions.goals import steps
from pairs.forms.goals import StepDayForm, StepForm
from pairs.models import Goal
from pairs.permissions import may_read_goal, may_write_goal
from pairs.queries.goals import shown
from pairs.queries.pairs import card
from pairs.rules.afterwards import may_write
from pairs.views.goals.writing import goal_of, goal_to_write, has_others, is_too_late
from people import refusals


@require_safe
@pair_members
def goal_list(request, pair):
    """Everything the two set out for, and how far it came."""
    at = timezone.now()
    found = card(pair, request.user, at)
    removed = pair.side_of(request.user).goals.filter(removed_at__isnull=False)
    people = [(found.user, found.own_goals), (found.partner, found.partner_goals)]
    context = {
        "card": found,
        "pair": pair,
        "partner": found.partner,
        "people": shown.over_time(people, pair, request.user),
        "removed": removed,
        "at": at,
    }
    return render(request, "pairs/goal_list.html", context)


@require_safe
@pair_members
def goal_detail(request, pair, goal):
    return _detail(request, pair, _goal_to_read(pair, request.user, goal), StepForm())


@require_POST
@pair_members
def step_add(request, pair, goal):
    """One step, or those of one of the samples."""
    found = goal_to_write(pair, request.user, goal)
    if is_too_late(request, pair):
        return redirect("pairs:goal_detail", pair=pair.pk, goal=goal)
    form = StepForm(request.POST)
    if "sample" in request.POST:
        with refusals.shown(request):
            steps.begin_with(found, request.POST["sample"], at=timezone.now())
        return redirect("pairs:goal_detail", pair=pair.pk, goal=goal)
    if form.is_valid():
        said = form.cleaned_data
        try:
            steps.add(found, said["text"], due_on=said["due_on"], at=timezone.now())
        except ValidationError as error:
            form.add_error("text", error.messages)
        else:
            messages.success(request, _("The step is added."))
            return redirect("pairs:goal_detail", pair=pair.pk, goal=goal)
    return _detail(request, pair, found, form)


@require_POST
@pair_members
def step_change(request, pair, goal, step):
    """Tick it, take the tick back, give it another day, or take it off."""
    found = goal_to_write(pair, request.user, goal)
    row = get_object_or_404(found.steps.select_related("goal"), pk=step)
    if is_too_late(request, pair):
        return redirect("pairs:goal_detail", pair=pair.pk, goal=goal)
    match request.POST.get("change"):
        case "tick" | "untick" as change:
            today = timezone.localtime(timezone.now()).date()
            steps.tick(row, is_done=change == "tick", today=today)
        case "day":
            form = StepDayForm(request.POST)
            if form.is_valid():
                steps.move(row, due_on=form.cleaned_data["due_on"])
                messages.success(request, _("The day of the step is saved."))
            else:
                messages.error(request, form.errors.as_data()["due_on"][0].messages[0])
        case "remove":
            steps.remove(row)
            messages.success(request, _("The step is removed."))
        case _other:
            raise Http404
    if request.POST.get("from") == "talk":
        return redirect("pairs:pair_talk", pair=pair.pk)
    if request.POST.get("from") == "pair":
        return redirect("pairs:pair_detail", pair=pair.pk)
    return redirect("pairs:goal_detail", pair=pair.pk, goal=goal)


def _detail(request, pair, goal, form):
    owner, at = goal.participation.person, timezone.now()
    context = {
        "pair": pair,
        "goal": goal,
        "owner": owner,
        "partner": pair.partner_of(request.user).person,
        "has_others": has_others(pair, request.user),
        "is_own": owner == request.user,
        "may_write": may_write(pair, at)
        and may_write_goal(request.user, goal, goal.participation, pair),
        "steps": shown.steps_of(goal, pair, request.user),
        "changes": shown.history(goal, pair, request.user),
        "samples": steps.SAMPLES,
        "form": form,
        "at": at,
    }
    return render(request, "pairs/goal_detail.html", context)


def _goal_to_read(pair, user, number) -> Goal:
    found = goal_of(pair, number)
    if not may_read_goal(user, found, found.participation, pair):
        raise Http404
    return found
