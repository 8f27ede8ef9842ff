"""Who fits one person: for wishes, for those a request left with nothing, and for suggestions."""

from datetime import datetime

from django.utils import timezone

from directory import suggestions
from directory.models import Mark, Seeking
from directory.permissions import has_independent_mentor
from directory.queries import candidates, listing
from directory.queries.asking import asking
from directory.queries.listing import Card
from directory.rules.fit import Candidate, Comparison, folded, is_about
from people.models import User

SUGGESTED = 3


def askable(user: User, at: datetime, everybody: list[Candidate] | None = None) -> list[Candidate]:
    """Mentors this person could ask now: with time, not put away, not asked within a month, and not
    working with them already."""
    if everybody == [] or has_independent_mentor(user):
        return []
    day = timezone.localtime(at).date()
    marks = candidates.marks_of(user)
    out = candidates.out_of_question(user)
    out |= {pk for pk, kind in marks.items() if kind == Mark.Kind.NOT_FOR_ME}
    out |= set(user.requests_made.in_the_way(at).values_list("mentor", flat=True))
    out |= candidates.partners_of(user)
    rows = candidates.candidates() if everybody is None else everybody
    return [one for one in rows if one.pk not in out and one.has_time(day)]


def fit_count(user: User, at: datetime) -> int:
    """How many others share a topic with this person and could be asked."""
    return len(_offering(list(candidates.seeker(user).topics), askable(user, at)))


def topics_offered(user: User, told: list[str], at: datetime) -> list[str]:
    """The words in which mentors who have time offer what this person named somewhere else."""
    day = timezone.localtime(at).date()
    out = candidates.out_of_question(user)
    free = [one for one in candidates.candidates() if one.pk not in out and one.has_time(day)]
    offered = {topic.casefold(): topic for one in free for topic in one.topics}
    return [topic for topic in offered.values() if any(is_about(topic, other) for other in told)]


def suggested(user: User, at: datetime) -> list[Card]:
    """The few whom the pairing engine would choose for this person alone, best first.

    Its points stay unseen: what is shown are the same facts as on every card.
    """
    free = askable(user, at)
    seeker = candidates.seeker(user)
    by_number = {one.pk: one for one in free}
    chosen = [by_number[pk] for pk in suggestions.choose(seeker, free, SUGGESTED, at)]
    day = timezone.localtime(at).date()
    comparison = Comparison(seeker, candidates.monday_of(day))
    own = asking(user, at)
    return listing.cards(chosen, comparison, candidates.marks_of(user), own, day, at)


def wishes_that_can_be_met(at: datetime) -> list[Seeking]:
    """Wishes with a mentor who offers one of their topics and could be asked now."""
    wishes = Seeking.objects.filter(wants_word=True, person__is_active=True)
    rows = list(wishes.select_related("person").order_by("pk"))
    everybody = candidates.candidates() if rows else []
    return [wish for wish in rows if askable(wish.person, at, _offering(wish.topics, everybody))]


def _offering(topics: list[str], mentors: list[Candidate]) -> list[Candidate]:
    wanted = folded(topics)
    return [one for one in mentors if not wanted.isdisjoint(folded(one.topics))]
