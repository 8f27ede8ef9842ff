"""Quotes: one's own, and those that wait for organizers."""

from django.contrib import messages as flash
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from people import refusals
from programs.access import organizers, participants
from programs.actions import quotes
from programs.forms.quotes import QuoteForm, initial_of
from programs.permissions import ORGANIZER
from programs.queries import quotes as quotes_of_cycle


@participants
@sensitive_post_parameters()
def quote(request, cycle):
    """Giving, changing and taking back one's own quote; there while it is asked for, or was given."""
    at = timezone.now()
    current = cycle.quotes.given().filter(person=request.user).first()
    is_asked = quotes_of_cycle.are_asked_for(cycle, at=at)
    if not is_asked and current is None:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = QuoteForm(sent, initial=initial_of(current))
    if sent is not None and form.is_valid():
        try:
            given = quotes.give(cycle, form.said, by=request.user, at=at)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            flash.success(
                request,
                _("Saved. It is shown as you chose.")
                if given.approved_at
                else _("Thank you. An organizer reads it before anybody else does."),
            )
            return redirect("programs:quote", cycle.program.slug, cycle.slug)
    shown = {"cycle": cycle, "form": form, "current": current, "nav_current": "programs"}
    return render(request, "programs/quote.html", shown)


@participants
@require_POST
def quote_withdraw(request, cycle):
    at = timezone.now()
    if quotes.withdraw(cycle, by=request.user, at=at):
        flash.success(
            request, _("Your quote is taken back. It is removed from every page and report.")
        )
    if quotes_of_cycle.are_asked_for(cycle, at=at):
        return redirect("programs:quote", cycle.program.slug, cycle.slug)
    return redirect("programs:cycle_public", cycle.program.slug, cycle.slug)


@organizers
@require_safe
def quote_list(request, cycle):
    given = cycle.quotes.given().select_related("person").order_by("approved_at", "given_at", "pk")
    shown = {
        "cycle": cycle,
        "quotes": sorted(given, key=lambda one: bool(one.approved_at)),
        "is_asked": cycle.cycle_surveys.filter(asks_quotes=True).exists(),
        "may_change": ORGANIZER in request.roles,
    }
    return render(request, "programs/quote_list.html", shown)


@organizers
@require_POST
def quote_approve(request, cycle, pk):
    """`approve=1` shows it, anything else hides it."""
    found = get_object_or_404(cycle.quotes.given(), pk=pk)
    is_approved = request.POST.get("approve") == "1"
    with refusals.shown(request):
        quotes.approve(found, is_approved=is_approved, by=request.user, at=timezone.now())
        flash.success(
            request,
            _("The quote is shown wherever its author allows it.")
            if is_approved
            else _("The quote is no longer shown."),
        )
    return redirect("programs:quote_list", cycle.program.slug, cycle.slug)
