"""Tables of pairs as files."""

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pairs.models import Pair
from pairs.queries import organizer as queries
from pairs.queries.strips import strip_of
from people.actions import audit
from people.tables import spreadsheets
from programs.access import organizers

CHUNK = 500


@organizers
@require_safe
def pair_export(request, cycle):
    """The pairs in sight, with what the list shows of each."""
    at = timezone.now()
    audit.note("pairs.exported", cycle, by=request.user, at=at)
    show = request.GET.get("show") if request.GET.get("show") in queries.SLICES else "active"
    words, order = request.GET.get("q", "")[:100], request.GET.get("sort", "mentee")
    found = queries.with_log(queries.pairs_of(cycle, at, words=words, show=show, order=order))
    header = [
        capfirst(cycle.called.mentor),
        capfirst(cycle.called.mentee),
        _("Fortnights with a session"),
        _("Not logged"),
        _("Said not met"),
        _("Skipped by agreement"),
        _("Last session"),
        _("State"),
        _("How it goes"),
        _("Why"),
        _("Cases"),
        _("Looked after by"),
    ]
    name = f"{cycle.program.slug}-{cycle.slug}-pairs"
    rows = (_line(pair, at) for pair in found.iterator(chunk_size=CHUNK))
    return spreadsheets.download(name, header, rows, request.GET.get("format"))


def _line(pair, at):
    cases, strip = pair.open_cases, strip_of(pair, pair.log, at)
    return [
        str(pair.mentor.person),
        str(pair.mentee.person),
        pair.met,
        strip.unlogged,
        strip.said_not_met,
        strip.skipped,
        pair.last_on,
        pair.get_end_reason_display() or pair.get_state_display(),
        *_health(pair, strip),
        ", ".join(case.get_kind_display() for case in cases),
        ", ".join(str(case.owner) for case in cases if case.owner),
    ]


def _health(pair, strip):
    """Of pairs at work alone."""
    if pair.state != Pair.State.ACTIVE:
        return ["", ""]
    return [str(strip.health.word.label), strip.health.reason]
