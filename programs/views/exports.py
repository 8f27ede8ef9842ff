"""Lists of a cycle as files: who came to an event, what was told to whom."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from notifications import kinds, queries
from notifications.models import Message
from people.actions import audit
from programs import spreadsheets
from programs.access import organizers
from programs.models import Event, Role
from programs.queries.events import expected_people

CHUNK = 500


@organizers
@require_safe
def attendance_export(request, cycle, pk):
    """Everybody expected at an event, and the slot they came to."""
    event = get_object_or_404(Event, cycle=cycle, pk=pk)
    starts = {slot.pk: _local(slot.starts_at, cycle) for slot in event.slots.all()}
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
    _note(request, cycle, "attendance.exported")
    header = [_("Name"), _("Role"), _("Came"), _("When")]
    name = f"{cycle.program.slug}-{cycle.slug}-attendance-{event.pk}"
    return spreadsheets.download(name, header, rows, request.GET.get("format"))


@organizers
@require_safe
def message_export(request, cycle):
    """The messages in sight: to whom, what about, and how far they are. No words of theirs."""
    found = queries.search(Message.objects.of(cycle.key), request.GET.get("q", ""))
    if request.GET.get("state") in Message.Status:
        found = found.filter(status=request.GET["state"])
    rows = (
        [
            str(message.to) if message.to else message.address,
            kinds.label(message.kind),
            message.get_status_display(),
            _local(message.sent_at or message.send_after, cycle),
        ]
        for message in found.select_related("to").iterator(chunk_size=CHUNK)
    )
    _note(request, cycle, "messages.exported")
    header = [_("To"), _("What about"), _("State"), _("When")]
    name = f"{cycle.program.slug}-{cycle.slug}-messages"
    return spreadsheets.download(name, header, rows, request.GET.get("format"))


def _local(moment, cycle):
    return f"{moment.astimezone(cycle.tzinfo):%Y-%m-%d %H:%M}"


def _note(request, cycle, action):
    scope = f"program:{cycle.program_id}"
    audit.note(action, subject=cycle.key, scope=scope, by=request.user, at=timezone.now())
