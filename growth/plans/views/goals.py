"""Goals of the plan, the steps towards them, and their bond with a mentorship."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from growth.plans import queries
from growth.plans.actions import goals
from growth.plans.forms import GoalForm, StateForm, StepForm
from growth.plans.models import PlanGoal
from growth.plans.permissions import own_goals, own_mentorships, own_steps
from growth.setup.access import growers
from pairs.models import Goal
from people import refusals


@growers
def goal_add(request):
    if queries.current(request.user) is None:
        return redirect("growth:plan")
    form = GoalForm(request.POST or None, initial={"due_on": request.GET.get("by")})
    if request.method == "POST" and form.is_valid():
        try:
            goal = goals.add(request.user, form.cleaned_data_of_goal(), at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The goal is in your plan. What is the first step?"))
            return redirect("growth:goal", pk=goal.pk)
    return render(request, "growth/plans/goal_add.html", _frame({"form": form}))


@growers
def goal(request, pk):
    """One goal: its words, how far it is, its steps."""
    found = get_object_or_404(own_goals(request.user), pk=pk)
    form = GoalForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            goals.change(found, form.cleaned_data_of_goal(), at=timezone.now(), seen=seen)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The goal is saved."))
            return redirect("growth:goal", pk=pk)
    return _goal_page(request, pk, form=form)


@growers
@require_POST
def goal_state(request, pk):
    found = get_object_or_404(own_goals(request.user), pk=pk)
    form = StateForm(request.POST)
    if form.is_valid():
        _do(
            request,
            _("Saved."),
            goals.set_state,
            found,
            form.cleaned_data["state"],
            at=timezone.now(),
            today=timezone.localdate(),
        )
    return redirect("growth:goal", pk=pk)


@growers
@require_POST
def goal_remove(request, pk):
    found = get_object_or_404(own_goals(request.user), pk=pk)
    _do(request, _("The goal is taken out of your plan."), goals.remove, found)
    return redirect("growth:plan")


@growers
@require_POST
def goal_link(request, pk):
    """Follow a goal of a mentorship in the plan; pk is the goal's there."""
    theirs = get_object_or_404(
        Goal.objects.there().filter(participation__person=request.user), pk=pk
    )
    said = _("This goal is in your plan too. Both places say the same.")
    _do(request, said, goals.link, request.user, theirs, at=timezone.now())
    return redirect("growth:plan")


@growers
@require_POST
def goal_unlink(request, pk):
    found = get_object_or_404(own_goals(request.user), pk=pk)
    if _do(
        request, _("The two goals go their own ways now."), goals.unlink, found, at=timezone.now()
    ):
        return redirect("growth:goal", pk=pk)
    return redirect("growth:plan")


@growers
@require_POST
def goal_to_mentorship(request, pk, participation):
    found = get_object_or_404(own_goals(request.user), pk=pk)
    part = get_object_or_404(own_mentorships(request.user), pk=participation)
    said = _("Your mentor reads this goal too now. Both places say the same.")
    _do(request, said, goals.take_to_mentorship, found, part, at=timezone.now())
    return redirect("growth:goal", pk=pk)


@growers
@require_POST
def step_add(request, pk):
    found = get_object_or_404(own_goals(request.user), pk=pk)
    form = StepForm(request.POST, prefix="step")
    if form.is_valid():
        try:
            goals.add_step(found, form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("growth:goal", pk=pk)
    return _goal_page(request, pk, step_form=form)


@growers
def step_edit(request, pk):
    step = get_object_or_404(own_steps(request.user), pk=pk)
    form = StepForm(request.POST or None, instance=step)
    if request.method == "POST" and form.is_valid():
        try:
            goals.change_step(step, form.cleaned_data, unchanged=form.unchanged)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The step is saved."))
            return redirect("growth:goal", pk=step.goal_id)
    context = {"form": form, "step": step}
    return render(request, "growth/plans/step_edit.html", _frame(context))


@growers
@require_POST
def item_tick(request, what, pk):
    """Tick a goal or a step, or take the tick back, on the plan or on the page of the goal."""
    is_done = request.POST.get("done") == "yes"
    today = timezone.localdate()
    if what == "step":
        step = get_object_or_404(own_steps(request.user), pk=pk)
        _do(request, "", goals.tick, step, is_done=is_done, today=today)
        goal_pk = step.goal_id
    else:
        found = get_object_or_404(own_goals(request.user), pk=pk)
        state = PlanGoal.State.REACHED if is_done else PlanGoal.State.OPEN
        _do(request, "", goals.set_state, found, state, at=timezone.now(), today=today)
        goal_pk = pk
    if request.POST.get("from") == "goal":
        return redirect("growth:goal", pk=goal_pk)
    return redirect("growth:plan")


@growers
@require_POST
def step_remove(request, pk):
    step = get_object_or_404(own_steps(request.user), pk=pk)
    _do(request, _("The step is removed."), goals.remove_step, step)
    return redirect("growth:goal", pk=step.goal_id)


def _goal_page(request, pk, *, form=None, step_form=None):
    found = get_object_or_404(own_goals(request.user).prefetch_related("actions"), pk=pk)
    context = {
        "goal": found,
        "form": form or GoalForm(instance=found),
        "state_form": StateForm(initial={"state": found.shown_state}),
        "step_form": step_form or StepForm(prefix="step"),
        "mentorships": [] if found.mentoring_goal_id else own_mentorships(request.user),
        "pair": queries.pair_of(found),
        "today": timezone.localdate(),
    }
    return render(request, "growth/plans/goal_detail.html", _frame(context))


def _do(request, said, act, *arguments, **more):
    """Act and say so, or say why not; what came of it, or None."""
    try:
        result = act(*arguments, **more)
    except ValidationError as error:
        messages.error(request, refusals.words(error))
        return None
    if said:
        messages.success(request, said)
    return result


def _frame(context):
    return {"growth_here": "plan", "nav_current": "growth", **context}
