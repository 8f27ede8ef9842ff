"""What the page of links shows: who came by which, and a text for every channel."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse

from applications.models import Application, InvitationLink
from programs.models import Cycle
from programs.queries.calls import choose, roles_applied_for
from programs.rules import days, timeline

Status = Application.Status
Channel = InvitationLink.Channel
_SENT = ~Q(applications__status__in=[Status.DRAFT, Status.WITHDRAWN])


def links_of(cycle: Cycle) -> QuerySet[InvitationLink]:
    """Every link with how many began and sent an application by it, and how many it let in."""
    return cycle.links.select_related("role").annotate(
        begun=Count("applications", distinct=True),
        sent=Count("applications", filter=_SENT, distinct=True),
        used=Count("entries", distinct=True),
    )


def without_link(cycle: Cycle) -> dict[str, int]:
    """Applications of people who came by no link."""
    return Application.objects.filter(cycle=cycle, source=None).aggregate(
        begun=Count("pk"), sent=Count("pk", filter=~Q(status__in=[Status.DRAFT, Status.WITHDRAWN]))
    )


def address(link: InvitationLink) -> str:
    return settings.BASE_URL + reverse("applications:link_open", args=[link.code])


@dataclass(frozen=True)
class CallInWords:
    role: str
    when: str
    state: str


def calls_in_words(cycle: Cycle, at: datetime) -> list[CallInWords]:
    """Who is looked for and until when, for every role people apply for."""
    found = []
    for role in roles_applied_for(cycle).prefetch_related("calls"):
        call = choose(role.calls.all(), at)
        if call is not None and call.opens_at and call.closes_at:
            zone = cycle.tzinfo
            opens, closes = days.first_day(call.opens_at, zone), days.last_day(call.closes_at, zone)
            when = timeline.span_in_words(opens, closes)
            found.append(CallInWords(role.name_of_several, when, call.state(at)))
    return found


def ready_text(link: InvitationLink, calls: list[CallInWords]) -> str:
    """The words to send through this channel, made from the facts of the cycle."""
    name = link.channel if link.channel in _TEXTS else Channel.MAIL
    context = {
        "link": link,
        "cycle": link.cycle,
        "program": link.cycle.program,
        "calls": calls,
        "address": address(link),
        "length": _length(link.cycle),
    }
    return render_to_string(f"applications/channels/{name}.txt", context).strip()


def _length(cycle: Cycle) -> str:
    if cycle.starts_on is None or cycle.ends_on is None:
        return ""
    return timeline.span_in_words(cycle.starts_on, cycle.ends_on)


_TEXTS = {Channel.MAIL, Channel.CHAT, Channel.NEWSLETTER, Channel.POSTER, Channel.PERSON}
