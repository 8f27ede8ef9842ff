"""Near-ties go to the committee: handed out in slices, voted on blindly, counted in the next run."""

from datetime import datetime
from itertools import cycle as endless

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Application
from notifications.actions import outbox
from pairing.actions import boards
from pairing.models import Ballot, Board, Tie, VoteRound
from pairing.queries.board import whatif
from pairing.runs import near_ties, run_state
from people.actions import audit
from people.models import User
from programs.models import Cycle, Staff
from programs.permissions import conflicts_of

MOST_LOOKED_AT = 200  # pairs, lowest fit first
MOST_TIES = 60


@transaction.atomic
def open_round(cycle: Cycle, *, most_cost: int, voters: int, by: User, at: datetime) -> VoteRound:
    """Hand the run's near-ties to the committee, each to so many members, and tell them.

    Nobody gets a tie with somebody they have a conflict with.
    """
    board = boards.lock(cycle, at=at)
    if board.run is None or board.published_at is not None:
        raise ValidationError(_("Votes are about a draft: run the engine first."), code="no_run")
    if near_ties.open_round(cycle) is not None:
        raise ValidationError(_("The committee is voting already."), code="open")
    staff = Staff.objects.filter(program=cycle.program_id, role=Staff.Role.COMMITTEE)
    members = list(User.objects.filter(pk__in=staff.values("person")).order_by("sort_name", "pk"))
    if not members:
        raise ValidationError(_("Nobody is on the committee yet."), code="no_committee")
    made = VoteRound.objects.create(
        cycle=cycle, run=board.run, most_cost=most_cost, opened_by=by, opened_at=at
    )
    ties = Tie.objects.bulk_create(_near_ties(board, made))
    handed = _hand_out(ties, members, voters)
    if not handed:
        raise ValidationError(
            _("The engine has a clear choice for every pair, or nobody may judge the others."),
            code="no_ties",
        )
    voting = {ballot.member_id for ballot in handed}
    outbox.tell_many(voting, "votes_opened", about=made, scope=cycle, at=at)
    audit.note("votes.opened", cycle, by=by, at=at)
    return made


@transaction.atomic
def vote(ballot: Ballot, choice: str, *, at: datetime) -> Ballot:
    """Say which mentor suits better; it can be changed until the round is closed."""
    rounds = VoteRound.objects.select_for_update(of=("self",), no_key=True)
    if rounds.get(pk=ballot.tie.round_id).closed_at is not None:
        raise ValidationError(_("The votes are closed."), code="closed")
    ballot.choice, ballot.voted_at = choice, at
    ballot.save(update_fields=["choice", "voted_at"])
    return ballot


@transaction.atomic
def close_round(cycle: Cycle, *, by: User, at: datetime) -> VoteRound:
    """End the vote. What was said counts in the next run; the board stays as it is."""
    found = VoteRound.objects.select_for_update().filter(cycle=cycle, closed_at__isnull=True)
    made = found.first()
    if made is None:
        raise ValidationError(_("The committee is not voting."), code="closed")
    made.closed_at = at
    made.save(update_fields=["closed_at"])
    audit.note("votes.closed", cycle, by=by, at=at)
    return made


@transaction.atomic
def count(made: VoteRound, *, is_counted: bool, by: User, at: datetime) -> None:
    """Let the votes of a round count in the next run, or set them aside."""
    VoteRound.objects.filter(pk=made.pk).update(is_counted=is_counted)
    audit.note("votes.counted" if is_counted else "votes.set_aside", made.cycle, by=by, at=at)


def _near_ties(board: Board, made: VoteRound) -> list[Tie]:
    """Pairs of the draft for which another mentor costs next to nothing, lowest fit first."""
    state = run_state.state_of(board, most_cells=whatif.MOST_CELLS)
    if state is None:
        raise ValidationError(
            _("The last run does not say how close its choices were."), code="no_prices"
        )
    rows = board.proposals.standing().filter(is_locked=False).order_by("score", "pk")
    found = []
    for mentee, mentor in rows.values_list("mentee", "mentor")[:MOST_LOOKED_AT]:
        costs = whatif.costs(state, mentee)
        others = [(cost, int(name)) for name, cost in costs.items() if name != str(mentor)]
        cost, other = min(others, default=(made.most_cost + 1, 0))
        if cost <= made.most_cost:
            tie = Tie(round=made, mentee_id=mentee, first_id=mentor, second_id=other)
            tie.cost = max(0, cost)
            found.append(tie)
    return found[:MOST_TIES]


def _hand_out(ties: list[Tie], members: list[User], voters: int) -> list[Ballot]:
    """Slices of about the same size; whoever has a conflict is passed over."""
    close = {member.pk: _close_to(member, ties) for member in members}
    turn = endless(members)
    ballots = []
    for tie in ties:
        people = {tie.mentee_id, tie.first_id, tie.second_id}
        chosen: list[User] = []
        for _step in members:
            member = next(turn)
            if len(chosen) < voters and not people & close[member.pk]:
                chosen.append(member)
        ballots += [Ballot(tie=tie, member=member) for member in chosen]
    return Ballot.objects.bulk_create(ballots)


def _close_to(member: User, ties: list[Tie]) -> set[int]:
    numbers = {pk for tie in ties for pk in (tie.mentee_id, tie.first_id, tie.second_id)}
    rows = Application.objects.filter(conflicts_of(member), pk__in=numbers)
    return set(rows.values_list("pk", flat=True))
