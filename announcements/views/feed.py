"""The feed of a program, as those who take part read it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from announcements.actions import feed as actions
from announcements.queries import feed as queries
from announcements.queries.beside import beside
from programs.access import participants_and_organizers
from programs.addresses import of_cycle
from programs.permissions import is_organizer

SHOWS = {
    "": gettext_lazy("All"),
    "post": gettext_lazy("Posts"),
    "prompt": gettext_lazy("Questions"),
    "resource": gettext_lazy("Resources"),
    "kudos": gettext_lazy("Thanks"),
}


@participants_and_organizers
@require_safe
def feed(request, cycle):
    """All of it, or of one kind (`show`), or for those of one role or everyone (`for`)."""
    at, person = timezone.now(), request.user
    show, to = request.GET.get("show", ""), request.GET.get("for", "")
    takes_part = _takes_part(request, cycle)
    entries = queries.entries(cycle, person, sees_all=not takes_part)
    pairs = queries.own_pairs(cycle, person)
    audiences = queries.audiences_among(entries)
    show = show if show in SHOWS else ""
    to = to if to in {one.key for one in audiences} else ""
    chosen = [
        one
        for one in entries
        if show in {"", one.what} and (not to or (one.audience and one.audience.key == to))
    ]
    organizes = is_organizer(person, cycle.program)
    context = {
        "cycle": cycle,
        "entries": queries.with_buttons(chosen, person, at, sees_totals=organizes),
        "unread": sum(one.is_unread for one in entries),
        "show": show,
        "shows": SHOWS.items(),
        "to": to,
        "audiences": audiences,
        "is_organizer": organizes,
        "takes_part": takes_part,
        "is_muted": queries.is_muted(person, cycle),
        "pairs": pairs,
        "beside": beside(cycle, person, pairs, at),
    }
    return render(request, "announcements/feed.html", context)


@participants_and_organizers
@require_POST
def feed_mute(request, cycle):
    """No mail of what is posted in this program any more, or mail again; the feed itself stays."""
    if request.POST.get("mute") == "no":
        actions.unmute(request.user, cycle.program)
        messages.success(request, _("You get posts by mail again."))
    else:
        actions.mute(request.user, cycle.program)
        messages.success(request, _("You no longer get posts by mail. You find them here."))
    return redirect(of_cycle("announcements:feed", cycle))


@participants_and_organizers
@require_POST
def feed_read(request, cycle):
    """One thing is read, or everything that is there now."""
    sees_all, key = not _takes_part(request, cycle), request.POST.get("key", "")
    entries = queries.entries(cycle, request.user, sees_all=sees_all)
    chosen = [one for one in entries if one.key and key in {"all", one.key}]
    if not chosen and key != "all":
        raise Http404
    actions.mark_read(request.user, chosen)
    return redirect(of_cycle("announcements:feed", cycle))


def _takes_part(request, cycle):
    return request.user.participations.filter(cycle=cycle).exists()
