"""Where the two find everything about the end of their mentorship, and what comes after."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from completion.queries import summaries
from completion.views import MemberRequest
from pairs.access import pair_members
from pairs.models import Pair
from pairs.queries.pairs import card


@pair_members
def ending(request: MemberRequest, pair: Pair) -> HttpResponse:
    at = timezone.now()
    context = {
        "card": card(pair, request.user, at),
        "pair": pair,
        "partner": pair.partner_of(request.user).person,
        "name_asked": summaries.asked_of(pair, request.user),
        "has_record": pair.records.open().filter(person=request.user).exists(),
    }
    return render(request, "completion/ending.html", context)
