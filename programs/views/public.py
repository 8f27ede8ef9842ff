from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from people.access import public as everybody
from programs.access import visitors
from programs.models import Call
from programs.permissions import is_organizer, may_create_programs
from programs.queries import public, published_results, quotes
from programs.rules import timeline


@visitors
@require_safe
@conditional_page
def cycle_public(request, cycle):
    at = timezone.now()
    page = public.page(cycle) if cycle.published_at else public.read(cycle)
    results = published_results.of_cycle(cycle)
    context = {
        "nav_current": "programs",
        "has_results": results is not None
        and results.is_shown(at)
        and published_results.may_read(request.user, results, at=at),
        **context_of(page, cycle, request.user, at=at),
    }
    context["bar_doors"] = [door for door in context["doors"] if door.leads_to_form]
    return _revalidated(request, render(request, "programs/cycle_public.html", context))


def context_of(page, cycle, user, *, at):
    """All the public page prints; the settings show the same page while its texts are typed."""
    entries = timeline.entries(
        cycle, calls=page.calls, milestones=page.milestones, today=cycle.day(at)
    )
    doors = public.doors(page, user, at=at)
    return {
        "cycle": cycle,
        "page": page,
        "roles": [(role, page.requirements[role.pk]) for role in page.roles],
        "doors": doors,
        "late_doors": [door for door in doors if door.state == Call.State.LATE],
        "entries": entries,
        "quotes": quotes.on_page(cycle),
        "cadence": public.cadence_in_words(cycle),
        "at": at,
        "is_over": cycle.is_over(cycle.day(at)),
        "is_organizer": user.is_authenticated and is_organizer(user, cycle.program),
    }


@everybody
@require_safe
@conditional_page
def program_list(request):
    at = timezone.now()
    groups = public.by_program(public.listed(request.user), at=at)
    context = {
        "groups": groups,
        "at": at,
        "nav_current": "programs",
        "may_create": may_create_programs(request.user),
    }
    return _revalidated(request, render(request, "programs/program_list.html", context))


def _revalidated(request, response):
    """Visitors' browsers may keep the page, but ask whether it changed; signed-in pages are not kept."""
    if not request.user.is_authenticated:
        patch_cache_control(response, no_cache=True)
    return response
