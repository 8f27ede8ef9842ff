"""Links to the public page: made and counted by organizers, opened by whoever gets one."""

from django.contrib import messages as flash
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from applications.actions import links as actions
from applications.forms.links import LinkForm
from applications.models import InvitationLink
from applications.queries import links as queries
from applications.rules import visits
from people.access import public
from programs.access import organizers
from programs.models import Cycle
from programs.permissions import ORGANIZER


@organizers
def link_list(request, cycle):
    at = timezone.now()
    form = LinkForm(request.POST or None, cycle=cycle, today=cycle.day(at))
    if request.method == "POST":
        if "usual" in request.POST:
            actions.add_usual(cycle, by=request.user, at=at)
            return redirect("applications:link_list", cycle.program.slug, cycle.slug)
        if form.is_valid():
            try:
                actions.add(cycle, **form.values, by=request.user, at=at)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                flash.success(request, _("The link is ready to copy."))
                return redirect("applications:link_list", cycle.program.slug, cycle.slug)
    calls = queries.calls_in_words(cycle, at)
    found = list(queries.links_of(cycle))
    for link in found:
        link.cycle = cycle
    without = queries.without_link(cycle)
    context = {
        "cycle": cycle,
        "form": form,
        "links": [(link, queries.address(link), link.is_open(at)) for link in found],
        "texts": [
            (link, queries.ready_text(link, calls))
            for link in found
            if link.is_open(at) and not link.is_late
        ],
        "without": without,
        "most_sent": max([without["sent"], *(link.sent for link in found)]),
        "has_usual": {link.channel for link in found} >= set(actions.USUAL),
        "may_change": ORGANIZER in request.roles,
    }
    return render(request, "applications/link_list.html", context)


@organizers
@require_POST
def link_close(request, cycle, pk):
    link = get_object_or_404(cycle.links, pk=pk)
    actions.close(link, by=request.user, at=timezone.now())
    flash.success(request, _("The link is closed. People who applied with it still count."))
    return redirect("applications:link_list", cycle.program.slug, cycle.slug)


@public
def link_open(request, code):
    """Count who opens it and go on to the public page; a late link asks first."""
    found = InvitationLink.objects.select_related("cycle__program", "role", "cycle")
    link = get_object_or_404(found, code=code)
    cycle, at = link.cycle, timezone.now()
    if not Cycle.objects.visible_to(request.user).filter(pk=cycle.pk).exists():
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.get_full_path())
    if request.method == "GET" and link.is_open(at):
        _remember(request, link)
    if link.is_late:
        return _late(request, link, at)
    if link.role is not None and request.user.is_authenticated:
        return redirect(
            "applications:application_apply", cycle.program.slug, cycle.slug, link.role.slug
        )
    return redirect("programs:cycle_public", cycle.program.slug, cycle.slug)


def _remember(request, link):
    """By which link this browser came, and count it the first time it came by this one."""
    came_by = request.session.get(actions.SESSION_KEY, {})
    request.session[actions.SESSION_KEY] = came_by | {str(link.cycle_id): link.pk}
    opened = request.session.get(actions.OPENED_KEY, [])
    if link.pk not in opened and visits.is_somebody(request.headers):
        actions.visit(link)
        request.session[actions.OPENED_KEY] = [*opened, link.pk][-actions.MOST_LINKS :]


def _late(request, link, at):
    """Reading the page takes no place; a program that scans mail opens links too."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    cycle, problem = link.cycle, ""
    if request.method == "POST":
        try:
            actions.let_in(link, request.user, at=at)
        except ValidationError as error:
            problem = error.messages[0]
        else:
            return redirect(
                "applications:application_apply", cycle.program.slug, cycle.slug, link.role.slug
            )
    context = {"cycle": cycle, "link": link, "is_open": link.is_open(at), "problem": problem}
    return render(request, "applications/link_late.html", context)
