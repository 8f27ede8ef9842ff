"""Requests: asking, the page the two share, and every answer."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from directory.access import directory_users
from directory.actions import requests
from directory.forms.requests import ACCEPT, ASK_BACK, DECLINE, AnswerForm, AskForm, WriteForm
from directory.models import Availability, MentoringRequest
from directory.models.request import ASK_AGAIN_AFTER, TIME_TO_ANSWER
from directory.queries import candidates, fitting, places, profile
from directory.queries import requests as requests_of
from directory.queries.candidates import monday_of
from directory.queries.replies import debts
from directory.rules.fit import Comparison
from people import refusals
from programs.rules import days

NAV = {"nav_current": "mentors"}


@directory_users
def request_list(request):
    context = {"own": requests_of.own(request.user)}
    return render(request, "directory/request_list.html", context | NAV)


@directory_users
def ask(request, pk):
    at = timezone.now()
    listed = Availability.objects.listed().filter(person=pk)
    is_listed = listed.exists()
    # Whoever pauses while somebody writes to them is refused by the action: the words stay.
    offers = Availability.objects.filter(person=pk) if request.method == "POST" else listed
    offer = get_object_or_404(offers.select_related("person"))
    shown = profile.profile(request.user, offer, at)
    if shown.refusal is not None and request.method != "POST":
        messages.error(request, shown.refusal.words)
        return redirect("directory:mentor", pk=pk)
    people = {"by": request.user, "mentor": offer.person}
    form = AskForm(request.POST or None, **people, initial=_words_of_last(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = requests.ask(offer.person, by=request.user, **form.cleaned_data, at=at)
        except ValidationError as error:
            sent = request.user.requests_made.open().filter(mentor=offer.person).first()
            if sent is not None and sent.says(form.cleaned_data):  # the press came twice
                return redirect("directory:request", pk=sent.pk)
            form.add_error(None, error.messages)
        else:
            said = _("%(name)s has your request.") % {"name": offer.person}
            messages.success(request, said)
            return redirect("directory:request", pk=made.pk)
    context = {
        "form": form,
        "profile": shown,
        "is_listed": is_listed,
        "until": at + TIME_TO_ANSWER,
    }
    return render(request, "directory/ask.html", context | NAV)


@directory_users
def request_detail(request, pk):
    found = get_object_or_404(requests_of.readable(request.user), pk=pk)
    return _page(request, found, AnswerForm(), WriteForm())


@directory_users
@require_POST
def request_write(request, pk):
    """A few more lines of the one who asked; a mentor's question is one of their answers."""
    found = get_object_or_404(requests_of.readable(request.user), pk=pk)
    if found.mentee_id != request.user.pk:
        raise Http404
    form = WriteForm(request.POST)
    if form.is_valid():
        try:
            requests.write(found, by=request.user, **form.cleaned_data, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Added."))
            return redirect("directory:request", pk=pk)
    return _page(request, found, AnswerForm(), form)


@directory_users
@require_POST
def request_answer(request, pk):
    found = get_object_or_404(requests_of.readable(request.user), pk=pk)
    if found.mentor_id != request.user.pk:
        raise Http404
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            said = _answer(request, found, form.cleaned_data)
        except ValidationError as error:
            found.refresh_from_db()
            if _says(found, form.cleaned_data):  # the press came twice
                return redirect("directory:request", pk=pk)
            form.add_error(None, error.messages)
        else:
            messages.success(request, said)
            return redirect("directory:request", pk=pk)
    fresh = get_object_or_404(requests_of.readable(request.user), pk=pk)
    return _page(request, fresh, form, WriteForm())


@directory_users
@require_POST
def request_take_back(request, pk):
    found = get_object_or_404(requests_of.readable(request.user), pk=pk)
    if found.mentee_id != request.user.pk:
        raise Http404
    with refusals.shown(request):
        requests.take_back(found, by=request.user, at=timezone.now())
        messages.success(request, _("You took it back."))
    return redirect("directory:request", pk=pk)


def _says(found, values):
    """Whether the request has ended with this very answer."""
    if values["answer"] == ACCEPT:
        return found.state == MentoringRequest.State.ACCEPTED
    declined = found.state == MentoringRequest.State.DECLINED
    return values["answer"] == DECLINE and declined and found.reason == values["reason"]


def _answer(request, found, values):
    """Do what the mentor chose; the words that say so."""
    at, by = timezone.now(), request.user
    words = {"name": found.mentee.get_short_name()}
    if values["answer"] == ACCEPT:
        requests.accept(found, by=by, text=values["text"], stop=values["stop"], at=at)
        return _("You mentor %(name)s. You two have a page of your own now.") % words
    if values["answer"] == ASK_BACK:
        requests.ask_back(found, by=by, text=values["text"], stop=values["stop"], at=at)
        return _("%(name)s has your question. You both have ten more days.") % words
    requests.decline(
        found,
        by=by,
        reason=values["reason"],
        suggestion=values["suggestion"],
        text=values["text"],
        stop=values["stop"],
        at=at,
    )
    return _("%(name)s has your answer. Thank you for not letting them wait.") % words


def _words_of_last(request):
    """What this person wrote to the last mentor about themselves and their goal."""
    last = request.user.requests_made.first()
    return {"who_i_am": last.who_i_am, "goal": last.goal} if last else {}


def _page(request, found, answer_form, write_form):
    at = timezone.now()
    is_mentor = found.mentor_id == request.user.pk
    context = {
        "one": found,
        "is_mentor": is_mentor,
        "is_open": found.is_open and found.expires_at > at,
        "other": found.other(request.user),
        "answer_form": answer_form,
        "write_form": write_form,
        "again_on": found.ended_at and found.ended_at + ASK_AGAIN_AFTER,
        "days_left": days.left(found.expires_at, at, ZoneInfo(request.user.time_zone)),
    }
    context |= _for_mentor(found) if is_mentor else _for_mentee(request.user, found, at)
    return render(request, "directory/request_detail.html", context | NAV)


def _for_mentor(found):
    offer = Availability.objects.filter(person=found.mentor).first()
    (mine,) = candidates.candidates(Availability.objects.filter(pk=offer.pk)) if offer else (None,)
    seeker = candidates.seeker(found.mentee)
    return {
        "offer": offer,
        "free": places.free(found.mentor, offer.places) if offer else 0,
        "others_open": found.mentor.requests_received.open().exclude(pk=found.pk).count(),
        "fit": Comparison(seeker, monday_of(timezone.localdate())).fit(mine) if mine else None,
    }


def _for_mentee(user, found, at):
    listed = Availability.objects.listed()
    suggestion = found.suggestion_id
    return {
        "debt": debts([found.mentor_id], at)[found.mentor_id],
        "others_who_fit": 0 if found.is_open else fitting.fit_count(user, at),
        "suggestion_is_listed": bool(suggestion) and listed.filter(person=suggestion).exists(),
    }
