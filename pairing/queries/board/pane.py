"""One person or pair of the board, looked at closely: why, side by side, who else, and what if."""

from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np
from django.db.models import QuerySet

from applications.models import Application
from pairing.edits import About, Edit
from pairing.models import Board, Proposal
from pairing.queries.board import pair_trial, whatif
from pairing.queries.board.remedies import Remedy, remedies_for
from pairing.queries.board.sides import ComparedFact, side_by_side
from pairing.rules import reasons
from pairing.runs import run_state, without
from people.models import User
from people.models.columns import known
from people.names import sort_key
from programs.models import Role

SHOWN = 6


@dataclass(frozen=True)
class Candidate:
    """Another mentor for a mentee (or mentee for a mentor) with the points the pair would have."""

    application: Application
    score: int | None
    partners: list[str]
    room: int = 0
    cost: int | None = None

    @property
    def is_free(self) -> bool:
        return self.room > 0


@dataclass(frozen=True)
class Pane:
    """What the pane shows; `mentee` or `mentor` is missing for somebody without a partner.

    `asks` is the kind of edit that is tried, `edit` the edit if all of it is said, and `answers` what it
    would come to, one for each way.
    """

    mentee: Application | None = None
    mentor: Application | None = None
    proposal: Proposal | None = None
    partners: list[Proposal] = field(default_factory=list)
    seen: reasons.ReasonForOrganizer | None = None
    lines: list[ComparedFact] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    vetoed: list[Application] = field(default_factory=list)
    remedies: list[Remedy] = field(default_factory=list)
    trial: pair_trial.PairTrial | None = None
    asks: type[Edit] | None = None
    edit: Edit | None = None
    answers: list[whatif.WhatIf] = field(default_factory=list)

    @property
    def asked_key(self) -> str:
        return self.asks.key if self.asks else ""

    @property
    def is_about_all(self) -> bool:
        return self.asks is not None and self.asks.asked_about is About.EVERYBODY

    @property
    def heading(self) -> str:
        """Over a question about everybody."""
        return str(known(self.asks).heading) % (self.edit.placeholders({}) if self.edit else {})

    @property
    def controls(self) -> str:
        """The template of a form that says which edit about everybody is meant, where it has one."""
        return known(self.asks).controls

    @property
    def room(self) -> int:
        return self.mentor.capacity - len(self.partners) if self.mentor else 0


def of_mentee(
    board: Board,
    pk: int | None,
    viewer: User,
    *,
    at: datetime,
    find: str = "",
    is_close: bool = True,
) -> Pane | None:
    """A mentee with the pair proposed, or with the reason why there is none.

    Not `is_close`: nobody chose them yet, and in large cycles the costs of others are left out.
    """
    mentee = _one(board, pk, Role.Side.MENTEE, viewer)
    if mentee is None:
        return None
    found = board.proposals.standing().filter(mentee=mentee)
    proposal = found.select_related("mentor__response", "mentor__role").first()
    if proposal is not None and proposal.mentor.person_id == viewer.pk:
        return None
    vetoed = Application.objects.filter(pk__in=board.vetoes.filter(mentee=mentee).values("mentor"))
    return Pane(
        mentee=mentee,
        mentor=proposal.mentor if proposal else None,
        proposal=proposal,
        seen=None if proposal else _seen(board, mentee),
        lines=side_by_side(proposal.mentor, mentee) if proposal else [],
        candidates=_mentors_for(board, mentee, proposal, viewer, find, is_close=is_close),
        vetoed=list(vetoed),
        remedies=[]
        if proposal or find or board.published_at
        else remedies_for(board, mentee, viewer, at=at),
    )


def of_mentor(board: Board, pk: int, viewer: User) -> Pane | None:
    """A mentor: their places, their mentees, and which others would fit."""
    mentor = _one(board, pk, Role.Side.MENTOR, viewer)
    if mentor is None:
        return None
    rows = board.proposals.standing().filter(mentor=mentor).exclude(mentee__person=viewer)
    partners = list(rows.select_related("mentee"))
    has_room = len(partners) < mentor.capacity
    return Pane(
        mentor=mentor,
        partners=partners,
        seen=_seen(board, mentor) if has_room else None,
        candidates=_mentees_for(board, mentor, viewer),
    )


def with_trial(pane: Pane, board: Board, other: int, viewer: User, *, at: datetime) -> Pane:
    """With another mentor tried out, and every way to make the two a pair."""
    mentor = _one(board, other, Role.Side.MENTOR, viewer)
    if pane.mentee is None or mentor is None:
        return pane
    trial = pair_trial.try_out(board, pane.mentee, mentor, at=at)
    return replace(
        pane, trial=trial, answers=pair_trial.ways_to_pair(board, trial, viewer=viewer, at=at)
    )


