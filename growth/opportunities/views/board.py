"""The board, and one opportunity as people read it and apply for it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from events import calendars
from growth.opportunities import queries
from growth.opportunities.actions import applications, board
from growth.opportunities.forms.applying import ApplyForm
from growth.opportunities.permissions import own_applications, visible_to
from growth.plans.models import PlanRevision
from growth.setup.access import everybody_and_guests, growers
from growth.setup.permissions import organizes_growth, uses_growth
from people import refusals
from surveys.forms import QuestionnaireForm
from surveys.queries import answers_for_form, questions_of


@everybody_and_guests
def opportunity_list(request):
    at = timezone.now()
    found = queries.board(
        visible_to(request.user),
        request.user,
        at,
        kind=request.GET.get("kind", ""),
        show=request.GET.get("show", ""),
    )
    context = {
        "board": found,
        "has_plan": _has_plan(request.user),
        "organizes": organizes_growth(request.user),
    }
    return render(request, "growth/opportunities/opportunity_list.html", _frame(context))


@everybody_and_guests
def opportunity(request, slug):
    """What it is, whether it is for me, and my application: to send, to change, and what came of it."""
    found = get_object_or_404(visible_to(request.user), slug=slug)
    card = queries.card(found, request.user, timezone.now())
    form, asked = _forms(request, card)
    are_valid = request.method == "POST" and form.is_valid() and asked.is_valid()
    if are_valid and _apply(request, card, form, asked):
        return redirect("growth:opportunity", slug=slug)
    changes = card.may_change and request.GET.get("change") == "yes"
    context = {
        "card": card,
        "opportunity": card.opportunity,
        "form": form,
        "asked": asked,
        "shows_form": request.method == "POST" or card.may_apply or changes,
        "answers": queries.answers(card.application) if card.application else [],
        "goal": queries.goal_of(request.user, card.opportunity),
        "has_plan": _has_plan(request.user),
        "may_edit": card.runs_it or organizes_growth(request.user),
    }
    return render(request, "growth/opportunities/opportunity_detail.html", _frame(context))


@everybody_and_guests
@require_POST
def opportunity_withdraw(request, pk):
    application = get_object_or_404(own_applications(request.user), pk=pk)
    with refusals.shown(request):
        applications.withdraw(application, at=timezone.now())
        messages.success(request, _("Your application is withdrawn."))
    return redirect("growth:opportunity", slug=application.opportunity.slug)


@everybody_and_guests
@require_safe
def opportunity_calendar(request, pk):
    """The days of a place somebody has, for their calendar program."""
    at = timezone.now()
    entries = queries.calendar_entries(own_applications(request.user).filter(pk=pk), at)
    if not entries:
        raise Http404
    return calendars.download(f"opportunity-{pk}", entries, at=at)


@growers
@require_POST
def opportunity_plan(request, slug):
    """A goal from it, without applying."""
    found = get_object_or_404(visible_to(request.user), slug=slug)
    goal = None
    with refusals.shown(request):
        goal = applications.put_into_plan(request.user, found, at=timezone.now())
        messages.success(request, _("It is a goal in your plan now."))
    if goal is None:
        return redirect("growth:opportunity", slug=slug)
    return redirect("growth:goal", pk=goal.pk)


@everybody_and_guests
@require_POST
def opportunity_watch(request, slug):
    """Hear of it when applications are taken, or no longer."""
    found = get_object_or_404(visible_to(request.user), slug=slug)
    is_on = request.POST.get("on") == "yes"
    board.watch(found, request.user, is_on=is_on, at=timezone.now())
    said = _("We write to you when it opens.") if is_on else _("We will not write to you about it.")
    messages.success(request, said)
    return redirect("growth:opportunity", slug=slug)


def _forms(request, card):
    """The form everybody has, and the opportunity's own questions."""
    data = request.POST if request.method == "POST" else None
    saved = card.application.response if card.may_change else None
    form = ApplyForm(data, card=card, has_plan=_has_plan(request.user))
    asked = QuestionnaireForm(
        questions_of(card.opportunity.questionnaire_id), data, answers=answers_for_form(saved)
    )
    return form, asked


def _apply(request, card, form, asked):
    try:
        sent = applications.apply(
            card.opportunity,
            request.user,
            form.values(),
            asked.values(),
            at=card.at,
            into_plan=bool(form.cleaned_data.get("into_plan")),
            seen=form.cleaned_data["seen"],
        )
    except ValidationError as error:
        if getattr(error, "code", "") == "changed_meanwhile":
            form.refuse(error)
            return None
        for name, problems in _by_field(error).items():
            form.add_error(name if name in form.fields else None, problems)
        return None
    said = _("Your application is sent.")
    if sent.state == sent.State.WAITING:
        said = _("Your application is sent. No place is free now: you are on the waiting list.")
    messages.success(request, said)
    return sent


def _by_field(error):
    return error.error_dict if hasattr(error, "error_dict") else {"": error}


def _has_plan(user):
    if not uses_growth(user):
        return False
    return PlanRevision.objects.current().filter(plan__person=user).exists()


def _frame(context):
    return {"growth_here": "opportunities", "nav_current": "growth", **context}
