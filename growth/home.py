"""What growth says on the home page of a person who uses it: one line each, and nothing otherwise."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from growth.binder.permissions import waiting_for
from growth.conversations import permissions as talks
from growth.conversations.queries import next_planned
from growth.opportunities import permissions as opportunities
from growth.opportunities import queries as places
from growth.opportunities.models import OpportunityApplication
from growth.pathway.queries.entries import open_this_quarter
from growth.plans import queries as plans
from growth.promotion import permissions as promotion
from growth.promotion.queries import answered_lately
from growth.setup.permissions import growth_is_on, uses_growth
from growth.sharing.queries import people_who_share_with
from people.models import User

Cover = OpportunityApplication.Cover
MOST_REVIEWS = 5  # lines on the home page of a manager of many


@dataclass(frozen=True)
class Line:
    """A sentence, and the page where it goes on."""

    icon: str
    text: str
    address: str


def lines(person: User, at: datetime) -> list[Line]:
    """In the order of their urgency; no query while growth is off."""
    today = timezone.localdate(at)
    own = []
    if uses_growth(person):
        waiting = [*_talks(person, today), *_review(person, at)]
        own = [*waiting, *_pathway(person, at), *_plan(person, today)]
    if not growth_is_on(person):
        return own
    asked = [*_reviews(person), *_cover(person), *_not_covered(person), *_runs(person)]
    return [*asked, *own, *_places(person, today), *_consents(person), *_shared(person)]


def _talks(person: User, today: date) -> list[Line]:
    planned = next_planned(person)
    if planned is None:
        return []
    words = {
        "name": planned.manager,
        "day": formats.date_format(planned.held_on, "l, j F"),
    }
    said = _("You talk with %(name)s about your growth on %(day)s.")
    if planned.held_on < today:
        said = _("Did you talk with %(name)s on %(day)s? Write down what you agreed on.")
    return [Line("calendar", said % words, reverse("growth:conversations"))]


def _pathway(person: User, at: datetime) -> list[Line]:
    waiting = open_this_quarter(person, at)
    if not waiting:
        return []
    said = ngettext(
        "One item of your pathway is open this quarter.",
        "%(n)s items of your pathway are open this quarter.",
        waiting,
    )
    return [Line("route", said % {"n": waiting}, reverse("growth:pathway"))]


def _plan(person: User, today: date) -> list[Line]:
    due = plans.due(person, today)
    soon = ngettext(
        "One goal or step of your plan is due this quarter.",
        "%(n)s goals and steps of your plan are due this quarter.",
        due.soon,
    )
    late = ngettext(
        "One goal or step of your plan is past its date.",
        "%(n)s goals and steps of your plan are past their date.",
        due.late,
    )
    return [
        Line("target", said % {"n": count}, reverse("growth:plan"))
        for said, count in ((soon, due.soon), (late, due.late))
        if count
    ]


def _review(person: User, at: datetime) -> list[Line]:
    """The answer to a promotion document, while it is news."""
    row = answered_lately(person, at)
    if row is None:
        return []
    said = _("%(name)s reviewed your promotion document.") % {"name": row.reviewer}
    return [Line("award", said, reverse("growth:promotion_document", args=[row.document_id]))]


def _reviews(person: User) -> list[Line]:
    """Promotion documents that wait for this manager."""
    said = _("%(name)s asks you to review a promotion document.")
    return [
        Line("award", said % {"name": row.document.person}, reverse("growth:review", args=[row.pk]))
        for row in promotion.waiting_for(person)[:MOST_REVIEWS]
    ]


def _consents(person: User) -> list[Line]:
    """Evidence of colleagues that nobody else reads before this person says yes."""
    people = {item.person for item in waiting_for(person)}
    if not people:
        return []
    said = ngettext(
        "%(name)s asks whether others may read something of yours.",
        "%(n)s colleagues ask whether others may read something of yours.",
        len(people),
    )
    words = {"name": next(iter(people)), "n": len(people)}
    return [Line("eye", said % words, reverse("growth:consents"))]


def _cover(person: User) -> list[Line]:
    """Colleagues who need cover from their manager before they can go."""
    undecided = OpportunityApplication.UNDECIDED
    asked = opportunities.cover_requests(person).filter(cover="asked", state__in=undecided)
    said = _("Can you cover for %(name)s? They applied for “%(title)s”.")
    return [
        Line(
            "calendar-clock",
            said % {"name": one.person, "title": one.opportunity},
            reverse("growth:opportunity_cover", args=[one.pk]),
        )
        for one in asked[:5]
    ]


def _not_covered(person: User) -> list[Line]:
    """What the manager could not cover for as it was asked: other dates, or to let it be."""
    refused = opportunities.own_applications(person).filter(
        cover__in=[Cover.OTHER_DATES, Cover.REFUSED],
        state__in=OpportunityApplication.UNDECIDED,
    )
    said = {
        Cover.OTHER_DATES: _("%(name)s asks for other dates for “%(title)s”."),
        Cover.REFUSED: _("%(name)s cannot cover for you this time: “%(title)s”."),
    }
    return [
        Line(
            "calendar-clock",
            said[Cover(one.cover)] % {"name": one.cover_answered_by, "title": one.opportunity},
            reverse("growth:opportunity", args=[one.opportunity.slug]),
        )
        for one in refused.select_related("cover_answered_by")[:5]
    ]


def _runs(person: User) -> list[Line]:
    """Applications that wait for the answer of those who run the opportunity."""
    found = []
    for run in places.runs(person)[:5]:
        said = ngettext(
            "One application for “%(title)s” waits for your answer.",
            "%(n)s applications for “%(title)s” wait for your answer.",
            run.waiting,
        )
        words = {"n": run.waiting, "title": run.opportunity}
        address = reverse("growth:applicant_list", args=[run.opportunity.slug])
        found.append(Line("inbox", said % words, address))
    return found


def _places(person: User, today: date) -> list[Line]:
    """The next thing somebody has a place in."""
    found = places.begins_next(person, today)
    if found is None:
        return []
    day, application = found
    said = _("“%(title)s” begins on %(day)s, and you have a place.")
    words = {"title": application.opportunity, "day": formats.date_format(day, "l, j F")}
    address = reverse("growth:opportunity", args=[application.opportunity.slug])
    return [Line("footprints", said % words, address)]


def _shared(person: User) -> list[Line]:
    found = []
    for talk in talks.unseen_by(person)[:3]:
        other = talk.manager if talk.person_id == person.pk else talk.person
        said = _("%(name)s wrote down your talk of %(day)s.")
        words = {"name": other, "day": formats.date_format(talk.held_on, "j F")}
        address = reverse("growth:conversations")
        if talk.person_id != person.pk:
            address = reverse("growth:shared_conversations", args=[talk.person_id])
        found.append(Line("message-square-text", said % words, address))
    sharing = people_who_share_with(person).count()
    if sharing:
        said = ngettext(
            "One colleague shares their growth with you.",
            "%(n)s colleagues share their growth with you.",
            sharing,
        )
        found.append(Line("users", said % {"n": sharing}, reverse("growth:shared")))
    return found
