"""The feed of a program, as those who take part read it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from announcements.queries import feed as queries
from notifications.actions import choices
from programs.access import participants_and_organizers
from programs.addresses import of_cycle

SHOWS = {
    "": gettext_lazy("All"),
    "post": gettext_lazy("Posts"),
    "prompt": gettext_lazy("Questions"),
    "resource": gettext_lazy("Resources"),
}


@participants_and_organizers
@require_safe
def feed(request, cycle):
    show = request.GET.get("show", "")
    show = show if show in SHOWS else ""
    takes_part = request.user.participations.filter(cycle=cycle).exists()
    context = {
        "cycle": cycle,
        "entries": queries.entries(cycle, request.user, sees_all=not takes_part, show=show),
        "show": show,
        "shows": SHOWS.items(),
        "is_muted": queries.is_muted(request.user),
        "pairs": queries.own_pairs(cycle, request.user),
    }
    return render(request, "announcements/feed.html", context)


@participants_and_organizers
@require_POST
def feed_mute(request, cycle):
    """No mail of what is posted any more, or mail again; the feed itself stays."""
    if request.POST.get("mute") == "no":
        choices.switch_on(request.user, queries.KIND)
        messages.success(request, _("You get posts by mail again."))
    else:
        choices.switch_off(request.user, queries.KIND)
        messages.success(request, _("You no longer get posts by mail. You find them here."))
    return redirect(of_cycle("announcements:feed", cycle))
