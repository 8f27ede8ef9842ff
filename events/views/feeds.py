"""The dates of a person in their own calendar program."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events import calendars
from events.actions import feeds
from events.models import CalendarFeed
from events.queries.feeds import entries
from people.access import public, signed_in


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request):
    """Where somebody gets the secret address, replaces it, or turns it off."""
    if request.method == "POST":
        _change(request, request.POST.get("do"))
        return redirect("events:calendar")
    feed = CalendarFeed.objects.filter(person=request.user).first()
    return render(request, "events/calendar.html", {"feed": feed, "at": timezone.now()})


@public
@require_safe
def feed(request, token):
    """What the calendar program reads: the address alone says whose dates they are."""
    found = get_object_or_404(CalendarFeed.objects.by_token(token).select_related("person"))
    at = timezone.now()
    with timezone.override(found.person.time_zone):
        answer = calendars.feed(
            entries(found.person, at=at),
            at=at,
            title=_("Mentoring, %(site)s") % {"site": settings.SITE_NAME},
        )
    feeds.note_read(found, at=at)
    return answer


def _change(request, do):
    person, at = request.user, timezone.now()
    if do == "replace":
        feeds.replace(person, at=at)
        messages.success(
            request,
            _("The old address has stopped working. Put the new one into your calendar."),
        )
    elif do == "off":
        feeds.turn_off(person)
        messages.success(request, _("The address is off. Calendars that read it get nothing more."))
    elif do == "make":
        feeds.make(person, at=at)
