"""One mentor as somebody sees them: how the two fit, their weeks, what they owe."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from directory.models import Availability, MentoringRequest
from directory.permissions import Refusal, why_not_ask
from directory.queries import candidates
from directory.queries.candidates import monday_of
from directory.queries.replies import Debt, debts
from directory.rules.fit import Candidate, Comparison, Fit, Seeker
from directory.rules.hours import Span, in_utc, spans
from people.models import User

WEEKDAYS = 5


@dataclass(frozen=True)
class Day:
    """One day of two weeks laid over each other, on the reader's clock."""

    number: int  # 0 is Monday
    theirs: list[Span]
    mine: list[Span]
    both: list[Span]


@dataclass(frozen=True)
class Profile:
    mentor: User
    offer: Availability
    candidate: Candidate
    seeker: Seeker
    fit: Fit
    mark: str
    debt: Debt
    refusal: Refusal | None
    before: (
        MentoringRequest | None
    )  # their request to this mentor, while it is in the way of another
    week: list[Day]
    own_open: int
    day: date

    @property
    def others_open(self) -> int:
        """Open requests of other people."""
        return self.debt.open - (1 if self.before and self.before.is_open else 0)

    @property
    def unshared_topics(self) -> list[str]:
        shared = {topic.casefold() for topic in self.fit.topics}
        return [topic for topic in self.seeker.topics if topic.casefold() not in shared]

    @property
    def shared_spans(self) -> list[Span]:
        return [span for day in self.week for span in day.both]


def profile(user: User, offer: Availability, at: datetime) -> Profile:
    day = timezone.localtime(at).date()
    monday = monday_of(day)
    mentor = offer.person
    (candidate,) = candidates.candidates(Availability.objects.filter(pk=offer.pk))
    seeker = candidates.seeker(user)
    own = user.requests_made.open()
    return Profile(
        mentor=mentor,
        offer=offer,
        candidate=candidate,
        seeker=seeker,
        fit=Comparison(seeker, monday).fit(candidate),
        mark=candidates.marks_of(user).get(mentor.pk, ""),
        debt=debts([mentor.pk], at)[mentor.pk],
        refusal=why_not_ask(user, mentor, at),
        before=user.requests_made.in_the_way(at).filter(mentor=mentor).first(),
        week=week(seeker, candidate, monday),
        own_open=own.count(),
        day=day,
    )


def week(seeker: Seeker, mentor: Candidate, monday: date) -> list[Day]:
    """Monday to Friday, and the weekend where a far clock moves hours there; empty without hours."""
    if not mentor.slots:
        return []
    theirs = in_utc(tuple(mentor.slots), mentor.zone, monday)
    mine = in_utc(seeker.slots, seeker.zone, monday)
    laid = [spans(bits, seeker.zone, monday) for bits in (theirs, mine, theirs & mine)]
    last = max([WEEKDAYS - 1, *(span.day for one in laid for span in one)])
    return [
        Day(number, *([span for span in one if span.day == number] for one in laid))
        for number in range(last + 1)
    ]
