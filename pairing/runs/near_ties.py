"""Near-ties the committee votes on: what a member reads, and how far they agree."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, Q, QuerySet

from applications.models import Application
from pairing.models import Ballot, Board, Tie, VoteRound
from people.facts import COMPARED, in_words
from people.models import User
from programs.models import Cycle, Staff
from programs.permissions import conflicts_of
from surveys.models import Question
from surveys.queries import ShownAnswer, answers_of

Choice = Ballot.Choice


@dataclass(frozen=True)
class Votes:
    """The votes about one tie. `points` is what they add to the preferred pair."""

    tie: Any
    most_points: int

    @property
    def cast(self) -> int:
        return self.tie.firsts + self.tie.seconds + self.tie.eithers

    @property
    def agreement(self) -> int | None:
        """Percent of those who voted that said the same; None before two did."""
        most = max(self.tie.firsts, self.tie.seconds, self.tie.eithers)
        return round(100 * most / self.cast) if self.cast > 1 else None

    @property
    def preferred(self) -> Application | None:
        if self.tie.firsts == self.tie.seconds:
            return None
        return self.tie.first if self.tie.firsts > self.tie.seconds else self.tie.second

    @property
    def points(self) -> int:
        return points(self.tie.firsts, self.tie.seconds, self.tie.handed, self.most_points)


def points(firsts: int, seconds: int, handed: int, most: int) -> int:
    """The lead's share of the most that votes may add; any lead adds at least a point.

    Votes nobody gave count against it, so that one early voice does not decide for all.
    """
    lead = abs(firsts - seconds)
    return max(1, most * lead // handed) if lead else 0


def most_points(round_: VoteRound) -> int:
    """All of the committee together settle what the engine is indifferent about, and no more."""
    return round_.most_cost + 1


def open_round(cycle: Cycle) -> VoteRound | None:
    return VoteRound.objects.filter(cycle=cycle, closed_at__isnull=True).first()


def has_draft(cycle: Cycle) -> bool:
    """Whether there is something to vote on: a run whose pairs nobody was told of."""
    drafts = Board.objects.filter(cycle=cycle, run__isnull=False, published_at=None)
    return drafts.exists()


def last_round(cycle: Cycle) -> VoteRound | None:
    return VoteRound.objects.filter(cycle=cycle).select_related("run", "opened_by").first()


def points_of(cycle: Cycle) -> list[tuple[str, str, int]]:
    """What votes add in the next run, as (mentee, mentor, points): of the last closed round."""
    rounds = VoteRound.objects.filter(cycle=cycle, closed_at__isnull=False)
    found = rounds.first()
    if found is None or not found.is_counted:
        return []
    return [
        (str(one.tie.mentee_id), str(one.preferred.pk), one.points)
        for one in counts_of(found)
        if one.preferred is not None
    ]


def counts_of(round_: VoteRound, viewer: User | None = None) -> list[Votes]:
    """Every tie with its votes, none about people the viewer has a conflict with: one query."""
    ties = _ties(round_.ties.all(), viewer).select_related("mentee", "first", "second")
    ties = ties.annotate(
        handed=Count("ballots"),
        firsts=_votes(Choice.FIRST),
        seconds=_votes(Choice.SECOND),
        eithers=_votes(Choice.EITHER),
    )
    return [Votes(tie, most_points(round_)) for tie in ties]


def _votes(choice: str) -> Count:
    return Count("ballots", filter=Q(ballots__choice=choice))


def _ties(ties: QuerySet[Tie], viewer: User | None) -> QuerySet[Tie]:
    if viewer is None:
        return ties
    close = Application.objects.filter(conflicts_of(viewer)).values("pk")
    return ties.exclude(Q(mentee__in=close) | Q(first__in=close) | Q(second__in=close))


def agreement(counts: list[Votes]) -> int | None:
    """The mean over all ties at least two people voted on."""
    known = [one.agreement for one in counts if one.agreement is not None]
    return round(sum(known) / len(known)) if known else None


def voters_of(round_: VoteRound) -> QuerySet[Any]:
    """Members with `handed` and `done`; not what they chose."""
    rows = Ballot.objects.filter(tie__round=round_).values(name=F("member__name"))
    done = Count("pk", filter=~Q(choice=""))
    return rows.annotate(handed=Count("pk"), done=done).order_by("member__sort_name", "member")


# ---- What a member reads


@dataclass(frozen=True)
class Side:
    """One of the two mentors as a member reads them; `choice` is what their button says."""

    application: Application
    lines: list[tuple[str, str]]
    choice: str


@dataclass(frozen=True)
class Open:
    """A tie on a member's list: the mentee, and the two in an order that tells nothing."""

    ballot: Ballot
    mentee: Application
    mentee_lines: list[tuple[str, str]]
    sides: list[Side]


def ballots_of(cycle: Cycle, member: User) -> QuerySet[Ballot]:
    """What is handed to a member and still open to vote on."""
    still = Staff.objects.filter(program=cycle.program_id, person=member, role=Staff.Role.COMMITTEE)
    rows = Ballot.objects.filter(Exists(still), member=member, tie__round__cycle=cycle)
    rows = rows.filter(
        tie__round__closed_at__isnull=True, tie__in=_ties(Tie.objects.all(), member).values("pk")
    )
    return rows.select_related(
        *(f"tie__{who}__{what}" for who in ("mentee", "first", "second") for what in ("response",))
    )


def slice_of(cycle: Cycle, member: User) -> list[Open]:
    """A member's list, what is not voted on first: three queries."""
    ballots = list(ballots_of(cycle, member).order_by(F("voted_at").asc(nulls_first=True), "pk"))
    people = {
        one.pk: one for ballot in ballots for one in (ballot.tie.first, ballot.tie.second)
    } | {ballot.tie.mentee_id: ballot.tie.mentee for ballot in ballots}
    answers = answers_of([one.response for one in people.values()])
    lines = {pk: _lines(one, answers[one.response_id]) for pk, one in people.items()}
    return [_open(ballot, lines) for ballot in ballots]


def _open(ballot: Ballot, lines: dict[int, list[tuple[str, str]]]) -> Open:
    tie = ballot.tie
    sides = [
        Side(tie.first, lines[tie.first_id], Choice.FIRST),
        Side(tie.second, lines[tie.second_id], Choice.SECOND),
    ]
    sides.sort(key=lambda side: side.application.pk)
    return Open(ballot, tie.mentee, lines[tie.mentee_id], sides)


def _lines(application: Application, answers: list[ShownAnswer]) -> list[tuple[str, str]]:
    """Facts, and the answers pairing reads that are not for organizers alone."""
    facts = [(str(fact.label), in_words(getattr(application, fact.name))) for fact in COMPARED]
    said = [
        (answer.question.get_pairing_use_display(), answer.words)
        for answer in answers
        if answer.question.pairing_use
        and answer.question.readers != Question.Readers.ORGANIZERS
        and not answer.is_empty
    ]
    return [(label, value) for label, value in (*facts, *said) if value]
