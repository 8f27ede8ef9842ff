"""Who came to an event, as a file."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.models import Event
from events.queries.events import expected_people
from people.actions import audit
from people.tables import spreadsheets
from programs.access import organizers
from programs.models import Role

CHUNK = 500


@organizers
@require_safe
def attendance_export(request, cycle, pk):
    """Everybody expected at an event, and the slot they came to."""
    event = get_object_or_404(Event, cycle=cycle, pk=pk)
    starts = {
        slot.pk: f"{slot.starts_at.astimezone(cycle.tzinfo):%Y-%m-%d %H:%M}"
        for slot in event.slots.all()
    }
    sides = dict(Role.Side.choices)
    rows = (
        [
            person.name,
            sides.get(person.side, ""),
            _("yes") if person.attendance else _("no"),
            starts.get(person.came_to, _("in writing")) if person.attendance else "",
        ]
        for person in expected_people(event).iterator(chunk_size=CHUNK)
    )
    audit.note("attendance.exported", cycle, by=request.user, at=timezone.now())
    header = [_("Name"), _("Role"), _("Came"), _("When")]
    name = f"{cycle.program.slug}-{cycle.slug}-attendance-{event.pk}"
    return spreadsheets.download(name, header, rows, request.GET.get("format"))
