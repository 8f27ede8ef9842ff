"""What publishing would do, worked out from the draft: who becomes what, and who reads what."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import QuerySet

from applications.models import Application
from pairing.models import Board, Proposal
from pairing.rules import reasons
from pairing.runs import without
from pairs.models import Pair
from people.models import User
from programs.models import Cycle, Role
from surveys.models import Question

Status = Application.Status
PAIRED, MENTOR_ONLY, UNPAIRED = "paired", "mentor_only", "unpaired"
GROUPS = (PAIRED, MENTOR_ONLY, UNPAIRED)
_WHY_CRITERIA = ("focus_areas",)
_WAITING = (Status.ELIGIBLE, Status.WAITLISTED)


@dataclass(frozen=True)
class Meeting:
    """One partner somebody is told of."""

    own_side: str
    partner: User
    role: Role
    facts: str
    why: list[str]
    is_async: bool
    pair: int | None = None


@dataclass(frozen=True)
class LeftOut:
    """An application without a partner, and why in the applicant's words."""

    role: Role
    told: reasons.ReasonForPerson


@dataclass(frozen=True)
class News:
    """Everything one person reads in the one message about pairing."""

    person: User
    cycle: Cycle
    meetings: list[Meeting] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    is_mentor_only: bool = False

    @property
    def is_first_next_time(self) -> bool:
        """Mentees whom a cycle leaves without a mentor come first among equals in the next."""
        return any(one.role.side == Role.Side.MENTEE for one in self.left_out)


@dataclass(frozen=True)
class PublicationPlan:
    """The draft as publishing would make it true."""

    applications: list[Application]
    proposals: list[Proposal]
    mentor_only_ids: frozenset[int]

    @cached_property
    def paired_ids(self) -> set[int]:
        return {one for row in self.proposals for one in (row.mentor_id, row.mentee_id)}

    @cached_property
    def hourless(self) -> list[Proposal]:
        """Pairs of which no hour of the week suits both."""
        return [row for row in self.proposals if Proposal.NO_HOURS in row.flags]

    @cached_property
    def statuses(self) -> dict[int, str]:
        """The status of each application once published."""
        paired_mentors = {
            row.person_id
            for row in self.applications
            if row.pk in self.paired_ids and row.role.side == Role.Side.MENTOR
        }
        found: dict[int, str] = {}
        for row in self.applications:
            if row.pk in self.paired_ids:
                found[row.pk] = Status.PAIRED
            elif row.pk in self.mentor_only_ids and row.person_id in paired_mentors:
                found[row.pk] = Status.MENTOR_ONLY
            else:
                found[row.pk] = Status.UNPAIRED
        return found

    @cached_property
    def groups(self) -> dict[str, list[int]]:
        """Numbers of the people per message group, by name. Everybody is in exactly one."""
        best: dict[int, str] = {}
        for row in self.applications:
            group = self._group_of(row)
            now = best.setdefault(row.person_id, group)
            best[row.person_id] = min(now, group, key=(MENTOR_ONLY, PAIRED, UNPAIRED).index)
        return {name: [one for one, group in best.items() if group == name] for name in GROUPS}

    def sides_of(self, group: str) -> dict[str, int]:
        """How many people of a group are in it as mentors, and as mentees. Somebody paired as a
        mentor whose other application found nobody counts as a mentor."""
        members = set(self.groups[group])
        people: dict[str, set[int]] = {side: set() for side in (Role.Side.MENTOR, Role.Side.MENTEE)}
        for row in self.applications:
            is_theirs = row.person_id in members and self._group_of(row) == group
            if is_theirs and row.role.side in people:
                people[row.role.side].add(row.person_id)
        return {str(side): len(found) for side, found in people.items()}

    def _group_of(self, row: Application) -> str:
        group_of: dict[str, str] = {Status.PAIRED: PAIRED, Status.MENTOR_ONLY: MENTOR_ONLY}
        return group_of.get(self.statuses[row.pk], UNPAIRED)

    @property
    def people_count(self) -> int:
        return len({row.person_id for row in self.applications})


def waiting(cycle: Cycle) -> QuerySet[Application]:
    """Applications publishing decides about: eligible ones and the waiting list."""
    rows = Application.objects.for_pairs().filter(cycle=cycle, status__in=_WAITING)
    return rows.select_related("role").order_by("sort_name", "pk")


