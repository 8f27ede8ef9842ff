"""The one message everybody gets when pairs are published, and what the status page adds to it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import Application, Participation
from applications.queries.standing import Outcome
from events.models import Event
from notifications.kinds import Kind
from notifications.models import Message
from pairing.actions.publication import KIND
from pairing.queries.publishing.publication import (
    Meeting,
    News,
    common_ground,
    facts_of,
    published_news,
)
from pairing.rules import reasons
from pairing.runs import without
from pairs.models import Pair
from pairs.rules import extending
from people.models.columns import known
from people.zones import zone_in_words
from programs.models import Cycle, Milestone, Obligation, Role

Status = Application.Status


@dataclass(frozen=True)
class Entry:
    """A line of the dates in the message."""

    when: str
    what: str
    link: str = ""


class PairsPublished(Kind):
    """The one message everybody gets who applied and was not refused."""

    name = KIND
    label = gettext_lazy("Pairs are published")
    rows = Cycle.objects.select_related("program")
    lasts = timedelta(days=21)

    def context(self, message: Message, cycle: Cycle, at: datetime) -> dict:
        return context_of(published_news(cycle, message.reader), at=at)

    def still_true(self, message: Message, cycle: Cycle, at: datetime) -> bool:
        """Somebody whose pairs have all ended since hears of that, and not of a pair."""
        told = [Status.PAIRED, Status.UNPAIRED, Status.MENTOR_ONLY]
        is_in = cycle.applications.filter(person=message.to_id, status__in=told).exists()
        pairs = Pair.objects.filter(cycle=cycle).of(message.to)
        is_as_published = pairs.active().exists() or not pairs.exists()
        return cycle.pairs_published_at is not None and is_in and is_as_published


def context_of(news: News, *, at: datetime) -> dict:
    """What the templates of the message read, before and after publishing."""
    cycle, today = news.cycle, news.cycle.day(at)
    partners: dict[str, list[Meeting]] = {side: [] for side in (Role.Side.MENTOR, Role.Side.MENTEE)}
    for meeting in news.meetings:
        partners[meeting.own_side].append(meeting)
    return {
        "news": news,
        "cycle": cycle,
        "my_mentors": partners[Role.Side.MENTEE],
        "my_mentees": partners[Role.Side.MENTOR],
        "today": today,
        "is_ahead": cycle.starts_on is None or cycle.starts_on >= today,
        "trainings": cycle.trainings.exclude(obligation=Obligation.OPTIONAL),
        "dates": dates_of(cycle, today),
        "zone": zone_in_words(cycle.zone),
        "status_link": _link("applications:application_status", cycle.program.slug, cycle.slug),
        "calendar_link": _link("events:cycle_dates", cycle.program.slug, cycle.slug),
        "base": settings.BASE_URL,
    }


def _link(name: str, *args: object) -> str:
    path = _path(name, *args)
    return settings.BASE_URL + path if path else ""


def _path(name: str, *args: object) -> str:
    """Empty where no such page exists."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def dates_of(cycle: Cycle, today: date) -> list[Entry]:
    """Public milestones and sittings of events from today on."""
    milestones = cycle.milestones.filter(is_public=True, starts_on__gte=today).exclude(
        kind__in=[Milestone.Kind.PAIRS_ANNOUNCED]
    )
    dated = [
        (known(row.starts_on), Entry(_day_words(row), row.title, row.link)) for row in milestones
    ]
    for event in Event.objects.filter(cycle=cycle).prefetch_related("slots"):
        for slot in event.slots.all():
            local = slot.starts_at.astimezone(cycle.tzinfo)
            if local.date() >= today:
                when = date_format(local, "D j F Y, H:i")
                dated.append((local.date(), Entry(when, event.title, slot.link or event.link)))
    return [entry for _on, entry in sorted(dated, key=lambda pair: pair[0])]


def _day_words(row: Milestone) -> str:
    first_day = known(row.starts_on)
    first = date_format(first_day, "j F Y")
    if row.precision == Milestone.Precision.SPAN:
        return _("%(first)s to %(last)s") % {
            "first": date_format(first_day, "j F"),
            "last": date_format(known(row.ends_on), "j F Y"),
        }
    if row.precision == Milestone.Precision.WEEK:
        return _("Week of %(first)s") % {"first": first}
    if row.precision == Milestone.Precision.MONTH:
        return date_format(first_day, "F Y")
    return first


def outcomes_of(applications: list[Application]) -> dict[int, Outcome]:
    """What the status page says about pairing, by application; constant queries.

    The pair that lasts, else the one that ended last, else why there is none.
    """
    ids = [row.pk for row in applications]
    mine = Pair.objects.with_member(participation__application__in=ids).with_people("application")
    rows = list(mine.order_by(F("ended_at").asc(nulls_last=True), "-pk"))
    why = common_ground(rows)
    told: dict[int, list[Outcome]] = {}
    for pair in rows:
        for own, partner in ((pair.mentor, pair.mentee), (pair.mentee, pair.mentor)):
            if own.application_id in ids:
                outcome = _with_partner(pair, partner, why[pair.pk])
                told.setdefault(own.application_id, []).append(outcome)
    found = {number: _together(outcomes) for number, outcomes in told.items()}
    unpaired = [row for row in applications if row.status == Application.Status.UNPAIRED]
    return found | _reasons([row for row in unpaired if row.pk not in found])


def _together(outcomes: list[Outcome]) -> Outcome:
    """The last one says how it stands; with it come the other pairs that last."""
    *before, last = outcomes
    return replace(last, more=tuple(one for one in reversed(before) if one.ended_on is None))


def _with_partner(pair: Pair, partner: Participation, why: list[str]) -> Outcome:
    return Outcome(
        address=_path("pairs:pair_detail", pair.pk),
        partner=partner.person,
        partner_role=partner.role,
        facts=facts_of(partner.application) if partner.application else "",
        why=why,
        ended_on=extending.ended_on(pair),
    )


def _reasons(applications: list[Application]) -> dict[int, Outcome]:
    if not applications:
        return {}
    known = without.told(applications)
    found = {}
    for application in [row for row in applications if row.pk in known]:
        side, called = application.role.side, application.cycle.called
        told = reasons.for_person(known[application.pk], side=side, called=called)
        found[application.pk] = Outcome(reason=told.reason, counts=told.counts, change=told.change)
    return found
