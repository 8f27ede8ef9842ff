"""The table of a cycle's applications: searched, filtered, sorted and exported."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from applications.queries.table import columns as application_columns
from applications.queries.table.table import Table
from people.actions import audit
from people.tables import spreadsheets
from programs.access import organizers
from programs.permissions import ORGANIZER

PAGE = 50


@organizers
@require_safe
def application_list(request, cycle):
    table = Table(cycle, request.GET, request.user, reads_scores=ORGANIZER in request.roles)
    pages = Paginator(table.found, PAGE)
    pages.count = table.count
    page = pages.get_page(request.GET.get("page"))
    rows = list(table.rows(page.object_list))  # type: ignore[arg-type]  # a slice of one
    may_decide = ORGANIZER in request.roles
    context = {
        "cycle": cycle,
        "tab": "applications",
        "table": table,
        "page": page,
        "rows": rows,
        "may_decide": may_decide,
        "has_close": may_decide and any(row.has_conflict for row in rows),
    }
    if not request.htmx:
        return render(request, "applications/application_list.html", context)
    part = render(request, "applications/_applications.html", context)
    return push_url(part, f"{request.path}?{table.filters.address}")


@organizers
@require_safe
def application_export(request, cycle):
    table = Table(cycle, request.GET, request.user, reads_scores=ORGANIZER in request.roles)
    audit.note("applications.exported", cycle, by=request.user, at=timezone.now())
    rows = (application_columns.exported(row) for row in table.rows(table.found))
    header = application_columns.header_of(table.columns)
    name = f"{cycle.program.slug}-{cycle.slug}-applications"
    return spreadsheets.download(name, header, rows, request.GET.get("format"))
