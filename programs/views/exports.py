"""What was told to whom in a cycle, as a file."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from notifications import kinds, queries
from notifications.models import Message
from people.actions import audit
from people.tables import spreadsheets
from programs.access import organizers

CHUNK = 500


@organizers
@require_safe
def message_export(request, cycle):
    """The messages in sight: to whom, what about, and how far they are. No words of theirs."""
    found = queries.narrowed(Message.objects.of(cycle), request.GET.dict(), cycle.tzinfo)
    rows = (
        [
            str(message.to) if message.to else message.address,
            kinds.label(message.kind),
            message.get_status_display(),
            f"{(message.sent_at or message.send_after).astimezone(cycle.tzinfo):%Y-%m-%d %H:%M}",
        ]
        for message in found.select_related("to").iterator(chunk_size=CHUNK)
    )
    audit.note("messages.exported", cycle, by=request.user, at=timezone.now())
    header = [_("To"), _("What about"), _("State"), _("When (%(zone)s)") % {"zone": cycle.zone}]
    name = f"{cycle.program.slug}-{cycle.slug}-messages"
    return spreadsheets.download(name, header, rows, request.GET.get("format"))