def with_answers(pane: Pane, board: Board, edit: Edit, viewer: User, *, at: datetime) -> Pane:
    """With what an edit of the pair or the mentor would come to."""
    answers = whatif.answers(board, edit, viewer=viewer, at=at)
    return replace(pane, asks=type(edit), edit=edit, answers=answers)


def of_all(
    board: Board, kind: type[Edit], edit: Edit | None, viewer: User, *, at: datetime
) -> Pane:
    """About everybody. Without an edit only the form that says which."""
    answers = whatif.answers(board, edit, viewer=viewer, at=at) if edit else []
    return Pane(asks=kind, edit=edit, answers=answers)


def _one(board: Board, pk: int | None, side: str, viewer: User) -> Application | None:
    rows = Application.objects.filter(cycle=board.cycle_id, role__side=side).in_pairing()
    return rows.exclude(person=viewer).select_related("role", "response").filter(pk=pk).first()


def _seen(board: Board, application: Application) -> reasons.ReasonForOrganizer:
    why = without.shown_on_board(board, [application])[application.pk]
    side = application.role.side
    return reasons.for_organizer(
        why, side=side, is_late=application.is_late, called=board.cycle.called
    )


def _mentors_for(
    board: Board,
    mentee: Application,
    proposal: Proposal | None,
    viewer: User,
    find: str,
    *,
    is_close: bool,
) -> list[Candidate]:
    """The best-scoring mentors of the last run, or those of a name."""
    most = whatif.MOST_AT_ONCE if is_close else whatif.MOST_CELLS
    state = run_state.state_of(board, most_cells=most)
    instance = state.instance if state else run_state.instance_of(board)
    row = instance.row_of.get(str(mentee.pk)) if instance else None
    scores: dict[str, int] = {}
    if instance is not None and row is not None and find:
        scores = dict(zip(instance.mentors, instance.allowed[row].tolist(), strict=True))
    elif instance is not None and row is not None:
        scores = _best(instance.mentors, instance.allowed[row])
    people = Application.objects.in_pairing().filter(
        cycle=board.cycle_id, role__side=Role.Side.MENTOR
    )
    people = people.exclude(person__in=[viewer.pk, mentee.person_id])
    people = people.exclude(pk__in=board.vetoes.filter(mentee=mentee).values("mentor"))
    if find:
        people = people.filter(sort_name__contains=sort_key(find))
    else:
        people = people.filter(pk__in=[int(one) for one in scores])
    if proposal is not None:
        people = people.exclude(pk=proposal.mentor_id)
    found = _candidates(board, people, scores, side="mentor")
    costs = whatif.costs(state, mentee.pk)
    return [replace(one, cost=costs.get(str(one.application.pk))) for one in found]


def _mentees_for(board: Board, mentor: Application, viewer: User) -> list[Candidate]:
    """The mentees who would score best with a mentor."""
    instance = run_state.instance_of(board)
    column = instance.column_of.get(str(mentor.pk)) if instance else None
    if instance is None or column is None:
        return []
    scores = _best(instance.mentees, instance.allowed[:, column])
    people = Application.objects.in_pairing().filter(pk__in=[int(one) for one in scores])
    people = people.exclude(person=viewer).exclude(proposals_as_mentee__mentor=mentor)
    return _candidates(board, people, scores, side="mentee")


def _best(names: tuple[str, ...], points: np.ndarray) -> dict[str, int]:
    """The few best of those who are allowed, one more than shown: a partner of now is left out."""
    order = np.argsort(-points.astype(np.int64), kind="stable")[: SHOWN + 2].tolist()
    return {names[place]: int(points[place]) for place in order if points[place] >= 0}


def _candidates(
    board: Board, people: QuerySet[Application], scores: dict[str, int], *, side: str
) -> list[Candidate]:
    rows = list(people.order_by("sort_name")[:SHOWN])
    partners: dict[int, list[str]] = {}
    for one in board.proposals.standing().with_people().filter(**{f"{side}__in": rows}):
        own, other = (one.mentor, one.mentee) if side == "mentor" else (one.mentee, one.mentor)
        partners.setdefault(own.pk, []).append(other.name)
    found = [
        Candidate(
            application=row,
            score=score if (score := scores.get(str(row.pk), -1)) >= 0 else None,
            partners=partners.get(row.pk, []),
            room=(row.capacity if side == "mentor" else 1) - len(partners.get(row.pk, [])),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: -1 if one.score is None else one.score, reverse=True)
