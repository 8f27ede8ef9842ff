"""A pair's own page, for the two people alone."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import calendars
from pairs.access import pair_members
from pairs.actions import pairs
from pairs.forms.pairs import EndForm, MeetingForm
from pairs.forms.sessions.proposals import TimesForm
from pairs.models import Pair
from pairs.queries.agenda.beside import Beside
from pairs.queries.begin import answers
from pairs.queries.begin.steps import starts
from pairs.queries.begin.weeks import laid
from pairs.queries.dates import sessions_of_pair
from pairs.queries.pairs import card
from pairs.queries.sessions import times


@pair_members
def pair_detail(request, pair):
    at = timezone.now()
    shown = card(pair, request.user, at)
    (start,) = starts([(shown.pair, shown.own_side)], at)
    context = {
        "card": shown,
        "start": start,
        "weeks": None,
        "answers": answers.beside(shown.pair, request.user),
        "at": at,
        "beside": Beside(shown),
    }
    if shown.is_active:
        today = timezone.localtime(at).date()
        monday = today - timedelta(days=today.weekday())
        context["weeks"] = laid(shown.pair, request.user, monday)
    if start.waits_for("first_date") and not shown.proposed_times:
        found = times.proposed(shown.pair, shown.pair.log, request.user, at)
        context["choices"] = times.to_tick(found, [])
        context["form"] = TimesForm()
    return render(request, "pairs/pair_detail.html", context)


@pair_members
@require_safe
def session_calendar(request, pair):
    """The planned sessions, for the calendar of whoever asks."""
    at = timezone.now()
    entries = sessions_of_pair(pair, request.user, at)
    title = _("Sessions with %(name)s") % {"name": pair.partner_of(request.user).person}
    return calendars.download(f"sessions-{pair.pk}", entries, at=at, title=title)


@pair_members
def pair_meeting(request, pair):
    """Where the two meet: the link of their call."""
    initial = {"video_link": pair.video_link}
    form = MeetingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            pairs.change_meeting(pair, **form.cleaned_data, unchanged=form.unchanged)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The link is saved for both of you."))
            return redirect("pairs:pair_detail", pair=pair.pk)
    return render(request, "pairs/pair_meeting.html", {"form": form, "pair": pair})


@pair_members
def pair_end(request, pair):
    if request.method != "POST" and pair.state != Pair.State.ACTIVE:
        return redirect("completion:ending", pair=pair.pk)
    form = EndForm(request.POST or None, is_independent=pair.cycle.program.is_independent)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        own = pair.mentor if pair.mentor.person_id == request.user.pk else pair.mentee
        leaver = own if form.is_leaving else None
        try:
            pairs.end(pair, reason=reason, by=request.user, at=timezone.now(), leaver=leaver)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(
                request, _("You two are no longer a pair. What you shared stays here.")
            )
            return redirect("completion:ending", pair=pair.pk)
    context = {"form": form, "pair": pair, "partner": pair.partner_of(request.user).person}
    return render(request, "pairs/pair_end.html", context)
