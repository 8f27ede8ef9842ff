"""A person's log of what they learned and of challenging tasks; nobody else opens it."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from growth.learning import actions, queries
from growth.learning.forms import LearningForm, StretchForm
from growth.learning.permissions import own_entries, own_tasks
from growth.learning.rules import PROMPTS
from growth.plans.permissions import own_goals
from growth.setup.access import growers


@growers
def learning(request):
    context = {
        "entries": own_entries(request.user),
        "tasks": own_tasks(request.user),
        "year": queries.this_year(request.user, timezone.localdate()),
        "prompts": PROMPTS,
    }
    return render(request, "growth/learning/learning.html", _frame(context))


@growers
def entry_add(request):
    asked = {"done_on": timezone.localdate(), "kind": request.GET.get("kind")}
    form = LearningForm(request.POST or None, initial=asked)
    if _saved(request, form, partial(actions.log, request.user)):
        messages.success(request, _("It is in your log."))
        return redirect("growth:learning")
    return render(request, "growth/learning/entry_edit.html", _frame({"form": form}))


@growers
def entry_edit(request, pk):
    entry = get_object_or_404(own_entries(request.user), pk=pk)
    form = LearningForm(request.POST or None, instance=entry)
    if _saved(request, form, partial(actions.change_entry, entry)):
        messages.success(request, _("Your log is saved."))
        return redirect("growth:learning")
    context = {"form": form, "entry": entry}
    return render(request, "growth/learning/entry_edit.html", _frame(context))


@growers
@require_POST
def entry_remove(request, pk):
    actions.remove_entry(get_object_or_404(own_entries(request.user), pk=pk))
    messages.success(request, _("It is removed from your log."))
    return redirect("growth:learning")


@growers
def task_add(request):
    idea = request.GET.get("idea", "")
    initial = {"started_on": timezone.localdate(), "idea": idea}
    form = StretchForm(request.POST or None, goals=own_goals(request.user), initial=initial)
    if _saved(request, form, partial(actions.log_task, request.user)):
        messages.success(request, _("The task is in your log."))
        return redirect("growth:learning")
    context = {"form": form, "prompt": _prompt(idea)}
    return render(request, "growth/learning/task_edit.html", _frame(context))


@growers
def task_edit(request, pk):
    task = get_object_or_404(own_tasks(request.user), pk=pk)
    form = StretchForm(request.POST or None, instance=task, goals=own_goals(request.user))
    if _saved(request, form, partial(actions.change_task, task)):
        messages.success(request, _("Your log is saved."))
        return redirect("growth:learning")
    context = {"form": form, "task": task}
    return render(request, "growth/learning/task_edit.html", _frame(context))


@growers
@require_POST
def task_remove(request, pk):
    actions.remove_task(get_object_or_404(own_tasks(request.user), pk=pk))
    messages.success(request, _("The task is removed from your log."))
    return redirect("growth:learning")


def _saved(request, form, save):
    """Whether the form was sent and `save` took what it says; else the form knows why not."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        save(form.values(), **form.mark(), at=timezone.now(), today=timezone.localdate())
    except ValidationError as error:
        form.refuse(error)
        return False
    return True


def _prompt(idea):
    """The idea somebody came with, if it is one."""
    return next((prompt for prompt in PROMPTS if prompt.idea == idea), None)


def _frame(context):
    return {"growth_here": "learning", "nav_current": "growth", **context}
