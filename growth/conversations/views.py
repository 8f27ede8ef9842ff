from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from growth.conversations import actions, permissions, queries
from growth.conversations.forms import ConversationForm, PlanTalkForm
from growth.plans.permissions import own_goals
from growth.setup.access import everybody_in_growth, growers
from growth.sharing import actions as sharing
from growth.sharing.models import Share
from people import refusals
from people.models import User


@growers
def conversations(request):
    """Talks with my managers: to read, and to write one down."""
    person = User.objects.select_related("manager").get(pk=request.user.pk)
    today = timezone.localdate()
    form = _form(request, person)
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and _write_down(request, person, form, today):
        messages.success(request, _("The talk is written down."))
        return redirect("growth:conversations")
    rows = permissions.own_conversations(person)
    context = {
        "person": person,
        "manager": person.manager,
        "form": form,
        "talks": queries.talks(rows),
        "planned": queries.planned(rows),
        "switches": queries.switches(person),
        "review_on": queries.review_on(),
        "revisit_on": queries.revisit_on(person),
        "today": today,
    }
    return render(request, "growth/conversations/conversation_list.html", _frame(context))


@everybody_in_growth
def shared_conversations(request, person):
    """The same for the manager, as long as the person shares them."""
    owner = get_object_or_404(User, pk=person)
    if not permissions.shares_for(request.user, owner).exists():
        raise Http404
    today = timezone.localdate()
    may_write = permissions.may_write_with(request.user, owner)
    form = _form(request, owner) if may_write else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid() and _write_down(request, owner, form, today):
            messages.success(request, _("The talk is written down."))
            return redirect("growth:shared_conversations", person=owner.pk)
    rows = permissions.shared_conversations(request.user, owner)
    context = {
        "owner": owner,
        "form": form,
        "talks": queries.talks(rows),
        "planned": queries.planned(rows) if may_write else [],
        "shares": Share.objects.in_force()
        .filter(owner=owner, reader=request.user)
        .exclude(what=Share.What.CONVERSATIONS)
        .select_related("revision", "talks_with"),
        "today": today,
        "nav_current": "growth",
    }
    return render(request, "growth/conversations/shared_conversations.html", context)


@everybody_in_growth
def conversation_edit(request, pk):
    """Change what one wrote; of a planned talk, write down what came of it."""
    talk = get_object_or_404(permissions.visible_to(request.user), pk=pk)
    # Whoever had the page open while the other wrote it down is told so, and keeps their words.
    had_it_open = bool(request.POST.get("seen"))
    if not had_it_open and not permissions.may_change(talk, request.user):
        raise Http404
    is_own = talk.person_id == request.user.pk
    form = ConversationForm(
        request.POST or None,
        instance=talk,
        goals=own_goals(request.user) if is_own else None,
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(
                talk,
                form.values(),
                by=request.user,
                at=timezone.now(),
                today=timezone.localdate(),
                seen=form.cleaned_data["seen"],
                goals=form.cleaned_data.get("goals"),
            )
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The talk is saved."))
            return _to_list(request, talk)
    context = {"form": form, "talk": talk, "is_own": is_own}
    return render(request, "growth/conversations/conversation_edit.html", _frame(context))


@everybody_in_growth
@require_POST
def conversation_remove(request, pk):
    talk = get_object_or_404(permissions.removable_by(request.user), pk=pk)
    actions.remove(talk)
    messages.success(request, _("The talk is removed, for both of you."))
    return _to_list(request, talk)


@everybody_in_growth
@require_POST
def conversation_seen(request, pk):
    talk = get_object_or_404(permissions.visible_to(request.user), pk=pk)
    actions.mark_seen(talk, by=request.user, at=timezone.now())
    return _to_list(request, talk)


@growers
@require_POST
def conversation_goal(request, pk):
    """What happens next becomes a goal of the plan."""
    talk = get_object_or_404(permissions.own_conversations(request.user), pk=pk)
    try:
        goal = actions.make_goal(talk, at=timezone.now())
    except ValidationError as error:
        messages.error(request, refusals.words(error))
        return redirect("growth:conversations")
    messages.success(request, _("It is a goal in your plan now."))
    return redirect("growth:goal", pk=goal.pk)


@everybody_in_growth
def conversation_plan(request, person):
    """A talk on a day ahead, planned by either of the two."""
    owner = get_object_or_404(User, pk=person)
    if owner != request.user and not permissions.may_write_with(request.user, owner):
        raise Http404
    form = PlanTalkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            talk = actions.plan(
                owner,
                on=form.cleaned_data["on"],
                topic=form.cleaned_data["topic"],
                by=request.user,
                at=timezone.now(),
                today=timezone.localdate(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The talk is planned."))
            return _to_list(request, talk)
    context = {"form": form, "owner": owner, "is_own": owner == request.user}
    return render(request, "growth/conversations/conversation_plan.html", _frame(context))


@growers
@require_POST
def conversation_share(request, manager):
    """Let the manager on record read the talks with one manager: with themselves, or before."""
    person = User.objects.select_related("manager").get(pk=request.user.pk)
    known = {switch.talks_with for switch in queries.switches(person)}
    talks_with = next((other for other in known if other.pk == manager), None)
    if talks_with is None or person.manager is None:
        raise Http404
    what = Share.What.CONVERSATIONS
    try:
        sharing.share(person, person.manager, what, talks_with=talks_with, at=timezone.now())
    except ValidationError as error:
        messages.error(request, refusals.words(error))
    else:
        said = _("%(name)s can read these talks. You can take that back at any time.")
        messages.success(request, said % {"name": person.manager})
    return redirect("growth:conversations")


def _form(request, person):
    is_own = person.pk == request.user.pk
    return ConversationForm(
        request.POST or None,
        initial={"held_on": timezone.localdate()},
        goals=own_goals(request.user) if is_own else None,
    )


def _write_down(request, person, form, today):
    try:
        return actions.write_down(
            person,
            form.values(),
            by=request.user,
            form_key=form.cleaned_data["form_key"],
            at=timezone.now(),
            today=today,
            goals=form.cleaned_data.get("goals", ()),
        )
    except ValidationError as error:
        form.add_error(None, error)
        return None


def _to_list(request, talk):
    if talk.person_id == request.user.pk:
        return redirect("growth:conversations")
    return redirect("growth:shared_conversations", person=talk.person_id)


def _frame(context):
    return {"growth_here": "conversations", "nav_current": "growth", **context}
