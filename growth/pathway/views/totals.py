"""How growth is used, in totals that tell nothing about anybody."""

from django.shortcuts import render
from django.utils import timezone

from growth.pathway.queries.totals import BACK, totals_of
from growth.pathway.rules.quarters import finished_quarters
from growth.setup.access import growth_organizers


@growth_organizers
def totals(request):
    quarters = finished_quarters(timezone.localdate(), BACK)
    asked = request.GET.get("quarter")
    chosen = next((quarter for quarter in quarters if quarter.key == asked), quarters[0])
    context = {"totals": totals_of(chosen), "quarters": quarters, "nav_current": "growth"}
    return render(request, "growth/pathway/totals.html", context)
