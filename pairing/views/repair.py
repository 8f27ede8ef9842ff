"""Ways on from published pairs: what each would do, and the click that does it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from pairing.actions import publication, repairs
from pairing.actions.publication import may_take_back
from pairing.models import Board
from pairing.queries.publishing.publication import waiting
from pairing.queries.publishing.repair import outlook
from pairing.runs import without
from pairs.permissions import conflicted
from people import refusals
from programs.access import ORGANIZER, organizers


@organizers
@require_http_methods(["GET", "HEAD", "POST"])
def repair(request, cycle):
    at = timezone.now()
    board = Board.objects.filter(cycle=cycle, published_at__isnull=False).first()
    if request.method == "POST":
        return _apply(request, cycle, at)
    if board is None:
        messages.error(request, _("Repairs begin once the pairs are published."))
        return redirect("pairing:board", cycle.program.slug, cycle.slug)
    found = outlook(cycle, at=at)
    context = {
        "cycle": cycle,
        "outlook": found,
        "why": without.now([*found.mentees, *found.mentors]),
        "waits": may_take_back(board, at),
        "may_change": ORGANIZER in request.roles,
        "conflicted": conflicted(request.user, cycle),
        "late_count": waiting(cycle).count(),
        "done": board.changes.filter(action="repair").select_related("by")[:20],
    }
    return render(request, "pairing/repair.html", context)


@organizers
@require_POST
def late_tell(request, cycle):
    """Tell those who came late that they have no partner for now."""
    with refusals.shown(request):
        count = publication.tell_late(cycle, by=request.user, at=timezone.now())
        said = ngettext("%(n)d person is told.", "%(n)d people are told.", count)
        messages.success(request, said % {"n": count})
    return redirect("pairing:repair", cycle.program.slug, cycle.slug)


def _apply(request, cycle, at):
    if ORGANIZER not in request.roles:
        raise PermissionDenied
    key, is_named = request.POST.get("choice", ""), request.POST.get("named") == "yes"
    with refusals.shown(request):
        choice = repairs.apply(cycle, key, by=request.user, at=at, is_named=is_named)
        count = len(choice.persons)
        said = ngettext("Done. %(n)d person is told.", "Done. %(n)d people are told.", count)
        messages.success(request, said % {"n": count})
    return redirect("pairing:repair", cycle.program.slug, cycle.slug)
