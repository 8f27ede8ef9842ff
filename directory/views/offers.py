"""Being available as a mentor: one's own page of it, and the page behind the mail that asks."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from directory.access import directory_users
from directory.actions import availability
from directory.forms.mentors import OfferForm
from directory.models import Availability
from directory.queries import candidates, places, switch
from directory.queries.listing import topics_in_use
from directory.rules import links
from people.access import public
from programs.models import Role
from surveys.forms import shapes

NAV = {"nav_current": "mentors"}


@directory_users
def offer(request):
    at = timezone.now()
    known = Availability.objects.filter(person=request.user).select_related("person").first()
    row = known or Availability(person=request.user, topics=_topics_said(request.user))
    initial = {"languages": request.user.languages}
    if known is None:
        initial["slots"] = candidates.last_week_told(request.user)
    form = OfferForm(request.POST or None, instance=row, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            facts = {"languages": values["languages"], "at": at, "unchanged": form.unchanged}
            availability.offer(request.user, values, **facts)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("You are available as a mentor. People can ask you now."))
            return redirect("directory:offer")
    stored = Availability.objects.filter(person=request.user).first()
    context = {
        "form": form,
        "offer": stored,
        "topics_in_use": topics_in_use(),
        "week": {"week": shapes.week(form["slots"])},
        "taken": places.taken([request.user.pk]).get(request.user.pk, 0),
        "open_requests": request.user.requests_received.open().count(),
    }
    return render(request, "directory/offer.html", context | NAV)


@directory_users
@require_POST
def offer_state(request):
    """Confirm that it is still right, be available again, or pause."""
    if Availability.objects.filter(person=request.user).exists():
        messages.success(request, _set_state(request, request.user))
    return redirect("directory:offer")


@public
@never_cache
def still_right(request, token):
    """The page behind the mail, without signing in: it asks, and only a press answers."""
    found = links.read(token)
    if found is None or not switch.is_on():
        raise Http404
    number, round_of = found
    row = get_object_or_404(
        Availability.objects.select_related("person"), pk=number, person__is_active=True
    )
    context = {
        "offer": row,
        "person": row.person,
        "is_open_question": row.is_open and row.round == round_of,
    }
    if request.method == "POST" and context["is_open_question"]:
        context["said"] = _set_state(request, row.person)
        row.refresh_from_db()
    return render(request, "directory/still_right.html", context)


def _topics_said(person):
    """What somebody new here can help with, as their profile or else their last application says."""
    return person.focus_areas or candidates.last_topics_told(person, Role.Side.MENTOR)


def _set_state(request, person):
    """What was done, in words."""
    if request.POST.get("state") == "pause":
        ended = availability.pause(person, at=timezone.now())
        said = _("You are paused. Nobody can ask you until you say otherwise.")
        if ended:
            kindly = ngettext(
                "We declined one open request kindly.",
                "We declined %(n)s open requests kindly.",
                ended,
            )
            said = f"{said} {kindly % {'n': ended}}"
        return said
    availability.confirm(person, at=timezone.now())
    return _("Thank you. People can ask you.")
