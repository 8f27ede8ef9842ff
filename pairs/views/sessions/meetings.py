"""The meeting view: agenda, timer and two boxes for notes, on a desk or on a phone in the hand."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from pairs.access import pair_members
from pairs.actions.sessions import meetings
from pairs.forms.sessions.meetings import MeetingNotesForm
from pairs.queries.pairs import card
from pairs.queries.sessions.meetings import Meeting
from people import refusals


@pair_members
def pair_talk(request, pair):
    """The page, and by POST its two boxes: saved while somebody types, or with the button."""
    at = timezone.now()
    if request.method == "POST":
        return _keep(request, pair, at)
    if pair.ended_at is not None:
        return redirect("pairs:pair_detail", pair=pair.pk)
    return talk_page(request, Meeting(card(pair, request.user, at), at))


def _keep(request, pair, at):
    form = MeetingNotesForm(request.POST)
    problem = ""
    if form.is_valid():
        try:
            meetings.keep(pair, by=request.user, at=at, **form.kept)
        except ValidationError as error:
            problem = refusals.words(error)
    else:
        problem = " ".join(str(text) for texts in form.errors.values() for text in texts)
    meeting = Meeting(card(pair, request.user, at), at)
    if request.htmx:
        context = {"meeting": meeting, "problem": problem, "at": at}
        return render(request, "pairs/sessions/_meeting_saved.html", context)
    if "save" not in request.POST:
        return HttpResponse(status=204)  # what a page sends when it goes away
    if problem:
        form.begin_again(shared=meeting.shared, private=meeting.private)
        return talk_page(request, meeting, form, problem=problem)
    messages.success(request, _("Your notes are saved."))
    return redirect("pairs:pair_talk", pair=pair.pk)


def talk_page(request, meeting, form=None, **more):
    """The whole page, with the boxes as they were sent or as they are kept."""
    if form is None:
        texts = {"shared": meeting.shared, "private": meeting.private}
        seen = {f"seen_{name}": text for name, text in texts.items()}
        form = MeetingNotesForm(initial={**texts, **seen, "page": uuid.uuid4()})
    context = {"meeting": meeting, "card": meeting.card, "form": form, "at": meeting.at}
    return render(request, "pairs/sessions/pair_talk.html", {**context, **more})
