"""The waiting list: its order, places offered, and the applicant's answer."""

from django.contrib import messages as flash
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from applications.actions import waitlist as actions
from applications.forms.waitlist import AnswerForm, OfferForm, PlaceForm
from applications.models import PlaceOffer
from applications.models.offer import TAKE_BACK_FOR
from applications.queries import waitlist as queries
from people import refusals
from programs.access import applicants, organizers
from programs.addresses import of_cycle
from programs.permissions import ORGANIZER, conflicts_of


@organizers
@require_safe
def waitlist(request, cycle):
    at = timezone.now()
    context = {
        "cycle": cycle,
        "tab": "review",
        "lines": queries.lines_of(cycle, request.user),
        "offers": queries.offers_of(cycle, request.user),
        "form": OfferForm(initial={"answer_on": queries.usual_last_day(cycle, at)}),
        "may_change": ORGANIZER in request.roles,
        "take_back_after": at - TAKE_BACK_FOR,
    }
    return render(request, "applications/waitlist.html", context)


@organizers
@require_POST
def waitlist_move(request, cycle, pk):
    application = get_object_or_404(queries.waiting_one(cycle, request.user, pk))
    form = PlaceForm(request.POST)
    if form.is_valid():
        place = form.cleaned_data["place"]
        return _done(
            request,
            cycle,
            lambda by: actions.move(application, place, seen=request.POST.get("seen"), **by),
            _("The order is changed."),
        )
    flash.error(request, _("Choose a place from 1."))
    return redirect(of_cycle("applications:waitlist", cycle))


@organizers
@require_POST
def waitlist_offer(request, cycle, pk):
    application = get_object_or_404(queries.waiting_one(cycle, request.user, pk))
    form = OfferForm(request.POST)
    if form.is_valid():
        day = form.cleaned_data["answer_on"]
        said = _("The place is offered. The mail goes out in ten minutes.")
        return _done(request, cycle, lambda by: actions.offer(application, day, **by), said)
    flash.error(request, " ".join(map(str, form.errors["answer_on"])))
    return redirect(of_cycle("applications:waitlist", cycle))


@organizers
@require_POST
def waitlist_take_back(request, cycle, pk):
    rows = PlaceOffer.objects.filter(application__cycle=cycle)
    rows = rows.exclude(application__in=cycle.applications.filter(conflicts_of(request.user)))
    made = get_object_or_404(rows.select_related("application"), pk=pk)
    said = _("The offer is taken back. Nobody was told.")
    return _done(request, cycle, lambda by: actions.take_back(made, **by), said)


@applicants
@require_POST
def offer_answer(request, cycle, pk):
    mine = PlaceOffer.objects.filter(application__cycle=cycle, application__person=request.user)
    made = get_object_or_404(mine.select_related("application"), pk=pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise Http404
    takes = form.cleaned_data["answer"] == AnswerForm.ACCEPT
    with refusals.shown(request):
        (actions.accept if takes else actions.decline)(made, at=timezone.now())
        flash.success(request, _("The place is yours.") if takes else _("Thank you for saying so."))
    return redirect(of_cycle("applications:application_status", cycle))


def _done(request, cycle, act, said):
    with refusals.shown(request):
        act({"by": request.user, "at": timezone.now()})
        flash.success(request, said)
    return redirect(of_cycle("applications:waitlist", cycle))
