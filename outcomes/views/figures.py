"""What programs and their cycles came to, side by side."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outcomes.access import figure_readers
from outcomes.queries.rollup import rollup_of
from people.tables import spreadsheets


@figure_readers
@require_safe
def figures(request):
    at = timezone.now()
    context = {"rollup": rollup_of(request.user, at=at), "at": at, "nav_current": "organize"}
    return render(request, "outcomes/figures.html", context)


@figure_readers
@require_safe
def figures_export(request):
    header = [
        _("Program"),
        _("Cycle"),
        _("First day"),
        _("Last day"),
        _("Pairs"),
        _("People"),
        _("Departments"),
        _("Pairs that meet consistently, %"),
        _("Sessions held, %"),
        _("Attendance at live events, %"),
        _("How good it was, of those who answered"),
        _("Answered the end survey, %"),
        _("Hours in live sessions and events"),
        _("Hours per pair"),
    ]
    rollup = rollup_of(request.user, at=timezone.now())
    rows = (_cells(line) for line in rollup.counted)
    return spreadsheets.download("figures", header, rows, request.GET.get("format"))


def _cells(line):
    cycle, found = line.cycle, line.figures
    days = [cycle.program.name, cycle.name, cycle.starts_on, cycle.ends_on]
    counts = [found.pairs, found.people, found.departments]
    shares = [found.completion, found.held, found.attendance, found.overall, found.answer_rate]
    return [*days, *counts, *shares, found.hours, found.hours_per_pair]
