"""Events of a cycle, for organizers."""

from django.contrib import messages as flash
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events.actions import events
from events.forms.events import EventForm, SlotFormSet, slots_initial
from events.models import Event
from events.queries.events import attendance_of
from people import refusals
from programs.access import organizers
from programs.addresses import of_cycle
from programs.permissions import ORGANIZER


@organizers
@require_safe
def event_list(request, cycle):
    context = {
        "cycle": cycle,
        "tab": "events",
        "attendances": attendance_of(cycle),
        "may_change": ORGANIZER in request.roles,
    }
    with timezone.override(cycle.tzinfo):
        return render(request, "events/event_list.html", context)


@organizers
@require_http_methods(["GET", "HEAD", "POST"])
def event_create(request, cycle):
    return _edit(request, cycle, None)


@organizers
@require_http_methods(["GET", "HEAD", "POST"])
def event_edit(request, cycle, pk):
    return _edit(request, cycle, get_object_or_404(cycle.events, pk=pk))


@organizers
@require_POST
def event_delete(request, cycle, pk):
    event = get_object_or_404(Event, cycle=cycle, pk=pk)
    with refusals.shown(request):
        events.delete(event, by=request.user, at=timezone.now())
        flash.success(request, _("The event is deleted."))
        return redirect(of_cycle("events:event_list", cycle))
    return redirect(of_cycle("events:event_edit", cycle, pk=pk))


def _edit(request, cycle, event):
    """Times are typed and shown in the cycle's zone."""
    with timezone.override(cycle.tzinfo):
        data = request.POST or None
        form = EventForm(data, instance=event)
        initial = slots_initial(event.slots.all()) if event else []
        slots = SlotFormSet(data, initial=initial, prefix="slots")
        if data and form.is_valid() and slots.is_valid():
            try:
                events.save(
                    cycle,
                    form.cleaned_data,
                    slots.given(),
                    event,
                    at=timezone.now(),
                    unchanged=form.unchanged,
                )
            except ValidationError as error:
                form.add_error(None, error)
            else:
                flash.success(request, _("Saved."))
                name = "event_create" if "another" in request.POST else "event_list"
                return redirect(of_cycle(f"events:{name}", cycle))
        context = {"cycle": cycle, "tab": "events", "form": form, "slots": slots, "event": event}
        return render(request, "events/event_edit.html", context)
