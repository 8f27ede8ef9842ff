"""Which indexes the applications table answers from. By hand, one JSON line per search:

    python -m pytest tests/benchmarks/bench_plans.py -s

Data: ten thousand applications of `bench_pages` in one cycle beside as many in another. Each line
names the scans of the plan the database chose, with its time, for the first page of the table.
"""

import json

import pytest
from django.db import connection
from django.http import QueryDict

from applications.queries.table.table import Table
from tests.benchmarks.bench_pages import _load, _question, _roles
from tests.factories import CycleFactory

SIZE = 10_000
SEARCHES = (
    "",
    "page=200",
    "q=emi",
    "q=person7x",
    "status=eligible",
    "status=submitted&role=mentee",
    "division=Sales",
    "a.q0=visibility",
    "a.q1=async",
    "a.q2=yes",
    "late=1",
    "both=1",
    "sort=sent",
    "sort=division",
    "sort=status",
    "sort=-score",
)


@pytest.mark.django_db
def test_plans(cycle, organizer):
    other = CycleFactory(program=cycle.program)
    for number, one in enumerate((cycle, other)):
        questions = {role.side: [_question(role, n) for n in range(8)] for role in _roles(one)}
        _load(one, questions, number * SIZE, (number + 1) * SIZE)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for search in SEARCHES:
        query = QueryDict(search)
        table = Table(cycle, query, organizer, reads_scores=True)
        start = 50 * (int(query.get("page", 1)) - 1)
        rows = table.found[start : start + 50]
        _say(search or "first page", rows)
        if not search.startswith("page"):
            _say(f"{search or 'all'}, count", table.of_every_role.order_by().values("role"))


def _say(name, rows):
    found = json.loads(rows.explain(analyze=True, format="json"))[0]
    scans = sorted(set(_scans(found["Plan"])))
    took = round(found["Execution Time"], 1)
    print(json.dumps({"search": name, "applications": SIZE, "ms": took, "scans": scans}))  # noqa: T201 figures are the point


def _scans(node):
    if "Scan" in node["Node Type"]:
        where = node.get("Index Name") or node.get("Relation Name", "")
        yield f"{node['Node Type']}: {where}"
    for below in node.get("Plans", []):
        yield from _scans(below)
