"""The page on which a manager agrees that somebody takes part, or does not."""

from django.contrib import messages as flash
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from applications.actions import consents
from applications.models import Application
from applications.queries.applications import monthly_hours
from people import refusals
from people.access import signed_in
from programs.models import Requirement


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request, pk):
    """For whom it is asked of; reading it changes nothing, so mail programs may look."""
    asked = request.user.consents_asked.filter(requirement__kind=Requirement.Kind.CONSENT)
    asked = asked.exclude(application__status=Application.Status.DRAFT)
    found = get_object_or_404(
        asked.select_related(
            "requirement", "application__cycle__program", "application__role", "application__person"
        ),
        pk=pk,
    )
    if request.POST.get("answer") in {"yes", "no"}:
        agrees = request.POST["answer"] == "yes"
        with refusals.shown(request):
            consents.answer(found, agrees=agrees, by=request.user, at=timezone.now())
            flash.success(request, _("Your answer is saved."))
        return redirect("applications:consent", pk)
    application = found.application
    shown = {
        "consent": found,
        "application": application,
        "cycle": application.cycle,
        "is_open": consents.takes_answers(application),
        "hours": monthly_hours(application.cycle, pairs=application.capacity),
    }
    return render(request, "applications/consent.html", shown)
