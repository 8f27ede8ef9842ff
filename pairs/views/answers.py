"""Answering "did you meet?": on the pair page, and from the mail without signing in."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from pairs.access import pair_members
from pairs.actions.sessions import answers, logs
from pairs.forms.answers import AnswerForm, CorrectionForm, as_seen
from pairs.models import Pair
from pairs.queries.answers import Recorded, next_planned, recorded
from pairs.queries.pairs import card
from pairs.rules import links
from people import refusals
from people.access import public
from people.models import User
from people.models.columns import known
from people.zones import moment_in_words


@public
@never_cache
def did_you_meet(request, token):
    """The link shows the question, or what is recorded; only a press records anything.

    Whoever is signed in in this browser does not matter: the link is for the one person it names.
    """
    question = links.read(token)
    if question is None:
        raise Http404
    pair, person = _asked(question)
    at = timezone.now()
    with timezone.override(person.time_zone):
        if pair.state != Pair.State.ACTIVE or pair.cycle.day(at) > question.ends_on:
            context = {"pair": pair, "person": person, "until": question.ends_on}
            return render(request, "pairs/one_tap/over.html", context)
        form, error = None, None
        if request.method == "POST":
            form, error = _do(request, pair, person, question, at)
            if form is None and error is None:
                return redirect("pairs:did_you_meet", token)
        context = _context(pair, person, question, at, form)
        return render(request, "pairs/one_tap/page.html", {**context, "error": error})


@require_POST
@pair_members
def session_none(request, pair):
    """On the pair page: a fortnight is over, and the two did not talk, or skipped it by agreement."""
    at, last = timezone.now(), request.POST.get("last", "")
    known = card(pair, request.user, at).strip.windows
    window = next((one for one in known if one.last.isoformat() == last), None)
    is_skipped = request.POST.get("answer") == answers.Answer.SKIPPED
    answer = answers.Answer.SKIPPED if is_skipped else answers.Answer.NOT_YET
    if window is None:
        messages.error(
            request, _("These days are not one of your fortnights. Open the page again.")
        )
    else:
        with refusals.shown(request):
            answers.give(pair, window, answer, by=request.user, at=at, form_key=uuid4())
            messages.success(
                request, _("Saved. If you remember a talk in these days, you can still log it.")
            )
    return redirect("pairs:pair_detail", pair=pair.pk)


def _asked(question):
    """The pair and the person asked; gone for everybody once they are not of the pair or left."""
    pair = Pair.objects.with_people().filter(pk=question.pair).first()
    person = User.objects.filter(pk=question.person, is_active=True).first()
    if pair is None or person is None or not pair.has(person):
        raise Http404
    return pair, person


def _do(request, pair, person, question, at):
    """Nothing is returned when it is done; else the form that says what is wrong, or why not."""
    facts = {"by": person, "at": at}
    do = request.POST.get("do")
    known = recorded(pair, question.window)
    try:
        if do == "take-back":
            answers.take_back(pair, question.window, **facts)
        elif do in {"confirm", "deny"} and known is not None:
            known.pair = pair
            act = logs.confirm if do == "confirm" else logs.deny
            act(known, **facts, unchanged=as_seen(request.POST))
        elif do == "correct" and known is not None:
            return _correct(request, pair, question, known, facts)
        else:
            form = AnswerForm(request.POST)
            if not form.is_valid():
                return None, _("Choose one of the answers.")
            key = form.cleaned_data["form_key"]
            answers.give(pair, question.window, form.said, form_key=key, **facts)
    except ValidationError as error:
        return None, " ".join(error.messages)
    return None, None


def _correct(request, pair, question, known, facts):
    known.pair = pair
    today = timezone.localdate(facts["at"])
    form = CorrectionForm(request.POST, session=known, window=question.window, today=today)
    if not form.is_valid():
        return form, None
    logs.change(known, form=known.form, **form.cleaned_data, **facts)
    return None, None


def _context(pair, person, question, at, form):
    known = recorded(pair, question.window)
    shown = Recorded(known, person, at) if known else None
    if form is None and shown and shown.can_change:
        today = timezone.localdate(at)
        form = CorrectionForm(session=known, window=question.window, today=today)
    return {
        "pair": pair,
        "person": person,
        "partner": pair.partner_of(person).person,
        "partner_role": "mentor" if pair.role_of(person) == "mentee" else "mentee",
        "question": question,
        "recorded": shown,
        "answer_form": AnswerForm(),
        "form": form,
        "is_running": pair.cycle.day(at) <= question.last,
        "planned": _planned(pair, person, at) if shown and not shown.is_held else "",
    }


def _planned(pair, person, at):
    """By the clock of whoever the link is for: the browser may be somebody else's."""
    session = next_planned(pair, at)
    return moment_in_words(known(session.planned_at), person.time_zone) if session else ""
