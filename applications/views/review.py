"""One application on a page, and what reviewers do with it."""

from django.contrib import messages as flash
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from applications.actions import delegations, fulfilments, reviews, scoring
from applications.forms.review import DecisionForm, DelegateForm, VerifyForm
from applications.forms.scoring import ScoreForm
from applications.permissions import may_judge
from applications.queries.checks import requirements_of
from applications.queries.scoring import criteria_of, own_opinion
from applications.views import review_frame as frame
from people.actions import audit
from programs.access import organizers, staff
from programs.permissions import COMMITTEE, ORGANIZER


@staff(ORGANIZER, COMMITTEE, administrators_read=True)
@require_safe
def application_detail(request, cycle, pk):
    return _page(request, cycle, frame.readable_or_404(request, cycle, pk))


@staff(ORGANIZER, COMMITTEE)
@require_POST
def application_score(request, cycle, pk):
    application = _judged(request, cycle, pk)
    criteria = criteria_of(application)
    form = ScoreForm(
        request.POST,
        criteria=criteria,
        scale=cycle.review_scale,
        role=application.role,
        own=own_opinion(application, request.user),
    )
    if form.is_valid():
        try:
            facts = {"by": request.user, "at": timezone.now(), "unchanged": form.unchanged}
            scoring.save(application, form.opinion(), **facts)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            flash.success(request, _("Your scores are saved."))
            return redirect(frame.next_address(request, cycle, application))
    return _page(request, cycle, application, score_form=form)


@organizers
@require_POST
def application_decide(request, cycle, pk):
    application = _judged(request, cycle, pk)
    form = DecisionForm(request.POST, role=application.role)
    if form.is_valid():
        try:
            facts = {"by": request.user, "at": timezone.now(), "seen": request.POST.get("seen")}
            reviews.decide(application, form.verdict(), **facts)
        except ValidationError as error:
            form.add_error(None, error)
            form.shows_both = error.code == "changed_meanwhile"
            application = frame.readable_or_404(request, cycle, pk)  # as somebody else left it
        else:
            flash.success(request, _("Saved. Nobody is told yet."))
            return redirect(frame.next_address(request, cycle, application))
    return _page(request, cycle, application, form=form)


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
    return redirect(frame.next_address(request, cycle, application))


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
    return redirect(frame.next_address(request, cycle, application))


def _judged(request, cycle, pk):
    application = frame.readable_or_404(request, cycle, pk)
    if not may_judge(request.user, application, roles=request.roles):
        raise PermissionDenied
    return application


def _page(request, cycle, application, **forms):
    if application.person_id != request.user.pk:
        audit.note_reading("application_read", application, by=request.user, at=timezone.now())
    context = frame.context_of(request, cycle, application, **forms)
    return render(request, "applications/application_detail.html", context)
