"""Goals of the two people of a pair: written, shared, removed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from pairs.access import pair_members
from pairs.actions.goals import writing
from pairs.forms.goals import GoalForm
from pairs.models import Goal, Pair
from pairs.permissions import may_write_goal
from pairs.queries.goals import shown
from pairs.rules.afterwards import may_write
from people import refusals

_DONE = {
    "share": gettext_lazy("Your partner reads this goal from now on."),
    "private": gettext_lazy("Only you read this goal now."),
    "holds": gettext_lazy("The goal stays as it is."),
    "remove": gettext_lazy("The goal is removed. You find it under “All goals”."),
    "back": gettext_lazy("The goal is back."),
}


@pair_members
def goal_add(request, pair):
    """Write down a goal of one's own, beginning with what the application says of it."""
    if pair.state != Pair.State.ACTIVE:
        raise Http404
    own = pair.side_of(request.user)
    told = {} if own.goals.there().exists() else shown.told_in_application(own)
    kind = _kind(request, told.get("kind", Goal.Kind.SIX))
    begin = told if told.get("kind") == kind else {}
    form = GoalForm(request.POST or None, initial=begin, kind=kind)
    if request.method == "POST" and form.is_valid():
        is_shared = request.POST.get("share") == "yes"
        facts = {"at": timezone.now(), "by": request.user, "is_shared": is_shared}
        try:
            goal = writing.add(own, form.said, **facts)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The goal is saved."))
            return redirect("pairs:goal_detail", pair=pair.pk, goal=goal.pk)
    context = {
        "form": form,
        "pair": pair,
        "owner": own.person,
        "partner": pair.partner_of(request.user).person,
        "has_others": has_others(pair, request.user),
        "is_told": bool(begin),
        "wants_share": request.POST.get("share") == "yes",
    }
    return render(request, "pairs/goal_form.html", context)


@pair_members
def goal_edit(request, pair, goal):
    """Change it, or say how it went. From the steps of the end it leads back into them."""
    found = goal_to_write(pair, request.user, goal)
    if is_too_late(request, pair):
        return redirect("pairs:pair_detail", pair=pair.pk)
    form = GoalForm(request.POST or None, instance=found, kind=_kind(request, found.kind))
    if request.method == "POST" and form.is_valid():
        facts = {"at": timezone.now(), "by": request.user, "seen": form.cleaned_data["seen"]}
        try:
            writing.change(found, form.said, **facts)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The goal is saved."))
            if request.GET.get("from") == "ending":
                return redirect("completion:ending_step", pair=pair.pk, step="reached")
            return redirect("pairs:goal_detail", pair=pair.pk, goal=goal)
    context = {
        "form": form,
        "pair": pair,
        "owner": found.participation.person,
        "partner": pair.partner_of(request.user).person,
        "has_others": has_others(pair, request.user),
        "goal": found,
    }
    return render(request, "pairs/goal_form.html", context)


@require_POST
@pair_members
def goal_change(request, pair, goal):
    """Share it or not, say that it still holds, remove it, bring it back: its owner alone. Taking
    it from the partner's eyes is never too late."""
    own = pair.side_of(request.user)
    found = own.goals.filter(pk=goal).first()
    change = request.POST.get("change", "")
    if found is None or change not in _DONE:
        raise Http404
    if change in {"share", "holds"} and is_too_late(request, pair):
        return redirect("pairs:goal_detail", pair=pair.pk, goal=goal)
    with refusals.shown(request):
        _carry_out(found, change, timezone.now())
        messages.success(request, _DONE[change])
    if change == "holds":
        return redirect("pairs:pair_detail", pair=pair.pk)
    if change == "remove":
        return redirect("pairs:goal_list", pair=pair.pk)
    return redirect("pairs:goal_detail", pair=pair.pk, goal=goal)


def _carry_out(goal, change, at):
    match change:
        case "share":
            writing.share(goal, at=at)
        case "private":
            writing.keep_private(goal)
        case "holds":
            writing.say_it_holds(goal, at=at)
        case "remove":
            writing.remove(goal, at=at)
        case "back":
            writing.bring_back(goal)


def is_too_late(request, pair):
    """The week after the end is over; says so."""
    if may_write(pair, timezone.now()):
        return False
    messages.error(request, _("The week after the end is over. The goal stays as it is."))
    return True


def has_others(pair, user):
    """Somebody else is paired with this person too, and reads what they share."""
    side = pair.side_of(user)
    others = Pair.objects.active().with_member(participation=side)
    return others.exclude(pk=pair.pk).exists()


def goal_to_write(pair, user, number):
    """A goal of one of the two that this person may change; it does not exist for others."""
    found = goal_of(pair, number)
    if not may_write_goal(user, found, found.participation, pair):
        raise Http404
    return found


def goal_of(pair, number):
    rows = Goal.objects.select_related("participation__person")
    found = rows.filter(participation__in=pair.everybody, pk=number).first()
    if found is None:
        raise Http404
    return found


def _kind(request, kind):
    """Six questions or two: as the form was sent or asked for, else as it is."""
    asked = request.POST.get("kind") or request.GET.get("kind")
    return Goal.Kind(asked) if asked in Goal.Kind.values else Goal.Kind(kind)
