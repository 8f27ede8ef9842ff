"""How guests come in: the public link of an opportunity, and invitations."""

from allauth.account.views import request_login_code
from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from growth.opportunities.actions import guests
from growth.opportunities.forms.guests import InviteForm, SignUpForm
from growth.opportunities.models import Opportunity
from growth.opportunities.permissions import guests_of, run_by
from growth.setup.access import everybody_in_growth
from growth.setup.queries import switch
from people import refusals
from people.access import guests_too, public


@public
@guests_too
def opportunity_link(request, code):
    """For visitors: what it is, and an account to apply with. The code by mail proves the address."""
    found = Opportunity.objects.filter(
        guest_code=code, open_to_guests=True, published_at__isnull=False, closed_at__isnull=True
    ).first()
    if found is None or switch().is_off:
        raise Http404
    if request.user.is_authenticated:
        return redirect("growth:opportunity", slug=found.slug)
    form = SignUpForm(request.POST or None)
    if request.method == "POST":
        if limited := ratelimit.consume_or_429(request, action="guest_signup"):
            return limited
        if form.is_valid() and _signed_up(found, form):
            return request_login_code(request)
    at = timezone.now()
    context = {
        "opportunity": found,
        "dates": found.dates.filter(starts_on__gt=found.day(at)),
        "is_open": found.is_open(at),
        "form": form,
        "next": reverse("growth:opportunity", args=[found.slug]),
    }
    return render(request, "growth/opportunities/opportunity_public.html", context)


@everybody_in_growth
def opportunity_guests(request, slug):
    """The link to pass on, invitations, and who came in for this one."""
    found = get_object_or_404(run_by(request.user), slug=slug, open_to_guests=True)
    form = InviteForm(request.POST or None)
    if request.method == "POST":
        if limited := ratelimit.consume_or_429(request, action="guest_invite", user=request.user):
            return limited
        if form.is_valid() and _invited(request, found, form):
            return redirect("growth:opportunity_guests", slug=slug)
    context = {
        "opportunity": found,
        "form": form,
        "guests": guests_of(found),
        "link": request.build_absolute_uri(
            reverse("growth:opportunity_link", args=[found.guest_code])
        ),
        "growth_here": "opportunities",
        "nav_current": "growth",
    }
    return render(request, "growth/opportunities/guest_list.html", context)


@everybody_in_growth
@require_POST
def opportunity_renew_link(request, slug):
    found = get_object_or_404(run_by(request.user), slug=slug, open_to_guests=True)
    with refusals.shown(request):
        guests.renew_link(found, by=request.user, at=timezone.now())
        messages.success(request, _("The new link is ready. The old one no longer works."))
    return redirect("growth:opportunity_guests", slug=slug)


def _signed_up(found, form):
    try:
        guests.sign_up(found, form.cleaned_data, at=timezone.now())
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _invited(request, found, form):
    try:
        guests.invite(found, form.cleaned_data, by=request.user, at=timezone.now())
    except ValidationError as error:
        form.add_error(None, error)
        return False
    said = _("%(name)s gets a mail with the way in.")
    messages.success(request, said % {"name": form.cleaned_data["name"]})
    return True
