"""How growth is used, in totals that tell nothing about anybody."""

from django.shortcuts import render

from growth.pathway.queries.totals import kept, totals_of
from growth.setup.access import growth_organizers


@growth_organizers
def totals(request):
    """As they were worked out a week after each quarter: looking twice tells nothing more."""
    rows = kept()
    found = [totals_of(row) for row in rows]
    asked = request.GET.get("quarter")
    chosen = next((one for one in found if one.quarter.key == asked), found[0] if found else None)
    context = {
        "totals": chosen,
        "quarters": [one.quarter for one in found],
        "nav_current": "growth",
    }
    return render(request, "growth/pathway/totals.html", context)
