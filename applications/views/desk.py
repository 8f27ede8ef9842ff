"""The review page: the confirmer's list, the committee's list, and the organizers' overview."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from applications.actions import reviews
from applications.forms.review import ConfirmForm
from applications.models import PerformanceCheck
from applications.permissions import confirmable
from applications.queries import review_lists as queries
from applications.queries import scoring
from people import refusals
from people.actions import audit
from programs.access import staff
from programs.addresses import of_cycle
from programs.permissions import COMMITTEE, CONFIRMER, ORGANIZER

PAGE = 100


@never_cache
@staff(ORGANIZER, CONFIRMER, COMMITTEE)
@require_safe
def review(request, cycle):
    context = {"cycle": cycle, "tab": "review", "roles": request.roles}
    if CONFIRMER in request.roles:
        asked = queries.asked_about(cycle, request.user, roles=request.roles)
        asked = queries.each_person_once(asked, cycle)
        context["page"] = context["people"] = Paginator(asked, PAGE).get_page(
            request.GET.get("page")
        )
        context["answers"] = PerformanceCheck.Answer
        if context["people"].object_list:
            _note_reading(cycle, request)
    if COMMITTEE in request.roles:
        context["delegated"] = queries.delegated_to(cycle, request.user)
        context["slice"] = scoring.own_progress(cycle, request.user)
    if ORGANIZER in request.roles:
        asked = Paginator(queries.asked_about(cycle, request.user, roles=request.roles), PAGE)
        context["page"] = asked.get_page(request.GET.get("page"))
        context["confirmations"] = queries.confirmations(context["page"].object_list)
        if context["confirmations"]:
            _note_reading(cycle, request)
        context["progress"] = queries.progress(cycle, request.user)
        context["next_up"] = queries.next_undecided(cycle, request.user, roles=request.roles)
        context["reviewers"] = scoring.reviewers_of(cycle)
        context["missing"] = scoring.missing_reviews(cycle)
        context["asking"] = queries.asking(cycle, request.user)
    return render(request, "applications/review_desk.html", context)


def _note_reading(cycle, request):
    """Whose performance is asked about was read."""
    audit.note_reading("performance_list_read", cycle, by=request.user, at=timezone.now())


@never_cache
@staff(CONFIRMER)
@require_POST
def review_confirm(request, cycle, pk):
    asked = queries.asked_about(cycle, request.user, roles=request.roles)
    mine = confirmable(asked, request.user, roles=request.roles)
    mine = queries.each_person_once(mine, cycle)
    application = get_object_or_404(mine, pk=pk)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        raise Http404
    with refusals.shown(request):
        reviews.confirm(
            application, form.cleaned_data["answer"], by=request.user, at=timezone.now()
        )
    if request.htmx:
        person = get_object_or_404(mine, pk=pk)
        context = {"cycle": cycle, "person": person, "answers": PerformanceCheck.Answer}
        return render(request, "applications/_review_person.html", context)
    return redirect(of_cycle("applications:review", cycle) + f"#person-{pk}")
