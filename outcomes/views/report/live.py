"""The report of a cycle as it is now, and its files."""

from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outcomes.queries.meetings import meetings_of, pair_lines
from outcomes.queries.report.document import as_data
from outcomes.queries.report.live import report_of
from outcomes.queries.report.tables import table_named
from outcomes.views import heat
from outcomes.views.report.sheet import context_of, files_of, halves
from pairs.rules.windows import State
from people.actions import audit
from people.tables import spreadsheets
from programs.access import organizers
from programs.addresses import of_cycle

SHOWN_PAIRS = 200


@organizers
@require_safe
def report(request, cycle):
    at = timezone.now()
    found = report_of(cycle, request.user, at=at)
    context = {"cycle": cycle, "tab": "report", "report": found, "at": at}
    if found.has_figures:
        document = as_data(found)
        meetings = found.meetings
        lines = pair_lines(cycle, at=at, limit=SHOWN_PAIRS) if meetings.windows else []
        context |= context_of(document)
        context |= {
            "heat": halves([heat.row(line, meetings.windows) for line in lines]),
            "more": max(meetings.pairs - SHOWN_PAIRS, 0),
            "tables": files_of(document, lambda key: _table_address(cycle, key)),
            "json": of_cycle("outcomes:report_file", cycle),
        }
    with timezone.override(cycle.tzinfo):
        return render(request, "outcomes/report.html", context)


@organizers
@require_safe
def report_export(request, cycle):
    """One line per pair: the evidence under the first figure."""
    at = timezone.now()
    windows = meetings_of(cycle, at=at).windows
    audit.note("report.exported", cycle, by=request.user, at=at)
    header = [
        capfirst(cycle.called.mentor),
        capfirst(cycle.called.mentee),
        *(window.first for window in windows),
    ]
    header += [_("Fortnights with a session"), _("Not logged"), _("Said not met"), _("Skipped")]
    header += [_("Complete fortnights"), _("Every fortnight")]
    rows = (_line(line, windows) for line in pair_lines(cycle, at=at))
    name = f"{cycle.program.slug}-{cycle.slug}-sessions"
    return spreadsheets.download(name, header, rows, request.GET.get("format"))


@organizers
@require_safe
def report_table(request, cycle, key):
    """One part of the report, as a spreadsheet."""
    document = as_data(report_of(cycle, request.user, at=timezone.now()))
    return table_file(request, f"{cycle.program.slug}-{cycle.slug}", document, key)


@organizers
@require_safe
def report_file(request, cycle):
    """All of it, for programs."""
    document = as_data(report_of(cycle, request.user, at=timezone.now()))
    return whole_file(f"{cycle.program.slug}-{cycle.slug}-report", document)


def table_file(request, name, document, key):
    table = table_named(key, document)
    if table is None:
        raise Http404
    rows = table.rows(document)
    kind = request.GET.get("format")
    return spreadsheets.download(f"{name}-{key}", table.header(document), rows, kind)


def whole_file(name, document):
    response = JsonResponse(document, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def _table_address(cycle, key):
    return reverse("outcomes:report_table", args=[cycle.program.slug, cycle.slug, key])


def _line(line, windows):
    cells = [line.cells.get(window.number) for window in windows]
    states = [cell.state.value if cell else "" for cell in cells]
    silent = [states.count(state) for state in (State.MISSED, State.NOT_MET, State.SKIPPED)]
    every = "" if line.is_consistent is None else _("yes") if line.is_consistent else _("no")
    return [line.mentor, line.mentee, *states, line.met, *silent, line.due, every]
