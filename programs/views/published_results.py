"""What surveys found, for others: choosing it, and the page that they read."""

from django.contrib import messages as flash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from people.access import say
from programs.access import organizers
from programs.actions import published_results
from programs.forms.published_results import PublishResultsForm
from programs.models import Cycle
from programs.permissions import ORGANIZER
from programs.queries import published_results as results_for_others


@organizers
def results_publish(request, cycle):
    at = timezone.now()
    results = results_for_others.of_cycle(cycle)
    form = PublishResultsForm(
        request.POST if request.method == "POST" else None,
        cycle=cycle,
        results=results,
        today=cycle.day(at),
    )
    if request.method == "POST" and form.is_valid():
        try:
            published_results.publish(
                cycle, form.choice, by=request.user, at=at, unchanged=form.unchanged
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            flash.success(request, _("Published. The page keeps itself up to date."))
            return redirect("programs:results_publish", cycle.program.slug, cycle.slug)
    shown = {
        "cycle": cycle,
        "form": form,
        "results": results,
        "is_shown": results is not None and results.is_shown(at),
        "may_change": ORGANIZER in request.roles,
    }
    return render(request, "programs/results_publish.html", shown)


@organizers
@require_POST
def results_take_back(request, cycle):
    if published_results.take_back(cycle, by=request.user, at=timezone.now()):
        flash.success(
            request, _("The results are taken back. Only organizers can open the page now.")
        )
    return redirect("programs:results_publish", cycle.program.slug, cycle.slug)


def _readers(view):
    return say(login_not_required(view), "those for whom organizers published results")


@_readers
@never_cache
@require_safe
def results(request, program, cycle):
    """Signed-out people are sent to sign in for what they cannot read, whether it exists or not."""
    at = timezone.now()
    found = Cycle.objects.filter(program__slug=program, slug=cycle).first()
    published = results_for_others.of_cycle(found) if found else None
    if published is None or not results_for_others.may_read(request.user, published, at=at):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise Http404
    shown = {
        "cycle": published.cycle,
        "called": published.cycle.called,
        "results": published,
        "is_shown": published.is_shown(at),
        "shown": results_for_others.shown(published, at=at),
        "nav_current": "programs",
    }
    return render(request, "programs/results.html", shown)
