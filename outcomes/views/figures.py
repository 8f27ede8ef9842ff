"""What programs and their cycles came to, side by side."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outcomes.access import figure_readers
from outcomes.forms.figures import FiguresForm
from outcomes.queries.rollup import cycles_for, rollup_of
from people.tables import spreadsheets


@figure_readers
@require_safe
def figures(request):
    at = timezone.now()
    form = FiguresForm(request.GET, cycles=cycles_for(request.user))
    context = {
        "form": form,
        "rollup": rollup_of(form.picked(at), at=at),
        "at": at,
        "nav_current": "organize",
    }
    return render(request, "outcomes/figures.html", context)


@figure_readers
@require_safe
def figures_export(request):
    """What the filters of the page leave, as a table."""
    at = timezone.now()
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
        _("Hours of mentors"),
        _("Figures of the frozen report"),
    ]
    form = FiguresForm(request.GET, cycles=cycles_for(request.user))
    rollup = rollup_of(form.picked(at), at=at)
    rows = (_cells(line) for line in rollup.counted)
    return spreadsheets.download("figures", header, rows, request.GET.get("format"))


def _cells(line):
    cycle, found = line.cycle, line.figures
    days = [cycle.program.name, cycle.name, cycle.starts_on, cycle.ends_on]
    counts = [found.pairs, found.people, found.departments]
    shares = [found.completion, found.held, found.attendance, found.overall, found.answer_rate]
    frozen = line.frozen.number if line.frozen else None
    hours = [found.hours, found.hours_per_pair, found.mentor_hours]
    return [*days, *counts, *shares, *hours, frozen]
