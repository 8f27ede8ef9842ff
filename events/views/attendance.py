"""The list people are ticked off on."""

from django.contrib import messages as flash
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from events.actions import attendance, events
from events.forms.events import AfterwardsForm, MarkForm
from events.models import Event
from events.queries.events import attendance_of, expected_people, people_in_writing
from people import refusals
from people.queries import matching
from programs.access import organizers
from programs.addresses import of_cycle
from programs.permissions import ORGANIZER

SHOWN = 200


@organizers
@require_safe
def attendance_list(request, cycle, pk):
    event = get_object_or_404(Event, cycle=cycle, pk=pk)
    context = _list(request, cycle, event, request.GET.get("slot", ""))
    template = "_attendance_people.html" if request.htmx else "event_attendance.html"
    with timezone.override(cycle.tzinfo):
        return render(request, f"events/{template}", context)


@organizers
@require_POST
def attendance_mark(request, cycle, pk):
    """One tick, saved at once."""
    event = get_object_or_404(Event, cycle=cycle, pk=pk)
    form = MarkForm(request.POST, event=event)
    if not form.is_valid():
        flash.error(request, _("This person is not on the list."))
        return redirect(of_cycle("events:attendance_list", cycle, pk=pk))
    slot, person = form.cleaned_data["slot"], form.cleaned_data["person"]
    if form.cleaned_data["is_here"]:
        attendance.note(event, slot, person, by=request.user, at=timezone.now())
    else:
        attendance.take_back(event, person)
    chosen = str(slot.pk) if slot else ""
    if not request.htmx:
        query = f"slot={chosen}" if chosen else ""
        address = of_cycle("events:attendance_list", cycle, query, pk=pk)
        return redirect(f"{address}#person-{person.pk}")
    context = _list(request, cycle, event, chosen)
    context["person"] = expected_people(event, slot).get(pk=person.pk)
    with timezone.override(cycle.tzinfo):
        return render(request, "events/_attendance_marked.html", context)


@organizers
@require_POST
def event_replay(request, cycle, pk, slot):
    found = get_object_or_404(Event, cycle=cycle, pk=pk).slots.filter(pk=slot)
    form = AfterwardsForm(request.POST, instance=get_object_or_404(found))
    if form.is_valid():
        with refusals.shown(request):
            values = form.cleaned_data
            events.note_afterwards(form.instance, **values, unchanged=form.unchanged)
            flash.success(request, _("Saved."))
    else:
        flash.error(
            request, " ".join(str(text) for errors in form.errors.values() for text in errors)
        )
    return redirect(of_cycle("events:attendance_list", cycle, f"slot={slot}", pk=pk))


def _list(request, cycle, event, chosen):
    """What the list and its parts read, for the slot in the address or else the first one."""
    found = next(one for one in attendance_of(cycle) if one.event.pk == event.pk)
    slot = next((one for one in found.slots if str(one.pk) == chosen), None)
    if slot is None and not event.is_async and found.slots:
        slot = found.slots[0]
    words = request.GET.get("q", "")
    people = matching(expected_people(event, slot), words)
    return {
        "cycle": cycle,
        "tab": "events",
        "event": event,
        "found": found,
        "slot": slot,
        "share": round(found.percent or 0),
        "words": words,
        "people": people[:SHOWN],
        "more": max(people.count() - SHOWN, 0),
        "afterwards": AfterwardsForm(instance=slot) if slot else None,
        "code": attendance.code_of(slot) if slot and event.check_in == Event.CheckIn.CODE else "",
        "writers": people_in_writing(event),
        "may_change": ORGANIZER in request.roles,
    }
