"""Deciding on applications. A decision is silent, and can be taken back, until it is told."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from applications.actions import moves, offers
from applications.models import Application, ApplicationMove, PerformanceCheck, Refusal
from applications.queries.open_points import OpenPoints, open_points
from notifications.actions import outbox
from notifications.kinds import News
from people.actions import audit
from people.models import User
from people.versions import version_of
from programs.actions import staff
from programs.models import Cycle, Role, Staff

Status = Application.Status
_NEWS = {
    Status.NOT_ELIGIBLE: "application_not_eligible",
    Status.ELIGIBLE: "application_accepted",
}


@dataclass(frozen=True)
class Verdict:
    """What a reviewer says: a status, and the reasons. Back to "submitted" takes a decision back.

    refusal goes with "not eligible", words with the others: the applicant reads them once told.
    An internal reason of None leaves what is written already.
    """

    status: str
    refusal: str = ""
    words: str = ""
    internal_reason: str | None = None

    @property
    def shown_reason(self) -> str:
        if self.status == Status.NOT_ELIGIBLE:
            return str(Refusal(self.refusal).label)
        return "" if self.status == Status.SUBMITTED else self.words


@dataclass(frozen=True)
class Outcome:
    """How many applications a verdict changes, and how many it cannot, by the reason's code."""

    changed: int
    unchanged: int
    refused: Counter[str] = field(default_factory=Counter)
    version: str = ""
    open: OpenPoints = field(default_factory=OpenPoints)  # of those that become eligible

    @property
    def told(self) -> int:
        return self.refused["already_told"]

    @property
    def wrong_status(self) -> int:
        return self.refused["wrong_status"]

    @property
    def waiting(self) -> int:
        return self.refused["open"]

    @property
    def of_staff(self) -> int:
        return self.refused["no_waiting_list"]

    @property
    def not_confirmed(self) -> int:
        return self.refused["not_confirmed"] + self.refused["reason_not_allowed"]


@transaction.atomic
def decide(
    application: Application, verdict: Verdict, *, by: User, at: datetime, seen: str | None = None
) -> Application:
    """Note a decision on one application. Nobody is told; saying the same again updates reasons.

    `seen` is the version of the decision this person began with: what somebody else decided since
    is not overwritten. None overwrites whatever there is.
    """
    locked = _locked([application.pk]).get()
    if seen is not None and seen != locked.decision_version:
        raise ValidationError(
            _("Somebody else decided meanwhile. Both are below: saving again replaces theirs."),
            code="changed_meanwhile",
        )
    opened = _open([locked], verdict)
    problem = _problem(locked, verdict, _not_confirmed([locked.pk]), opened)
    if problem is not None:
        raise problem
    _write([locked], verdict, by=by, at=at)
    return locked


@transaction.atomic
def decide_many(
    numbers: Iterable[int],
    verdict: Verdict,
    *,
    by: User,
    at: datetime,
    dry_run: bool = False,
    seen: str | None = None,
) -> Outcome:
    """Note one decision on many applications; what a rule forbids is left out and counted.

    With dry_run nothing is written: the preview, whose `version` comes back as `seen`. None takes
    the applications as they are.
    """
    chosen = list(_locked(numbers))
    version = version_of(*((one.pk, one.decision_version) for one in chosen))
    if seen is not None and seen != version:
        raise ValidationError(
            _("Somebody has decided on some of them meanwhile. This is the effect now."),
            code="changed_meanwhile",
        )
    refused_by_check = _not_confirmed([application.pk for application in chosen])
    opened = _open(chosen, verdict)
    refused: Counter[str] = Counter()
    moving = []
    for application in chosen:
        problem = _problem(application, verdict, refused_by_check, opened)
        if problem is not None:
            refused[str(problem.code)] += 1
        elif application.status != verdict.status:
            moving.append(application)
    if not dry_run:
        _write(moving, verdict, by=by, at=at)
    unchanged = len(chosen) - len(moving) - refused.total()
    return Outcome(
        changed=len(moving),
        unchanged=unchanged,
        refused=refused,
        version=version,
        open=opened.only({one.pk for one in moving}),
    )


