"""The overview and the report of a cycle."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outcomes.queries.dashboard import dashboard_of
from outcomes.queries.meetings import meetings_of, pair_lines
from outcomes.queries.report import report_of
from outcomes.views import heat
from pairs.rules.windows import State
from people.actions import audit
from people.tables import spreadsheets
from programs.access import organizers

SHOWN_PAIRS = 200


@organizers
@require_safe
def dashboard(request, cycle):
    board = dashboard_of(cycle, request.user, roles=request.roles, at=timezone.now())
    context = {"cycle": cycle, "tab": "dashboard", "board": board}
    return render(request, "outcomes/dashboard.html", context)


@organizers
@require_safe
def cycle_line(request, cycle):
    """A cycle in one line for a page of many: how far it is, and its two most urgent needs."""
    board = dashboard_of(cycle, request.user, roles=request.roles, at=timezone.now())
    return render(request, "outcomes/_line.html", {"cycle": cycle, "board": board})


@organizers
@require_safe
def report(request, cycle):
    at = timezone.now()
    found = report_of(cycle, request.user, at=at)
    meetings = found.meetings
    lines = pair_lines(cycle, at=at, limit=SHOWN_PAIRS) if meetings.windows else []
    departments = found.participants.departments
    context = {
        "cycle": cycle,
        "tab": "report",
        "report": found,
        "heat": halves([heat.row(line, meetings.windows) for line in lines]),
        "more": max(meetings.pairs - SHOWN_PAIRS, 0),
        "departments": halves(departments),
        "most": max((one.total for one in departments), default=0),
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
    header = [_("Mentor"), _("Mentee"), *(window.first for window in windows)]
    header += [_("Windows with a session"), _("Not logged"), _("Said not met"), _("Skipped")]
    header += [_("Complete windows"), _("Every window")]
    rows = (_line(line, windows) for line in pair_lines(cycle, at=at))
    name = f"{cycle.program.slug}-{cycle.slug}-sessions"
    return spreadsheets.download(name, header, rows, request.GET.get("format"))


def halves(rows):
    """Two columns of about the same length."""
    middle = (len(rows) + 1) // 2
    return [column for column in (rows[:middle], rows[middle:]) if column]


def _line(line, windows):
    cells = [line.cells.get(window.number) for window in windows]
    states = [cell.state.value if cell else "" for cell in cells]
    silent = [states.count(state) for state in (State.MISSED, State.NOT_MET, State.SKIPPED)]
    every = "" if line.is_consistent is None else _("yes") if line.is_consistent else _("no")
    return [line.mentor, line.mentee, *states, line.met, *silent, line.due, every]
