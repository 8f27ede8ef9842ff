"""One application on a page, and what reviewers do with it."""

from django.contrib import messages as flash
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from programs.access import organizers, staff
from programs.actions import delegations, fulfilments, reviews
from programs.addresses import of_cycle
from programs.forms.review import DecisionForm, DelegateForm, VerifyForm
from programs.permissions import COMMITTEE, ORGANIZER, has_conflict
from programs.queries import review as queries
from programs.queries.application_columns import TONES
from programs.queries.application_table import Table
from programs.queries.checks import MET, requirements_of
from surveys.forms.shapes import DAY_NAMES, PART_NAMES
from surveys.values import DAYS


@staff(ORGANIZER, COMMITTEE, administrators_read=True)
@require_safe
def application_detail(request, cycle, pk):
    application = _readable(request, cycle, pk)
    return render(request, "programs/application_detail.html", _desk(request, cycle, application))


@organizers
@require_POST
def application_decide(request, cycle, pk):
    application = _judged(request, cycle, pk)
    form = DecisionForm(request.POST)
    if form.is_valid():
        try:
            reviews.decide(application, form.verdict(), by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            flash.success(request, _("Saved. Nobody is told now."))
            return redirect(_next_address(request, cycle, application))
    context = _desk(request, cycle, application, form)
    return render(request, "programs/application_detail.html", context)


@organizers
@require_POST
def application_verify(request, cycle, pk, requirement):
    application = _judged(request, cycle, pk)
    known = requirements_of(cycle).filter(role=application.role_id)
    form = VerifyForm(request.POST)
    form.full_clean()
    fulfilments.verify(
        application,
        get_object_or_404(known, pk=requirement),
        is_met=form.cleaned_data["is_met"],
        by=request.user,
        at=timezone.now(),
    )
    return redirect(_address(cycle, application.pk, request.GET))


@organizers
@require_POST
def application_delegate(request, cycle, pk):
    application = _judged(request, cycle, pk)
    form = DelegateForm(request.POST, program=cycle.program)
    if form.is_valid():
        handing = form.cleaned_data["is_delegated"]
        act = delegations.delegate if handing else delegations.take_back
        member = form.cleaned_data["member"]
        act(cycle, [application.pk], member, by=request.user, at=timezone.now())
    else:
        flash.error(request, _("This person is not in the committee."))
    return redirect(_address(cycle, application.pk, request.GET))


def _readable(request, cycle, pk):
    readable = queries.readable(cycle, request.user, request.roles)
    application = get_object_or_404(queries.with_details(readable, cycle, request.user), pk=pk)
    application.cycle = cycle
    return application


def _judged(request, cycle, pk):
    application = _readable(request, cycle, pk)
    if has_conflict(request.user, application.person):
        raise PermissionDenied
    return application


def _desk(request, cycle, application, form=None):
    """What the page of one application reads. Reviews stay hidden from people with a conflict."""
    is_organizer = ORGANIZER in request.roles
    reads_all = is_organizer or request.user.is_staff
    reviews_open = not application.has_conflict
    checks = queries.checks_for(application, cycle)
    context = {
        "cycle": cycle,
        "tab": "applications" if reads_all else "review",
        "application": application,
        "tone": TONES.get(application.status, ""),
        "checks": checks,
        "met": sum(check.state == MET for check in checks),
        "facts": queries.facts_of(application, for_organizers=reads_all),
        "sections": queries.sections_of(application, for_organizers=reads_all),
        "week": _week(),
        "moves": queries.moves_of(application) if reviews_open else [],
        "reviews_open": reviews_open,
        "reads_all": reads_all,
        "is_organizer": is_organizer,
        "beside": _beside(request, cycle, application.pk),
        "query": request.GET.urlencode(),
    }
    if is_organizer and reviews_open:
        context["form"] = form or DecisionForm(initial=DecisionForm.initial_for(application))
        context["committee"] = queries.committee_for(application, cycle)
        asked = queries.to_confirm(cycle, request.user).filter(pk=application.pk)
        context["confirmation"] = next(iter(queries.confirmations(asked)), None)
        context["earlier"] = queries.earlier_applications(application)
    return context


def _week():
    """The table weekly times are printed in: days across, parts of the day down."""
    parts = [
        {"label": label, "slots": [f"{day}-{number}" for day in DAYS]}
        for number, label in enumerate(PART_NAMES)
    ]
    return {"days": [DAY_NAMES[day][0] for day in DAYS], "parts": parts}


def _beside(request, cycle, pk):
    if ORGANIZER in request.roles or request.user.is_staff:
        return queries.neighbours(Table(cycle, request.GET, request.user).found, pk)
    mine = queries.readable(cycle, request.user, request.roles)
    return queries.neighbours(mine.order_by("sort_name", "pk"), pk)


def _next_address(request, cycle, application):
    beside = _beside(request, cycle, application.pk) if "next" in request.POST else None
    following = beside.next if beside else None
    return _address(cycle, following or application.pk, request.GET)


def _address(cycle, pk, query):
    return of_cycle("programs:application_detail", cycle, query.urlencode(), pk=pk)