@transaction.atomic
def confirm(application: Application, answer: str, *, by: User, at: datetime) -> None:
    """Note the confirmer's answer; it can be changed until the applicant was told a decision.

    It is about the person, so it counts for their applications in both roles. The audit line names
    neither the question nor the answer, and is in no program's scope.
    """
    locked = _locked([application.pk]).get()
    if locked.told_at is not None or locked.status in {Status.DRAFT, Status.WITHDRAWN, Status.LEFT}:
        raise ValidationError(_("This application is closed."), code="wrong_status")
    said = {"answer": answer, "by": by, "at": at}
    for one in (locked, *_in_other_roles(locked)):
        PerformanceCheck.objects.update_or_create(application=one, defaults=said)
    audit.note("application.checked", locked, by=by, at=at, scope="")  # not for organizers


def carry_confirmation(application: Application) -> None:
    """Somebody confirmed in one role applies in the other: nobody is asked about them again.

    Called within the transaction of the submission.
    """
    others = PerformanceCheck.objects.filter(application__in=_in_other_roles(application))
    known = others.order_by("-at").first()
    if known is not None:
        said = {"answer": known.answer, "by": known.by, "at": known.at}
        PerformanceCheck.objects.get_or_create(application=application, defaults=said)


def _in_other_roles(application: Application) -> QuerySet[Application]:
    """What the same person has handed in to the cycle besides, where nothing is told yet."""
    others = Application.objects.submitted().filter(
        cycle=application.cycle_id, person=application.person_id, told_at=None
    )
    return others.exclude(pk=application.pk)


@transaction.atomic
def send_decisions(cycle: Cycle, *, by: User, at: datetime) -> int:
    """Tell everybody who is not eligible, or taken on for a staff role, and does not know it yet;
    how many people. Those taken on get the right of a committee member with it.

    Two calls at once tell nobody twice: the second waits for the rows and finds them told.
    """
    untold = Application.objects.filter(cycle=cycle).decided_silently()
    rows = untold.select_for_update(of=("self",)).select_related("role", "person", "cycle__program")
    told = list(rows.order_by("pk"))
    Application.objects.filter(pk__in=[application.pk for application in told]).update(told_at=at)
    for application in told:
        if application.status == Status.ELIGIBLE:
            _give_right(application, by=by, at=at)
    last_moves = _last_moves(told)
    news: dict[str, list[News]] = {kind: [] for kind in _NEWS.values()}
    for row in told:
        occasion = f"applicationmove:{last_moves[row.pk]}"
        kind = _NEWS[Status(row.status)]
        news[kind].append(News(row.person_id, row, cycle, occasion=occasion))
    for kind, found in news.items():
        outbox.tell_each(kind, found, at=at)
    if told:
        audit.note("decisions.sent", cycle, by=by, at=at)
    return len(told)


def _give_right(application: Application, *, by: User, at: datetime) -> None:
    """Somebody who had the right before keeps it when they step down."""
    program, person, role = application.cycle.program, application.person, Staff.Role.COMMITTEE
    if not Staff.objects.filter(program=program, person=person, role=role).exists():
        application.right = staff.add(program, person=person, role=role, by=by, at=at)
        application.save(update_fields=["right"])


def _locked(numbers: Iterable[int]) -> QuerySet[Application]:
    rows = Application.objects.select_for_update(of=("self",)).filter(pk__in=numbers)
    return rows.select_related("role").order_by("pk")


def _not_confirmed(numbers: Iterable[int]) -> set[int]:
    """Which of these applications the confirmer said no to."""
    checks = PerformanceCheck.objects.filter(application__in=numbers)
    return set(
        checks.filter(answer=PerformanceCheck.Answer.NO).values_list("application", flat=True)
    )


