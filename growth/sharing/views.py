from itertools import groupby

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from growth.setup.access import everybody_in_growth, growers
from growth.sharing import actions, queries
from growth.sharing.models import Share


@growers
def sharing(request):
    """Who can read what of mine, now and before."""
    shares = list(queries.all_readers_of(request.user))
    context = {
        "shares": shares,
        "manager_reads": any(share.reader_id == request.user.manager_id for share in shares),
        "ended": queries.ended_of(request.user),
        "nav_current": "growth",
    }
    return render(request, "growth/sharing/sharing.html", context)


@growers
@require_POST
def share_end(request, pk):
    share = get_object_or_404(
        Share.objects.select_related("reader"), pk=pk, owner=request.user, ended_at__isnull=True
    )
    actions.take_back(share, at=timezone.now())
    said = _("%(name)s can no longer read it.")
    messages.success(request, said % {"name": share.reader})
    return redirect(_back(request))


@everybody_in_growth
def shared(request):
    """What others let me read."""
    shares = queries.shared_with(request.user)
    people = [(owner, list(rows)) for owner, rows in groupby(shares, key=lambda row: row.owner)]
    return render(
        request, "growth/sharing/shared.html", {"people": people, "nav_current": "growth"}
    )


def _back(request):
    """The page the button was on, if it is one of ours."""
    address = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours else "growth:sharing"
