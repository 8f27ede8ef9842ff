"""The agenda of a pair: each change answers with the agenda alone for htmx, else with the page."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from pairs.access import pair_members
from pairs.actions.agenda import points
from pairs.actions.agenda.points import TEMPLATES
from pairs.queries.pairs import card
from people import refusals

_CHANGES = {
    "tick": lambda item, _by, at: points.tick(item, at=at),
    "reopen": lambda item, _by, _at: points.reopen(item),
    "up": lambda item, _by, _at: points.shift(item, up=True),
    "down": lambda item, _by, _at: points.shift(item, up=False),
    "drop": lambda item, by, at: points.drop(item, by=by, at=at),
}


@require_POST
@pair_members
def agenda_add(request, pair):
    text, at = request.POST.get("text", ""), timezone.now()
    try:
        points.add(pair, text, by=request.user, at=at)
    except ValidationError as error:
        return _answer(request, pair, typed=text, problem=refusals.words(error))
    return _answer(request, pair)


@require_POST
@pair_members
def agenda_start(request, pair):
    """The points of one of the sample agendas."""
    try:
        points.start_from(
            pair, request.POST.get("template", ""), by=request.user, at=timezone.now()
        )
    except ValidationError as error:
        return _answer(request, pair, problem=refusals.words(error))
    return _answer(request, pair)


@require_POST
@pair_members
def agenda_change(request, pair, item):
    change = _CHANGES.get(request.POST.get("change", ""))
    if change is None:
        return HttpResponseBadRequest()
    try:
        change(get_object_or_404(pair.agenda, pk=item), request.user, timezone.now())
    except ValidationError as error:
        return _answer(request, pair, problem=refusals.words(error))
    return _answer(request, pair)


def _answer(request, pair, *, typed="", problem=""):
    at = timezone.now()
    if not request.htmx and not problem:
        return redirect(f"{reverse('pairs:pair_detail', args=[pair.pk])}#agenda")
    context = {
        "card": card(pair, request.user, at),
        "at": at,
        "templates": list(TEMPLATES),
        "typed": typed,
        "problem": problem,
    }
    if request.htmx:
        return render(request, "pairs/_pair_agenda.html", context)
    messages.error(request, problem)
    return render(request, "pairs/pair_detail.html", context)
