"""Agendas of a pair's own: copied from another one or from the points of a session, and changed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pairs.access import pair_members
from pairs.actions.agenda import own
from pairs.forms.agenda import OwnAgendaForm
from pairs.models import Pair
from pairs.queries.agenda.copied import copied
from pairs.queries.pairs import card
from pairs.views.sessions.answers import explain
from people import refusals


@pair_members
def agenda_new(request, pair):
    """Keep points for next time, beginning with those that `from` names."""
    at = timezone.now()
    if pair.state != Pair.State.ACTIVE:
        return redirect("pairs:pair_detail", pair=pair.pk)
    begin = copied(card(pair, request.user, at), request.GET.get("from", ""))
    form = OwnAgendaForm(request.POST or None, initial=begin)
    if request.method == "POST" and form.is_valid():
        try:
            own.save(pair, by=request.user, at=at, **form.said)
        except ValidationError as error:
            explain(form, error)
        else:
            messages.success(request, _("Saved. You can start from it before any session."))
            return redirect(_agenda_of(pair))
    return _page(request, pair, form)


@pair_members
def agenda_own(request, pair, agenda):
    """Rename it, change its points, or remove it."""
    if pair.state != Pair.State.ACTIVE:
        return redirect("pairs:pair_detail", pair=pair.pk)
    found = get_object_or_404(pair.own_agendas.select_related("pair"), pk=agenda)
    if "remove" in request.POST:
        with refusals.shown(request):
            own.remove(found)
            messages.success(request, _("Removed. What is on your agenda stays there."))
        return redirect(_agenda_of(pair))
    form = OwnAgendaForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            own.change(found, by=request.user, unchanged=form.unchanged, **form.said)
        except ValidationError as error:
            explain(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(_agenda_of(pair))
    return _page(request, pair, form, agenda=found)


def _page(request, pair, form, **more):
    partner = pair.partner_of(request.user).person
    context = {"pair": pair, "partner": partner, "form": form, **more}
    return render(request, "pairs/agenda/own.html", context)


def _agenda_of(pair):
    return f"{reverse('pairs:pair_detail', args=[pair.pk])}#agenda"
