"""The agenda of a pair: each change answers with the agenda alone for htmx, else with the page."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pairs.access import pair_members
from pairs.actions.agenda import asking, points
from pairs.queries.agenda.beside import Beside
from pairs.queries.pairs import card
from pairs.queries.sessions.meetings import Meeting
from pairs.views.sessions.meetings import talk_page
from people import refusals

_CHANGES = {
    "tick": lambda item, _request, at: points.tick(item, at=at),
    "reopen": lambda item, _request, _at: points.reopen(item),
    "up": lambda item, _request, _at: points.shift(item, up=True),
    "down": lambda item, _request, _at: points.shift(item, up=False),
    "later": lambda item, _request, _at: points.put_last(item),
    "drop": lambda item, request, at: points.drop(item, by=request.user, at=at),
    "reword": lambda item, request, _at: points.reword(
        item, request.POST.get("text", ""), seen=request.POST.get("seen", "")
    ),
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
        change(get_object_or_404(pair.agenda, pk=item), request, timezone.now())
    except ValidationError as error:
        reworded = (item, request.POST.get("text", ""))
        return _answer(request, pair, reworded=reworded, problem=refusals.words(error))
    return _answer(request, pair)


@require_POST
@pair_members
def agenda_ask(request, pair, session):
    """A mentor asks what to talk about, as long as nothing is on the agenda."""
    found = get_object_or_404(pair.sessions, pk=session)
    with refusals.shown(request):
        asking.ask(found, by=request.user, at=timezone.now())
        messages.success(request, _("Asked. A message is on its way."))
    return redirect(f"{reverse('pairs:pair_detail', args=[pair.pk])}#agenda")


def _answer(request, pair, *, typed="", reworded=(), problem=""):
    """The agenda alone for htmx, the page again where something was refused; of the meeting view or
    of the pair's own page, from wherever it came. `reworded` is a point and what was typed for it."""
    at = timezone.now()
    is_meeting = request.POST.get("view") == "meeting"
    if not request.htmx and not problem:
        if is_meeting:
            return redirect("pairs:pair_talk", pair=pair.pk)
        return redirect(f"{reverse('pairs:pair_detail', args=[pair.pk])}#agenda")
    if is_meeting:
        meeting = Meeting(card(pair, request.user, at), at)
        if not request.htmx:
            return talk_page(request, meeting, typed=typed, point_problem=problem)
        context = {"meeting": meeting, "card": meeting.card, "typed": typed}
        context["point_problem"] = problem
        return render(request, "pairs/sessions/_meeting_points.html", context)
    shown = card(pair, request.user, at)
    context = {
        "card": shown,
        "at": at,
        "beside": Beside(shown),
        "typed": typed,
        "problem": problem,
    }
    if reworded:
        context["reworded"], context["reworded_text"] = reworded
    if request.htmx:
        return render(request, "pairs/agenda/_agenda.html", context)
    messages.error(request, problem)
    return render(request, "pairs/pair_detail.html", context)
