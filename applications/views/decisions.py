"""Deciding on many applications at once, and telling people."""

from dataclasses import replace

from django.contrib import messages as flash
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from applications.actions import delegations, reviews
from applications.forms.review import ManyForm
from applications.models import Application, Refusal
from applications.permissions import judgeable
from applications.queries.table.table import Table
from programs.access import organizers
from programs.addresses import of_cycle
from programs.permissions import conflicts_of

SHOWN_PEOPLE = 100


@organizers
@require_POST
def application_decide_many(request, cycle):
    """First a preview of what it does, then, with `confirmed`, the deed."""
    form = ManyForm(request.POST, program=cycle.program)
    back = of_cycle("applications:application_list", cycle, request.POST.get("query", "")[:4000])
    chosen = _chosen(request, cycle)
    if not form.is_valid() or not chosen.exists():
        flash.error(request, _("Choose at least one application, and what to do."))
        return redirect(back)
    open_to_me = judgeable(chosen, request.user, roles=request.roles)
    numbers = list(open_to_me.values_list("pk", flat=True))
    if "confirmed" in request.POST:
        try:
            flash.success(request, _act(request, cycle, numbers, form))
        except ValidationError as error:
            form.add_error(None if error.code == "changed_meanwhile" else form.needed, error)
        else:
            return redirect(back)
    form.ask()
    close = Application.objects.filter(conflicts_of(request.user), cycle=cycle).submitted()
    context = {
        **_preview(request, form, numbers),
        "people": open_to_me.select_related("role").order_by("sort_name", "pk")[:SHOWN_PEOPLE],
        "more": max(len(numbers) - SHOWN_PEOPLE, 0),
        "cycle": cycle,
        "tab": "applications",
        "form": form,
        "numbers": [] if request.POST.get("everything") else numbers,
        "count": len(numbers),
        "has_close": close.exists(),
        "back": back,
    }
    return render(request, "applications/review_many.html", context)


@organizers
@require_http_methods(["GET", "HEAD", "POST"])
def decision_list(request, cycle):
    """Who is told when decisions are sent, and the button that sends them.

    It sends those too that this organizer may not know of, and counts them nowhere: somebody who
    applied learns it from the message, as everybody does.
    """
    every = Application.objects.filter(cycle=cycle).exclude(conflicts_of(request.user))
    silent = every.decided_silently().select_related("role").order_by("sort_name", "pk")
    if request.method == "POST":
        in_sight = silent.count()
        reviews.send_decisions(cycle, by=request.user, at=timezone.now())
        words = ngettext("%d person is told.", "%d people are told.", in_sight) % in_sight
        flash.success(request, words if in_sight else _("Everyone has already been told."))
        return redirect(of_cycle("applications:decision_list", cycle))
    told = every.decided().filter(told_at__isnull=False)
    context = {
        "cycle": cycle,
        "tab": "review",
        "untold": silent,
        "count": silent.count(),
        "told": told.count(),
        "waiting": every.awaiting_decision().count(),
    }
    return render(request, "applications/review_decisions.html", context)


def _chosen(request, cycle):
    """The applications ticked in the table, or everything its filters leave."""
    query = QueryDict(request.POST.get("query", "")[:4000])
    if request.POST.get("everything"):
        return Table(cycle, query, request.user, reads_scores=True).found.order_by()
    ticked = [number for number in request.POST.getlist("chosen") if number.isdecimal()]
    given = Application.objects.filter(cycle=cycle, submitted_at__isnull=False)
    return given.filter(pk__in=[int(number) for number in ticked if len(number) < 19])


def _act(request, cycle, numbers, form):
    """Do it and say what was done."""
    done = {"by": request.user, "at": timezone.now()}
    if form.needed == "refusal" and not form.verdict().refusal:
        raise ValidationError(_("Choose the reason they read."), code="reason_missing")
    if not form.is_delegation:
        seen = request.POST.get("seen")
        outcome = reviews.decide_many(numbers, form.verdict(), seen=seen, **done)
        words = ngettext("%d application changed.", "%d applications changed.", outcome.changed)
        return words % outcome.changed + " " + _("Nobody is told yet.")
    member = form.cleaned_data["member"]
    if member is None:
        raise ValidationError(_("Choose a committee member."), code="member_missing")
    if form.cleaned_data["verb"] == ManyForm.TAKE_BACK:
        ended = delegations.take_back(cycle, numbers, member, **done)
        return ngettext("%d taken back.", "%d taken back.", ended) % ended
    added = delegations.delegate(cycle, numbers, member, **done)
    return ngettext("%d handed on.", "%d handed on.", added) % added


def _preview(request, form, numbers):
    if form.is_delegation:
        return {}
    verdict = form.verdict()
    verdict = replace(verdict, refusal=verdict.refusal or Refusal.REQUIREMENTS)
    outcome = reviews.decide_many(
        numbers, verdict, by=request.user, at=timezone.now(), dry_run=True
    )
    return {"outcome": outcome, "status": Application.Status(verdict.status)}
