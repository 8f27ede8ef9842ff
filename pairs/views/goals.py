"""Goals of the two people of a pair."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from pairs.access import pair_members
from pairs.actions import goals
from pairs.forms.goals import GoalForm
from pairs.models import Goal, Pair
from pairs.queries.pairs import card


@pair_members
def goal_add(request, pair):
    """Write down a goal: the mentee's, or with ?for=mentor the mentor's own."""
    _refuse_ended(pair)
    owner = pair.mentor if request.GET.get("for") == "mentor" else pair.mentee
    form = GoalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            goals.add(owner, form.cleaned_data, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The goal is saved."))
            return redirect("pairs:pair_detail", pair=pair.pk)
    return render(
        request, "pairs/goal_form.html", {"form": form, "pair": pair, "owner": owner.person}
    )


@pair_members
def goal_edit(request, pair, goal):
    """Either of the two, while they are a pair; afterwards whose goal it is, to close it."""
    found = _goal(pair, request.user, goal)
    if pair.state != Pair.State.ACTIVE and found.participation.person_id != request.user.pk:
        raise Http404
    form = GoalForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            goals.change(found, form.cleaned_data, at=timezone.now(), seen=seen)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The goal is saved."))
            return redirect("pairs:pair_detail", pair=pair.pk)
    context = {"form": form, "pair": pair, "owner": found.participation.person, "goal": found}
    return render(request, "pairs/goal_form.html", context)


def _refuse_ended(pair):
    if pair.state != Pair.State.ACTIVE:
        raise Http404


def _goal(pair, user, number):
    shown = card(pair, user, timezone.now())
    known = {goal.pk for goal in [*shown.mentee_goals, *shown.mentor_goals]}
    if number not in known:
        raise Http404
    return Goal.objects.select_related("participation__person").get(pk=number)
