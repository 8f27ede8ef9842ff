"""The start of a pair: why the two are here, what is expected, and who is ready."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pairs.access import pair_members
from pairs.actions.begin import saying
from pairs.forms.begin import PurposeForm
from pairs.models import Beginning, Pair
from pairs.queries.begin import steps
from programs.access import organizers


@pair_members
def purpose_edit(request, pair):
    """I’m a mentee because I care about something, and why."""
    if pair.state != Pair.State.ACTIVE:
        raise Http404
    side = pair.side_of(request.user)
    found = Beginning.objects.filter(participation=side).first()
    said = found if found is not None and found.has_purpose else None
    begin = {} if said else steps.purpose_told(side)
    shown = {"is_shown": said is None or said.purpose_shown_at is not None}
    form = PurposeForm(request.POST or None, instance=found, initial={**begin, **shown})
    if request.method == "POST" and form.is_valid():
        try:
            saying.say_purpose(side, **form.cleaned_data, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Your sentence is saved."))
            return redirect("pairs:pair_detail", pair=pair.pk)
    partner = pair.partner_of(request.user).person
    context = {"form": form, "pair": pair, "partner": partner, "role": side.role, "is_told": begin}
    return render(request, "pairs/begin/purpose.html", context)


@pair_members
def expectations(request, pair):
    """What is expected of both roles; reading it is ticked once."""
    side = pair.side_of(request.user)
    if request.method == "POST":
        saying.read_expectations(side, at=timezone.now())
        messages.success(request, _("Thank you for reading it."))
        return redirect("pairs:pair_detail", pair=pair.pk)
    found = Beginning.objects.filter(participation=side).first()
    context = {
        "pair": pair,
        "roles": [pair.mentor.role, pair.mentee.role],
        "read_at": found.expectations_read_at if found else None,
    }
    return render(request, "pairs/begin/expectations.html", context)


@require_safe
@organizers
def readiness(request, cycle):
    """Who still lacks something required before the start; never what anybody wrote."""
    at = timezone.now()
    people = steps.people_who_start(cycle, at)
    starts_on = cycle.starts_on
    context = {
        "cycle": cycle,
        "people": len(people),
        "waiting": [start for start in people if not start.is_ready],
        "days_left": (starts_on - cycle.day(at)).days if starts_on else 0,
    }
    return render(request, "pairs/begin/readiness.html", context)
