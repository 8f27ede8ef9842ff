"""An event for those who take part: choose a time, say that you are there, put it in the calendar."""

from allauth.core import ratelimit
from django.contrib import messages as flash
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from events import calendars
from events.actions import attendance, places
from events.forms.events import CheckInForm, PlaceForm
from events.models import Event
from events.queries import dates, my_events
from people import refusals
from programs.access import participants, participants_and_organizers


@participants_and_organizers
@require_safe
def event_detail(request, cycle, pk):
    event = get_object_or_404(cycle.events.select_related("cycle__program"), pk=pk)
    page = my_events.event_page(event, request.user, at=timezone.now())
    return render(request, "events/event_detail.html", {"cycle": cycle, "page": page})


@participants
@require_POST
def event_place(request, cycle, pk):
    event = get_object_or_404(cycle.events, pk=pk)
    form = PlaceForm(request.POST, event=event)
    if not form.is_valid():
        flash.error(request, _("Choose a time."))
        return _back(cycle, pk)
    slot = form.cleaned_data["slot"]
    with refusals.shown(request):
        if slot is None:
            places.give_up(event, request.user, at=timezone.now())
            flash.success(request, _("Your place is free for somebody else."))
        else:
            places.choose(slot, request.user, at=timezone.now())
            flash.success(request, _("Your place is saved."))
    return _back(cycle, pk)


@participants
@require_POST
def event_check_in(request, cycle, pk):
    event = get_object_or_404(cycle.events.select_related("cycle"), pk=pk)
    form = CheckInForm(request.POST, event=event)
    if not form.is_valid():
        flash.error(request, _("This time does not exist any more."))
        return _back(cycle, pk)
    if form.cleaned_data["is_taken_back"]:
        attendance.take_back_own(event, request.user)
        return _back(cycle, pk)
    slot, code = form.cleaned_data["slot"], form.cleaned_data["code"]
    if slot and event.check_in == Event.CheckIn.CODE and _has_guessed_enough(request):
        flash.error(
            request,
            _(
                "You have tried too many codes. Try again in an hour, or ask an organizer to record you."
            ),
        )
        return _back(cycle, pk)
    with refusals.shown(request):
        attendance.check_in(event, slot, request.user, code=code, at=timezone.now())
        flash.success(request, _("Saved. Good to have you with us."))
    return _back(cycle, pk)


@participants_and_organizers
@require_safe
def event_calendar(request, cycle, pk, slot):
    event = get_object_or_404(cycle.events.select_related("cycle__program"), pk=pk)
    found = get_object_or_404(event.slots, pk=slot)
    found.event = event
    return calendars.download(
        f"{cycle.slug}-event-{pk}", [dates.slot_entry(found)], at=timezone.now()
    )


@participants
@require_safe
def cycle_dates(request, cycle):
    at = timezone.now()
    entries = dates.dates_of(cycle, request.user, at=at)
    return calendars.download(cycle.slug, entries, at=at, title=str(cycle))


def _has_guessed_enough(request) -> bool:
    """Six digits are found by trying, unless tries are few."""
    return not ratelimit.consume(request, action="check_in", user=request.user)


def _back(cycle, pk):
    return redirect("events:event_detail", cycle.program.slug, cycle.slug, pk)
