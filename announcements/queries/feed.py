"""The feed of a program: what its organizers posted to this person, resources, and lines for
everyone of those who take part."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from announcements import rules
from announcements.models import Announcement, FeedRead, MutedFeed
from announcements.models.announcement import AnnouncementQuerySet
from announcements.queries import asks
from announcements.queries.asks import KIND, Ask, Totals
from completion.models import Kudos
from completion.queries import thanks
from events.models import Resource
from events.queries.learning import visible_resources
from notifications.keys import key_of, number_in
from notifications.models import Message, SwitchedOff
from pairs.models import Pair
from people.models import User
from programs.models import Cycle, Role

EVERYONE = "everyone"
MOST = 100  # of each, the newest


@dataclass(frozen=True)
class Audience:
    """Who a post is for, by its key in the address: a role, or everyone who takes part."""

    key: str
    name: str
    label: str


@dataclass(frozen=True)
class Entry:
    """One thing on the feed. A resource without a day has been there from the beginning; it and a
    line for everyone wait for nobody to read them. What went to a group that is no role, such as
    people without a partner, names no audience."""

    what: str
    title: str
    text: str
    at: datetime | None
    by: User | None = None
    post: Announcement | None = None
    resource: Resource | None = None
    kudos: Kudos | None = None
    is_read: bool = False
    audience: Audience | None = None
    ask: Ask | None = None
    totals: Totals | None = None

    @property
    def key(self) -> str:
        row = self.post or self.resource
        return key_of(row) if row is not None else ""

    @property
    def is_unread(self) -> bool:
        return bool(self.key) and self.at is not None and not self.is_read


def entries(cycle: Cycle, person: User, *, sees_all: bool) -> list[Entry]:
    """The newest first. Somebody reads the posts that went to them, organizers all of them."""
    found = [*_posts(cycle, person, sees_all=sees_all), *_resources(cycle)]
    read = set(FeedRead.objects.filter(person=person).values_list("post", "resource"))
    marked = [
        replace(one, is_read=(_number(one.post), _number(one.resource)) in read) for one in found
    ]
    return sort([*marked, *_lines(cycle)])


def with_buttons(
    found: list[Entry], person: User, at: datetime, *, sees_totals: bool
) -> list[Entry]:
    """The same with what posts ask of this person, and for organizers how many have done it."""
    posts = [one.post for one in found if one.post is not None]
    asked = asks.asks(posts, person, at)
    figures = asks.totals(posts) if sees_totals else {}
    return [
        one
        if one.post is None
        else replace(one, ask=asked.get(one.post.pk), totals=figures.get(one.post.pk))
        for one in found
    ]


def audiences_among(found: Iterable[Entry]) -> list[Audience]:
    """Each once, in the order of their names; what is for everyone first."""
    named = {one.audience for one in found if one.audience is not None}
    return sorted(named, key=lambda one: (one.key != EVERYONE, one.label))


def sort(found: Iterable[Entry]) -> list[Entry]:
    """The newest first, what was always there last."""
    return sorted(found, key=lambda one: one.at.timestamp() if one.at else 0, reverse=True)


def unread(cycle: Cycle, person: User) -> int:
    """How many things this person has not marked as read; three queries at most."""
    read = FeedRead.objects.filter(person=person)
    posts = _gone_to(cycle, person).exclude(pk__in=read.filter(post__isnull=False).values("post"))
    resources = visible_resources(cycle).filter(posted_at__isnull=False)
    known = read.filter(resource__isnull=False).values("resource")
    return posts.count() + resources.exclude(pk__in=known).count()


def is_muted(person: User, cycle: Cycle) -> bool:
    """In this program, or posts of all of them are switched off."""
    muted = MutedFeed.objects.filter(person=person, program=cycle.program_id)
    return muted.exists() or SwitchedOff.objects.filter(person=person, kind=KIND).exists()


def own_pairs(cycle: Cycle, person: User) -> list[Pair]:
    """Whose agenda a question can go on."""
    return list(Pair.objects.active().of(person).filter(cycle=cycle).with_people())


def _gone(cycle: Cycle) -> AnnouncementQuerySet:
    return cycle.announcements.filter(state=Announcement.State.GONE).exclude(feed_as="")


def _gone_to(cycle: Cycle, person: User) -> AnnouncementQuerySet:
    told = Message.objects.filter(kind=KIND, to=person).values_list("about", flat=True)
    return _gone(cycle).filter(pk__in=[number_in(about, Announcement) for about in told])


def _posts(cycle: Cycle, person: User, *, sees_all: bool) -> list[Entry]:
    gone = _gone(cycle) if sees_all else _gone_to(cycle, person)
    rows = list(gone.select_related("written_by").order_by("-gone_at", "-pk")[:MOST])
    roles = list(cycle.roles.all())
    for row in rows:
        row.cycle = cycle
    return [_entry(row, cycle, person, roles) for row in rows]


def _entry(row: Announcement, cycle: Cycle, person: User, roles: list[Role]) -> Entry:
    words = rules.words(row.subject, row.text, cycle, person)
    return Entry(
        row.feed_as,
        words["subject"],
        words["text"],
        row.gone_at,
        row.written_by,
        post=row,
        audience=_audience(row, roles),
    )


def _for_everyone() -> Audience:
    return Audience(EVERYONE, _("Everyone"), _("For everyone"))


def _audience(row: Announcement, roles: list[Role]) -> Audience | None:
    chosen = set(row.audiences)
    if "taking_part" in chosen:
        return _for_everyone()
    found = [role for role in roles if f"taking_part:{role.pk}" in chosen]
    if len(found) != 1 or len(chosen) != 1:
        return None
    role = found[0]
    label = _("For %(role)s") % {"role": role.several_in_a_sentence}
    return Audience(role.slug, role.name_of_several, label)


def _resources(cycle: Cycle) -> list[Entry]:
    return [
        Entry(
            "resource", row.title, row.text, row.posted_at, resource=row, audience=_for_everyone()
        )
        for row in visible_resources(cycle)[:MOST]
    ]


def _lines(cycle: Cycle) -> list[Entry]:
    """Public while both agree; the page asks the rows each time."""
    return [
        Entry(
            "kudos",
            row.receiver.name,
            row.line,
            row.agreed_at,
            row.giver,
            kudos=row,
            audience=_for_everyone(),
        )
        for row in thanks.of_program(cycle)
    ]


def _number(row: Announcement | Resource | None) -> int | None:
    return None if row is None else row.pk