def plan_of(board: Board, applications: Iterable[Application] | None = None) -> PublicationPlan:
    """`applications` are those already locked; else they are read."""
    rows = list(waiting(board.cycle) if applications is None else applications)
    eligible = {row.pk for row in rows if row.status == Status.ELIGIBLE}
    proposals = [
        row
        for row in board.proposals.order_by("pk")
        if row.mentor_id in eligible and row.mentee_id in eligible
    ]
    mentor_only = frozenset(board.run.mentor_only) & eligible if board.run else frozenset()
    return PublicationPlan(rows, proposals, mentor_only)


def draft_news(board: Board, plan: PublicationPlan, person_id: int) -> News:
    """The message of one person as it would be if the draft were published now."""
    own = [row for row in plan.applications if row.person_id == person_id]
    unpaired = [row for row in own if plan.statuses[row.pk] == Status.UNPAIRED]
    sides = {row.pk: row.role.side for row in own}
    proposals = [row for row in plan.proposals if row.mentor_id in sides or row.mentee_id in sides]
    meetings = []
    for row in Proposal.objects.filter(pk__in=[one.pk for one in proposals]).select_related(
        "mentor__person", "mentor__role", "mentee__person", "mentee__role"
    ):
        own_side = "mentor" if row.mentor_id in sides else "mentee"
        partner = row.mentee if own_side == "mentor" else row.mentor
        meetings.append(_meeting(own_side, partner, row.parts, row.is_async, board.cycle))
    return News(
        person=User.objects.get(pk=person_id),
        cycle=board.cycle,
        meetings=meetings,
        left_out=_left_out(own, without.on_board(board, unpaired), board.cycle),
        is_mentor_only=any(plan.statuses[row.pk] == Status.MENTOR_ONLY for row in own),
    )


def published_news(cycle: Cycle, person: User) -> News:
    """The same from what was published."""
    own = list(cycle.applications.filter(person=person).select_related("role"))
    pairs = Pair.objects.active().filter(cycle=cycle).of(person)
    meetings = []
    for pair in pairs.with_people("application__person", "application__role"):
        partner = pair.partner_of(person).application
        if partner is not None:
            side = pair.role_of(person)
            meetings.append(
                _meeting(side, partner, pair.parts, pair.sessions_async, cycle, pair=pair.pk)
            )
    unpaired = [row for row in own if row.status == Status.UNPAIRED]
    return News(
        person=person,
        cycle=cycle,
        meetings=meetings,
        left_out=_left_out(own, without.told(unpaired), cycle),
        is_mentor_only=any(row.status == Status.MENTOR_ONLY for row in own),
    )


def repaired_news(cycle: Cycle, person: User, made: list[int]) -> News:
    """What a repair changed for one person: only the pairs it made."""
    known = published_news(cycle, person)
    meetings = [meeting for meeting in known.meetings if meeting.pair in made]
    return News(person=person, cycle=cycle, meetings=meetings)


def common_ground(pairs: Iterable[Pair]) -> dict[int, list[str]]:
    """Why each pair, in words both may read; one query for each cycle."""
    rows = list(pairs)
    told = {
        pair.cycle_id: _may_say_why(pair.cycle) for pair in {p.cycle_id: p for p in rows}.values()
    }
    return {pair.pk: _why(pair.parts) if told[pair.cycle_id] else [] for pair in rows}


def facts_of(partner: Application) -> str:
    """Job, department and place; what the job title says already is not said again."""
    facts = [partner.job_title]
    facts += [fact for fact in (partner.department, partner.location) if fact not in facts[0]]
    return ", ".join(fact for fact in facts if fact)


def _meeting(
    own_side: str,
    partner: Application,
    parts: list[dict],
    is_async: bool,
    cycle: Cycle,
    pair: int | None = None,
) -> Meeting:
    return Meeting(
        own_side=own_side,
        partner=partner.person,
        role=partner.role,
        facts=facts_of(partner),
        why=_why(parts) if _may_say_why(cycle) else [],
        is_async=is_async,
        pair=pair,
    )


def _why(parts: list[dict]) -> list[str]:
    """Facts both gave; never points."""
    return [part["sentence"] for part in parts if part["name"] in _WHY_CRITERIA and part["points"]]


def _may_say_why(cycle: Cycle) -> bool:
    """Only if everybody was told that a partner reads their focus areas."""
    focus = Question.objects.filter(
        questionnaire__role__cycle=cycle, pairing_use=Question.Use.FOCUS, is_archived=False
    )
    readers = set(focus.values_list("readers", flat=True))
    return readers == {Question.Readers.PAIR}


def _left_out(
    own: list[Application], known: dict[int, reasons.Without], cycle: Cycle
) -> list[LeftOut]:
    return [
        LeftOut(
            role=row.role,
            told=reasons.for_person(known[row.pk], side=row.role.side, called=cycle.called),
        )
        for row in own
        if row.pk in known
    ]
