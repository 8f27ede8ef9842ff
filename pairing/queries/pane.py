"""One person or pair of the board, looked at closely: why, side by side, and who else."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import QuerySet

from pairing import reasons, solving
from pairing.engine.scoring import Refusal
from pairing.models import Board, Proposal, Unpaired
from pairing.queries import cohort, whatif
from people.models import User
from people.names import sort_key
from programs.models import Application, Role
from surveys.models import Question
from surveys.queries import ShownAnswer, answers_of

SHOWN = 6
_FACTS = ("job_title", "level", "department", "division", "location", "time_zone")
_COMPARED = (
    Question.Use.FOCUS,
    Question.Use.GOAL_TEXT,
    Question.Use.ASYNC,
    Question.Use.AVAILABILITY,
    Question.Use.LANGUAGES,
    Question.Use.EXPERIENCE,
    Question.Use.CAREER_TRACK,
)


@dataclass(frozen=True)
class Line:
    """What both said to one thing; `shared` is what matched, word for word."""

    label: str
    mentor: str
    mentee: str
    shared: tuple[str, ...] = ()
    is_same: bool = False


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
class Trial:
    """Two people tried out: what the pair would score, and which rules speak against it."""

    mentee: Application
    mentor: Application
    score: int
    parts: list[dict]
    refusals: list[Refusal]
    is_vetoed: bool
    taken: list[Proposal]
    current: Proposal | None

    @property
    def is_never(self) -> bool:
        return any(refusal.rule in solving.NEVER for refusal in self.refusals)

    @property
    def is_full(self) -> bool:
        return len(self.taken) >= self.mentor.capacity

    @property
    def is_locked(self) -> bool:
        return self.current is not None and self.current.is_locked


@dataclass(frozen=True)
class Pane:
    """What the pane shows; `mentee` or `mentor` is missing for somebody without a partner."""

    mentee: Application | None = None
    mentor: Application | None = None
    proposal: Proposal | None = None
    seen: reasons.Seen | None = None
    lines: list[Line] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    vetoed: list[Application] = field(default_factory=list)
    trial: Trial | None = None
    answer: whatif.WhatIf | None = None
    asks_veto: bool = False

    def trying(self, trial: Trial | None, board: Board) -> "Pane":
        """With another mentor tried out, and what locking the two would come to."""
        if trial is None:
            return self
        may_be = not (trial.refusals or trial.is_vetoed or trial.is_locked)
        answer = whatif.what_if(board, "lock", trial.mentee, trial.mentor) if may_be else None
        return replace(self, trial=trial, answer=answer)

    def vetoing(self, board: Board) -> "Pane":
        """With what vetoing the pair would come to."""
        if self.proposal is None or self.mentee is None or self.mentor is None:
            return self
        answer = whatif.what_if(board, "veto", self.mentee, self.mentor)
        return replace(self, answer=answer, asks_veto=True)


def of_mentee(board: Board, pk: int, viewer: User, *, find: str = "") -> Pane | None:
    """A mentee with the pair proposed, or with the reason why there is none."""
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
        candidates=_mentors_for(board, mentee, proposal, viewer, find),
        vetoed=list(vetoed),
    )


def of_mentor(board: Board, pk: int, viewer: User) -> Pane | None:
    """A mentor with room: how many places, and which mentees would fit."""
    mentor = _one(board, pk, Role.Side.MENTOR, viewer)
    if mentor is None:
        return None
    return Pane(
        mentor=mentor, seen=_seen(board, mentor), candidates=_mentees_for(board, mentor, viewer)
    )


def try_out(board: Board, mentee: int, mentor: int, viewer: User, *, at: datetime) -> Trial | None:
    """Score two people as they are now, whatever the last run said."""
    one = _one(board, mentee, Role.Side.MENTEE, viewer)
    other = _one(board, mentor, Role.Side.MENTOR, viewer)
    if one is None or other is None:
        return None
    scored = solving.cohort_of(
        cohort.entries(board.cycle, at=at),
        week=cohort.week_of(board.cycle, at),
        seed=board.cycle.pairing_seed,
        is_trial=True,
    )
    parts = solving.parts_of(scored, str(mentee), str(mentor))
    standing = board.proposals.standing()
    return Trial(
        mentee=one,
        mentor=other,
        score=max(0, sum(part["points"] for part in parts)),
        parts=parts,
        refusals=scored.rules_refusing(str(mentee), str(mentor)),
        is_vetoed=board.vetoes.filter(mentee=mentee, mentor=mentor).exists(),
        taken=list(standing.filter(mentor=mentor).exclude(mentee=mentee).select_related("mentee")),
        current=standing.filter(mentee=mentee).select_related("mentor").first(),
    )


def side_by_side(mentor: Application, mentee: Application) -> list[Line]:
    """Facts and the answers pairing reads, of both: two queries."""
    lines = [_fact(name, mentor, mentee) for name in _FACTS]
    found = answers_of([mentor.response, mentee.response])
    theirs, hers = (_by_use(found[one.response_id]) for one in (mentor, mentee))
    for use in _COMPARED:
        if use in theirs or use in hers:
            lines.append(_answer(theirs.get(use), hers.get(use)))
    return [line for line in lines if line.mentor or line.mentee]


def _fact(name: str, mentor: Application, mentee: Application) -> Line:
    label = str(getattr(Application._meta.get_field(name), "verbose_name", name)).capitalize()
    one, other = (str(getattr(row, name) or "") for row in (mentor, mentee))
    return Line(label, mentor=one, mentee=other, is_same=bool(one) and one == other)


def _by_use(answers: Sequence[ShownAnswer]) -> dict[str, ShownAnswer]:
    return {
        answer.question.pairing_use: answer
        for answer in answers
        if answer.question.pairing_use and not answer.is_empty
    }


def _answer(theirs: ShownAnswer | None, hers: ShownAnswer | None) -> Line:
    question = (hers or theirs).question
    shared: tuple[str, ...] = ()
    if theirs and hers:
        shared = tuple(word for word in theirs.choices if word in hers.choices)
    return Line(
        question.get_pairing_use_display(),
        theirs.words if theirs else "",
        hers.words if hers else "",
        shared,
    )


def _one(board: Board, pk: int, side: str, viewer: User) -> Application | None:
    rows = Application.objects.filter(cycle=board.cycle_id, role__side=side).in_pairing()
    return rows.exclude(person=viewer).select_related("role", "response").filter(pk=pk).first()


def _seen(board: Board, application: Application) -> reasons.Seen:
    row = Unpaired.objects.filter(run=board.run_id, application=application).first()
    side = application.role.side
    return reasons.for_organizer(row, side=side, is_late=application.is_late)


def _mentors_for(
    board: Board, mentee: Application, proposal: Proposal | None, viewer: User, find: str
) -> list[Candidate]:
    """The best-scoring mentors of the last run, or those of a name."""
    state = whatif.state_of(board, most_cells=whatif.MOST_CELLS)
    instance = state.instance if state else whatif.instance_of(board)
    row = instance.row_of.get(str(mentee.pk)) if instance else None
    scores = {}
    if instance is not None and row is not None:
        scores = dict(zip(instance.mentors, instance.allowed[row].tolist(), strict=True))
    people = Application.objects.eligible().filter(
        cycle=board.cycle_id, role__side=Role.Side.MENTOR
    )
    people = people.exclude(person__in=[viewer.pk, mentee.person_id])
    people = people.exclude(pk__in=board.vetoes.filter(mentee=mentee).values("mentor"))
    if find:
        people = people.filter(sort_name__contains=sort_key(find))
    else:
        best = sorted(scores, key=lambda one: (-scores[one], one))[: SHOWN + 1]
        people = people.filter(pk__in=[int(one) for one in best if scores[one] >= 0])
    if proposal is not None:
        people = people.exclude(pk=proposal.mentor_id)
    found = _candidates(board, people, scores, side="mentor")
    costs = whatif.costs(state, mentee.pk)
    return [replace(one, cost=costs.get(str(one.application.pk))) for one in found]


def _mentees_for(board: Board, mentor: Application, viewer: User) -> list[Candidate]:
    """The mentees who would score best with a mentor."""
    instance = whatif.instance_of(board)
    column = instance.column_of.get(str(mentor.pk)) if instance else None
    if instance is None or column is None:
        return []
    scores = dict(zip(instance.mentees, instance.allowed[:, column].tolist(), strict=True))
    best = sorted(scores, key=lambda one: (-scores[one], one))[:SHOWN]
    people = Application.objects.eligible().filter(
        pk__in=[int(one) for one in best if scores[one] >= 0]
    )
    return _candidates(board, people.exclude(person=viewer), scores, side="mentee")


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
