"""The page of one application: what it reads, for whoever opens it."""

from django.http import Http404

from applications.forms.review import DecisionForm
from applications.forms.scoring import ScoreForm
from applications.models import Application
from applications.queries import review as queries
from applications.queries import review_lists, scoring
from applications.queries.checks import MET
from applications.queries.open_points import open_points_for
from applications.queries.table.columns import TONES
from applications.queries.table.table import Table
from programs.addresses import of_cycle
from programs.permissions import COMMITTEE, ORGANIZER
from surveys import week


def readable_or_404(request, cycle, pk):
    found = queries.readable(cycle, request.user, request.roles)
    application = queries.opened(found, cycle, request.user, pk)
    if application is None:
        raise Http404
    return application


def context_of(request, cycle, application, *, form=None, score_form=None):
    """What the page of one application reads. Reviews stay hidden from people with a conflict."""
    is_organizer = ORGANIZER in request.roles
    reads_all = is_organizer or request.user.is_staff
    reviews_open = not application.has_conflict
    checks = queries.checks_for(application, cycle)
    context = {
        "cycle": cycle,
        "tab": "applications" if reads_all else "review",
        "application": application,
        "tone": TONES.get(application.status, ""),
        "checks": checks,
        "met": sum(check.state == MET for check in checks),
        "facts": queries.facts_of(application, for_organizers=reads_all),
        "sections": queries.sections_of(application, for_organizers=reads_all),
        "week": week.grid(),
        "moves": queries.moves_of(application) if reviews_open else [],
        "reviews_open": reviews_open,
        "reads_all": reads_all,
        "is_organizer": is_organizer,
        "beside": beside(request, cycle, application.pk),
        "query": kept_query(request).urlencode(),
    }
    if reviews_open and request.roles & {ORGANIZER, COMMITTEE}:
        context |= _scores(request, cycle, application, score_form)
    if is_organizer and reviews_open:
        context |= _decision(request, cycle, application, form)
    return context


def _scores(request, cycle, application, form):
    """Organizers read all of them; administrators have no business with any."""
    is_organizer = ORGANIZER in request.roles
    desk = scoring.desk(
        application,
        request.user,
        reads_all=is_organizer,
        is_open=is_organizer and "scores" in request.GET,
    )
    shown = {"scores": desk, "scale": cycle.review_scale}
    if not is_organizer:
        shown["slice"] = scoring.own_progress(cycle, request.user)
    if application.told_at is None and (desk.criteria or not is_organizer):
        shown["score_form"] = form or ScoreForm(
            criteria=desk.criteria,
            scale=cycle.review_scale,
            role=application.role,
            own=desk.own,
        )
    return shown


def _decision(request, cycle, application, form):
    shown = {
        "form": form
        or DecisionForm(initial=DecisionForm.initial_for(application), role=application.role),
        "committee": queries.committee_for(application, cycle),
        "earlier": queries.earlier_applications(application),
    }
    if application.status == Application.Status.SUBMITTED:
        one = Application.objects.filter(pk=application.pk)
        opened = open_points_for(cycle, one, request.user, roles=request.roles)
        shown["open_words"] = opened.words(application.pk)
        shown["is_held_back"] = bool(opened.stops)
    if queries.asks_about_performance(application):
        asked = review_lists.asked_about(cycle, request.user, roles=request.roles)
        asked = asked.filter(pk=application.pk)
        shown["confirmation"] = next(iter(review_lists.confirmations(asked)), None)
    return shown


def kept_query(request):
    """The filters of the list, which go along; scores are opened for one application at a time."""
    query = request.GET.copy()
    query.pop("scores", None)
    return query


def beside(request, cycle, pk):
    """Where the application stands in the list the person came from."""
    if ORGANIZER in request.roles or request.user.is_staff:
        return queries.neighbours(_table(request, cycle).found, pk)
    mine = queries.readable(cycle, request.user, request.roles)
    order = ["pk"] if cycle.review_is_blind else ["sort_name", "pk"]
    return queries.neighbours(mine.order_by(*order), pk)


def _table(request, cycle):
    reads_scores = ORGANIZER in request.roles
    return Table(cycle, request.GET, request.user, reads_scores=reads_scores)


def next_address(request, cycle, application):
    """Where saving leads: on in the list when that was asked for, else back to the same page."""
    found = beside(request, cycle, application.pk) if "next" in request.POST else None
    following = found.next if found else None
    return address(cycle, following or application.pk, kept_query(request))


def address(cycle, pk, query):
    return of_cycle("applications:application_detail", cycle, query.urlencode(), pk=pk)
