"""For those who run an opportunity: what it says, who applied, who gets a place."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from growth.opportunities import queries
from growth.opportunities.actions import applications, board
from growth.opportunities.forms.applying import DecisionForm, DoneForm
from growth.opportunities.forms.editing import OpportunityForm, OwnerForm
from growth.opportunities.models import Opportunity
from growth.opportunities.permissions import applications_run_by, editable_by, run_by
from growth.setup.access import everybody_in_growth
from growth.setup.permissions import organizes_growth
from people import refusals


@everybody_in_growth
def opportunity_edit(request, slug):
    found = get_object_or_404(editable_by(request.user), slug=slug)
    form = OpportunityForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            board.change(
                found,
                form.values(),
                dates=form.dates,
                questions=form.asked,
                by=request.user,
                at=timezone.now(),
                seen=form.cleaned_data["seen"],
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The opportunity is saved."))
            return redirect("growth:opportunity_edit", slug=slug)
    return edit_page(request, found, form=form)


def edit_page(request, found, *, form=None, owner_form=None):
    """Also shown with what is wrong, by those who add an owner."""
    stored = Opportunity.objects.get(pk=found.pk)
    context = {
        "opportunity": stored,
        "form": form or OpportunityForm(instance=found),
        "owner_form": owner_form or OwnerForm(),
        "owners": stored.owner_rows.select_related("person", "added_by"),
        "window": stored.window(timezone.now()),
        "organizes": organizes_growth(request.user),
        "runs_it": run_by(request.user).filter(pk=stored.pk).exists(),
    }
    return render(request, "growth/opportunities/opportunity_edit.html", _frame(context))


@everybody_in_growth
@require_POST
def opportunity_publish(request, slug):
    """Put it on the board, or take it off."""
    found = get_object_or_404(editable_by(request.user), slug=slug)
    opens = request.POST.get("open") == "yes"
    act = board.publish if opens else board.close
    with refusals.shown(request):
        act(found, by=request.user, at=timezone.now())
        said = _("It is on the board.") if opens else _("It is no longer on the board.")
        messages.success(request, said)
    return redirect("growth:opportunity_edit", slug=slug)


@everybody_in_growth
def applicant_list(request, slug):
    found = get_object_or_404(run_by(request.user), slug=slug)
    rows = applications_run_by(request.user).filter(opportunity=found)
    context = {
        "opportunity": found,
        "card": queries.card(found, request.user, timezone.now()),
        "applicants": queries.applicants(rows),
    }
    return render(request, "growth/opportunities/applicant_list.html", _frame(context))


@everybody_in_growth
def opportunity_application(request, pk):
    """What one person wrote, and the answer to it."""
    application = get_object_or_404(applications_run_by(request.user), pk=pk)
    form = _decision_form(application, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            applications.decide(
                application,
                form.cleaned_data["state"],
                words=form.cleaned_data["words"],
                by=request.user,
                at=timezone.now(),
                seen=form.cleaned_data["seen"],
            )
        except ValidationError as error:
            form.refuse(error)
        else:
            said = _("%(name)s reads your answer.")
            messages.success(request, said % {"name": application.person.get_short_name()})
            return redirect("growth:opportunity_application", pk=pk)
    return _application_page(request, pk, form=form)


@everybody_in_growth
@require_POST
def opportunity_done(request, pk):
    application = get_object_or_404(applications_run_by(request.user), pk=pk)
    form = DoneForm(request.POST)
    if form.is_valid():
        try:
            applications.mark_done(
                application, on=form.cleaned_data["done_on"], by=request.user, at=timezone.now()
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("It counts as done."))
            return redirect("growth:opportunity_application", pk=pk)
    return _application_page(request, pk, done_form=form)


def _application_page(request, pk, *, form=None, done_form=None):
    application = applications_run_by(request.user).filter(pk=pk).first()
    if application is None:
        raise Http404
    at = timezone.now()
    today = application.opportunity.day(at)
    last = application.last_day
    context = {
        "application": application,
        "person": application.person,
        "opportunity": application.opportunity,
        "answers": queries.answers(application),
        "moves": application.moves.select_related("by"),
        "form": form or _decision_form(application),
        "done_form": done_form or DoneForm(initial={"done_on": min(last or today, today)}),
        "may_be_done": application.state == application.State.PLACED
        and (application.first_day is None or application.first_day <= today),
        "may_place": application.can_move_to(application.State.PLACED),
        "may_wait": application.can_move_to(application.State.WAITING),
        "may_decline": application.can_move_to(application.State.DECLINED),
        "is_covered": application.cover in application.COVERED,
    }
    return render(request, "growth/opportunities/application_detail.html", _frame(context))


def _decision_form(application, data=None):
    known = {"words": application.decision_words, "seen": application.changed_at.isoformat()}
    return DecisionForm(data, initial=known)


def _frame(context):
    return {"growth_here": "opportunities", "nav_current": "growth", **context}
