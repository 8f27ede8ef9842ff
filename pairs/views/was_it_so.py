"""Confirming a session from the mail that asks about it, without signing in."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from pairs.actions.sessions import logs
from pairs.forms.answers import as_seen
from pairs.models import MentoringSession, Pair
from pairs.models.pair import with_pair
from pairs.queries.answers import Recorded
from pairs.rules import links
from people.access import public
from people.models import User

_ANSWERS = {"confirm": logs.confirm, "deny": logs.deny}
_ANSWERED = ["state", "confirmation", "held_on", "minutes", "form", "logged_by"]


@public
@never_cache
def was_it_so(request, token):
    """The link shows what the partner noted; only a press confirms or denies it.

    It is for the one person it names, whoever is signed in in this browser.
    """
    question = links.read_session(token)
    if question is None:
        raise Http404
    session, person = _asked(question)
    at, error = timezone.now(), ""
    with timezone.override(person.time_zone):
        if _is_over(session, question, at):
            return render(request, "pairs/one_tap/over.html", _over(session, person, question))
        if request.method == "POST":
            answer = _ANSWERS.get(request.POST.get("do", ""))
            if answer is None:
                return HttpResponseBadRequest()
            try:
                answer(session, by=person, at=at, unchanged=as_seen(request.POST))
            except ValidationError as refused:
                error = " ".join(refused.messages)
                session.refresh_from_db(fields=_ANSWERED)
            else:
                return redirect("pairs:was_it_so", token)
        context = _context(session, person, at) | {"error": error}
        return render(request, "pairs/one_tap/was_it_so.html", context)


def _asked(question):
    """The session and the person asked; gone for everybody once they are not of the pair or left."""
    session = with_pair(MentoringSession.objects.filter(pk=question.session)).first()
    person = User.objects.filter(pk=question.person, is_active=True).first()
    if session is None or person is None or not session.pair.has(person):
        raise Http404
    return session, person


def _is_over(session, question, at):
    is_there = session.state == MentoringSession.State.HELD
    is_together = session.pair.state == Pair.State.ACTIVE
    return not (is_there and is_together) or at > question.ends_at(session.created_at)


def _over(session, person, question):
    return {
        "pair": session.pair,
        "person": person,
        "partner": session.pair.partner_of(person).person,
        "until": question.ends_at(session.created_at),
        "is_gone": session.state != MentoringSession.State.HELD,
        "is_about_a_session": True,
    }


def _context(session, person, at):
    pair = session.pair
    return {
        "pair": pair,
        "person": person,
        "session": session,
        "partner": pair.partner_of(person).person,
        "recorded": Recorded(session, person, at),
    }
