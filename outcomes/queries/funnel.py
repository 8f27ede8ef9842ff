"""From application to first session, by side."""

from dataclasses import dataclass

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, Subquery, Value, When

from applications.models import Application, ApplicationMove
from applications.permissions import seen_status
from outcomes.queries.meetings import Meetings
from people.models import User
from programs.models import Cycle, Role
from programs.permissions import conflicts_of

Status = Application.Status
_DECIDED_YES = [Status.ELIGIBLE, Status.PAIRED, Status.MENTOR_ONLY]


# Without a partner once pairs were published are people found eligible, and the whole waiting list.
_WAS_UNPAIRED = Q(seen=Status.UNPAIRED) | Q(last_word=Status.UNPAIRED)
_FOUND_ELIGIBLE = (
    Q(seen__in=_DECIDED_YES)
    | Q(last_word__in=_DECIDED_YES)
    | (_WAS_UNPAIRED & Q(only_waited=False))
)


@dataclass(frozen=True)
class Stage:
    """People at one stage. `key` is what pages make the link from."""

    key: str
    mentors: int
    mentees: int

    @property
    def total(self) -> int:
        return self.mentors + self.mentees


@dataclass(frozen=True)
class ApplicationCounts:
    """What became of the applications of a cycle, in numbers. Unpaired are people, each once, who
    have no partner in either role; waiting are people, each once, whom a run would pair now, so
    not those who were found eligible and left."""

    applied: Stage
    eligible: Stage
    undecided: int
    undecided_late: int
    untold: int
    taken_on_untold: int
    unpaired: int
    waiting: int
    drafts: int


def application_counts(cycle: Cycle, viewer: User | None = None) -> ApplicationCounts:
    """One query. Applied are those handed in and not withdrawn; who left stays what they were.
    What a viewer may not know yet counts as undecided."""
    seen = F("status") if viewer is None else seen_status(viewer)
    given = ~Q(seen__in=[Status.DRAFT, Status.WITHDRAWN])
    mentors, mentees = Q(role__side=Role.Side.MENTOR), Q(role__side=Role.Side.MENTEE)
    undecided = Q(seen=Status.SUBMITTED)
    wanted = {
        "applied_mentors": given & mentors,
        "applied_mentees": given & mentees,
        "eligible_mentors": _FOUND_ELIGIBLE & mentors,
        "eligible_mentees": _FOUND_ELIGIBLE & mentees,
        "undecided": undecided,
        "undecided_late": undecided & Q(is_late=True),
        "untold": Q(seen=Status.NOT_ELIGIBLE, told_at__isnull=True),
        "taken_on_untold": Q(
            seen=Status.ELIGIBLE, role__side=Role.Side.STAFF, told_at__isnull=True
        ),
        "drafts": Q(seen=Status.DRAFT),
    }
    counted = {name: Count("pk", filter=condition) for name, condition in wanted.items()}
    counted["unpaired"] = Count(
        "person", filter=Q(seen=Status.UNPAIRED, has_partner=False), distinct=True
    )
    counted["waiting"] = Count(
        "person",
        filter=Q(seen=Status.ELIGIBLE) & ~Q(role__side=Role.Side.STAFF),
        distinct=True,
    )
    rows = Application.objects.filter(cycle=cycle).annotate(
        seen=seen,
        last_word=_last_word(viewer),
        has_partner=_has_partner(cycle),
        only_waited=_moved_to(Status.WAITLISTED) & ~_moved_to(Status.ELIGIBLE),
    )
    counts = rows.aggregate(**counted)
    return ApplicationCounts(
        applied=Stage("applied", counts["applied_mentors"], counts["applied_mentees"]),
        eligible=Stage("eligible", counts["eligible_mentors"], counts["eligible_mentees"]),
        **{name: counts[name] for name in list(counted)[4:]},
    )


def _has_partner(cycle: Cycle) -> Exists:
    placed = [Status.PAIRED, Status.MENTOR_ONLY]
    return Exists(cycle.applications.filter(person=OuterRef("person"), status__in=placed))


def _moved_to(status: str) -> Exists:
    return Exists(ApplicationMove.objects.filter(application=OuterRef("pk"), to_status=status))


def _last_word(viewer: User | None) -> Case:
    """The status somebody who left had before; nothing where the viewer may not know it."""
    before = ApplicationMove.objects.filter(application=OuterRef("pk")).order_by("-pk")
    word = Subquery(before.exclude(to_status=Status.LEFT).values("to_status")[:1])
    if viewer is None:
        return Case(When(status=Status.LEFT, then=word))
    untold = When(conflicts_of(viewer), told_at__isnull=True, then=Value(None))
    return Case(untold, When(status=Status.LEFT, then=word), output_field=CharField())


def stages(counts: ApplicationCounts, meetings: Meetings) -> list[Stage]:
    """Applied, eligible, paired, met. Nobody is counted twice in one stage and role."""
    return [
        counts.applied,
        counts.eligible,
        Stage("paired", meetings.mentors, meetings.mentees),
        Stage("met", meetings.met_mentors, meetings.met_mentees),
    ]
