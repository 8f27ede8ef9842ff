"""Letting the manager, or somebody else, read a version of the plan."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from growth.plans.permissions import own_revisions
from growth.setup.access import growers
from growth.sharing import actions as sharing
from growth.sharing.forms import ReaderForm
from growth.sharing.models import Share
from people import refusals


@growers
@require_POST
def share_with_manager(request, number):
    revision = get_object_or_404(own_revisions(request.user), number=number)
    manager = revision.plan.person.manager
    if manager is None:
        messages.error(
            request, _("Nobody is on record as your manager. Share with somebody by name.")
        )
        return redirect("growth:plan")
    _share(request, revision, manager)
    return redirect("growth:plan")


@growers
def share_with_person(request, number):
    revision = get_object_or_404(own_revisions(request.user), number=number)
    form = ReaderForm(request.POST or None)
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and _share(request, revision, form.cleaned_data["email"], form=form):
        return redirect("growth:plan")
    context = {
        "form": form,
        "revision": revision,
        "growth_here": "plan",
        "nav_current": "growth",
    }
    return render(request, "growth/plans/share_with_person.html", context)


def _share(request, revision, reader, form=None):
    try:
        sharing.share(request.user, reader, Share.What.PLAN, revision=revision, at=timezone.now())
    except ValidationError as error:
        if form is None:
            messages.error(request, refusals.words(error))
        else:
            form.add_error(None, error)
        return False
    said = _(
        "%(name)s can read version %(number)s of your plan. You can take that back at any time."
    )
    messages.success(request, said % {"name": reader, "number": revision.number})
    return True
