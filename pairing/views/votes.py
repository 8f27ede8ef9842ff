"""Votes of the committee on near-ties: the organizers' page and a member's slice."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from pairing.actions import votes as actions
from pairing.forms.votes import RoundForm, VoteForm
from pairing.models import VoteRound
from pairing.runs import near_ties
from people import refusals
from programs.access import organizers, staff
from programs.addresses import of_cycle
from programs.permissions import COMMITTEE, ORGANIZER


@never_cache
@staff(ORGANIZER, COMMITTEE)
@require_safe
def votes(request, cycle):
    return _page(request, cycle)


def _page(request, cycle, form=None):
    is_organizer = ORGANIZER in request.roles
    context = {"cycle": cycle, "tab": "pairing" if is_organizer else "review"}
    if COMMITTEE in request.roles:
        context["slice"] = near_ties.slice_of(cycle, request.user)
    if is_organizer:
        last = near_ties.last_round(cycle)
        counts = near_ties.counts_of(last, request.user) if last else []
        context |= {
            "is_organizer": True,
            "round": last,
            "counts": counts,
            "agreement": near_ties.agreement(counts),
            "voters": near_ties.voters_of(last) if last else [],
            "form": form or RoundForm(),
            "has_draft": near_ties.has_draft(cycle),
        }
    return render(request, "pairing/votes.html", context)


@organizers
@require_POST
def votes_open(request, cycle):
    form = RoundForm(request.POST)
    if not form.is_valid():
        return _page(request, cycle, form)
    return _done(
        request,
        cycle,
        lambda by: actions.open_round(cycle, **form.cleaned_data, **by),
        _("The committee can vote now."),
    )


@organizers
@require_POST
def votes_close(request, cycle):
    said = _("The votes are closed. They count in the next run.")
    return _done(request, cycle, lambda by: actions.close_round(cycle, **by), said)


@organizers
@require_POST
def votes_count(request, cycle, pk):
    made = get_object_or_404(VoteRound.objects.filter(cycle=cycle, closed_at__isnull=False), pk=pk)
    is_counted = request.POST.get("is_counted") == "on"
    said = _("The votes count.") if is_counted else _("The votes are set aside.")
    return _done(request, cycle, lambda by: actions.count(made, is_counted=is_counted, **by), said)


@staff(COMMITTEE)
@require_POST
def vote_cast(request, cycle, pk):
    ballot = get_object_or_404(near_ties.ballots_of(cycle, request.user), pk=pk)
    form = VoteForm(request.POST, tie=ballot.tie)
    if not form.is_valid():
        raise Http404
    with refusals.shown(request):
        actions.vote(ballot, form.cleaned_data["choice"], at=timezone.now())
    return redirect(of_cycle("pairing:votes", cycle) + f"#tie-{pk}")


def _done(request, cycle, act, said):
    with refusals.shown(request):
        act({"by": request.user, "at": timezone.now()})
        messages.success(request, said)
    return redirect(of_cycle("pairing:votes", cycle))