def _open(applications: list[Application], verdict: Verdict) -> OpenPoints:
    """What is open of those that would become eligible, and have not been so far."""
    becoming = [one for one in applications if one.status != verdict.status]
    if verdict.status != Status.ELIGIBLE or not becoming:
        return OpenPoints()
    rows = Application.objects.filter(pk__in=[one.pk for one in becoming])
    return open_points(becoming[0].cycle, rows)


def _problem(
    application: Application, verdict: Verdict, not_confirmed: set[int], opened: OpenPoints
) -> ValidationError | None:
    if application.told_at is not None:
        return ValidationError(_("The applicant knows the decision already."), code="already_told")
    if verdict.status != application.status and not application.can_move_to(verdict.status):
        words = _("This is %(status)s: it cannot be decided on.")
        status = str(application.get_status_display()).lower()
        return ValidationError(words, code="wrong_status", params={"status": status})
    if verdict.status == Status.WAITLISTED and application.role.side == Role.Side.STAFF:
        return ValidationError(
            _("A staff role has no waiting list: take them on, or not."), code="no_waiting_list"
        )
    if verdict.status == Status.ELIGIBLE:
        return _eligible_problem(application, not_confirmed, opened)
    if verdict.status == Status.NOT_ELIGIBLE:
        return _refusal_problem(verdict, is_confirmed=application.pk not in not_confirmed)
    return None


def refuse_eligible(application: Application) -> None:
    """Whatever keeps somebody from being eligible also keeps a place from being offered to them."""
    opened = _open([application], Verdict(Status.ELIGIBLE))
    problem = _eligible_problem(application, _not_confirmed([application.pk]), opened)
    if problem is not None:
        raise problem


def _eligible_problem(
    application: Application, not_confirmed: set[int], opened: OpenPoints
) -> ValidationError | None:
    if application.pk in not_confirmed:
        return ValidationError(
            _("Not confirmed: this person cannot be eligible."), code="not_confirmed"
        )
    if application.pk in opened.stops:
        return ValidationError(
            _("Not yet: %(open)s. The settings of the review say that decisions wait for it."),
            code="open",
            params={"open": opened.words(application.pk)},
        )
    return None


def _refusal_problem(verdict: Verdict, *, is_confirmed: bool) -> ValidationError | None:
    if verdict.refusal not in Refusal:
        return ValidationError(_("Choose the reason the applicant reads."), code="reason_missing")
    if not is_confirmed and verdict.refusal != Refusal.REQUIREMENTS:
        return ValidationError(
            _("Choose “At least one of the requirements”: no other reason may be given here."),
            code="reason_not_allowed",
        )
    return None


def _write(applications: list[Application], verdict: Verdict, *, by: User, at: datetime) -> None:
    _order(applications, verdict)
    changing = [one for one in applications if one.status != verdict.status]
    moves.move(changing, verdict.status, by=by, at=at)
    for application in applications:
        application.shown_reason = verdict.shown_reason
        if verdict.internal_reason is not None:
            application.internal_reason = verdict.internal_reason
    Application.objects.bulk_update(
        applications,
        ["shown_reason", "internal_reason", "waitlist_place"],
        batch_size=500,
    )
    offers.end_open([application.pk for application in changing], at=at)


def _order(applications: list[Application], verdict: Verdict) -> None:
    """Whoever comes to the waiting list of a role stands at its end; others have no place."""
    if verdict.status != Status.WAITLISTED:
        for application in applications:
            application.waitlist_place = None
        return
    waiting = Application.objects.filter(status=Status.WAITLISTED)
    waiting = waiting.filter(role__in={application.role_id for application in applications})
    last = Counter(dict(waiting.values_list("role").annotate(Max("waitlist_place", default=0))))
    for application in applications:
        if application.waitlist_place is None:
            last[application.role_id] += 1
            application.waitlist_place = last[application.role_id]


def _last_moves(applications: list[Application]) -> dict[int, int | None]:
    """The move that made each application what it is: it makes the news of a second refusal new."""
    rows = ApplicationMove.objects.filter(application__in=applications)
    last = dict(rows.values_list("application").annotate(Max("pk")))
    return {application.pk: last.get(application.pk) for application in applications}
