"""What needs an organizer today: one line each, the worst first, each with one thing to do."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.models import Application, CycleQuestion, Delegation, PerformanceCheck
from applications.permissions import confirmations_seen
from applications.queries.participants import participants_of
from applications.queries.review_lists import asks_performance
from events.models import Training, TrainingDone
from events.queries.events import EventAttendance
from notifications.models import Message
from outcomes.models import Need
from outcomes.queries.funnel import ApplicationCounts
from outcomes.queries.meetings import Meetings
from pairs.models import Case
from people.models import User
from programs.addresses import of_cycle
from programs.models import Call, Cycle, Staff
from programs.models.obligation import Obligation

BAD, WARN, CALM = "bad", "warn", ""
_EARLY_DAYS = 7
_SOON_DAYS = 3


@dataclass(frozen=True)
class Item:
    """One line. `key` stays the same from day to day, so that somebody can look after it."""

    key: str
    count: int
    title: str
    detail: str
    action: str
    address: str
    tone: str = CALM
    remind: str = ""  # the group of people a reminder would go to
    taken: Need | None = None

    def is_of(self, person: User) -> bool:
        return self.taken is not None and self.taken.owner_id == person.pk

    @property
    def usual_days(self) -> int:
        """How soon it is done, where nobody has said."""
        return {BAD: 0, WARN: 2}.get(self.tone, 7)


@dataclass(frozen=True)
class Open:
    """What lies open in a cycle, counted by the database in one statement."""

    cases: int
    failed: int
    questions: int
    not_confirmed: int
    unconfirmed: int
    confirmers: int
    open_reviews: int


def open_work(cycle: Cycle, viewer: User, *, roles: set[str]) -> Open:
    """One query. Nobody counts confirmations they may not know of."""
    asked = Application.objects.filter(asks_performance(cycle), cycle=cycle)
    mine = confirmations_seen(asked, viewer, roles=roles)
    answered = Q(performance_check__answer=PerformanceCheck.Answer.YES)
    refused = Q(performance_check__answer=PerformanceCheck.Answer.NO)
    eligible = mine.eligible()
    trouble = [Message.Status.FAILED, Message.Status.UNCERTAIN]
    counted = {
        "cases": Case.objects.to_look_after().filter(pair__cycle=OuterRef("pk")),
        "failed": Message.objects.of(cycle).filter(status__in=trouble),
        "confirmers": Staff.objects.filter(
            program=cycle.program_id, role=Staff.Role.CONFIRMER, person__is_active=True
        ),
        "questions": CycleQuestion.objects.waiting().filter(cycle=OuterRef("pk")),
        "not_confirmed": eligible.filter(refused),
        "open_reviews": Delegation.objects.open().filter(application__cycle=OuterRef("pk")),
        "unconfirmed": mine.submitted().filter(told_at=None).exclude(answered | refused),
    }
    row = Cycle.objects.filter(pk=cycle.pk).values(
        **{name: _count(rows) for name, rows in counted.items()}
    )
    found: Any = row.get()
    return Open(**found)


def _count(rows: QuerySet) -> Coalesce:
    counted = rows.order_by().annotate(one=Value(1)).values("one")
    return Coalesce(Subquery(counted.annotate(n=Count("pk")).values("n")), 0)


def late_trainings(cycle: Cycle, today: date) -> list[Training]:
    """Those that are due in a few days or were, and that somebody has still to do; each with `left`,
    the number of these people. One query."""
    if cycle.pairs_published_at is None or cycle.is_over(today):
        return []
    soon = today + timedelta(days=_SOON_DAYS)
    binding = cycle.trainings.filter(due_on__lte=soon).exclude(obligation=Obligation.OPTIONAL)
    done = TrainingDone.objects.filter(training=OuterRef(OuterRef("pk")))
    missing = participants_of(cycle).exclude(pk__in=done.values("person"))
    return list(binding.annotate(left=_count(missing)).filter(left__gt=0))


def taken_of(cycle: Cycle, today: date) -> dict[str, Need]:
    """Who looks after which line; one query."""
    rows = Need.objects.filter(cycle=cycle).select_related("owner")
    return {need.key: need for need in rows if need.counts(today)}


def attention(
    cycle: Cycle,
    *,
    counts: ApplicationCounts,
    work: Open,
    meetings: Meetings,
    attendances: list[EventAttendance],
    calls: list[Call],
    trainings: list[Training],
    taken: dict[str, Need],
    at: datetime,
) -> list[Item]:
    """No queries: everything was counted before."""
    items = [
        *_about_the_page(cycle, calls, at),
        *_about_pairs(cycle, meetings, work, at),
        *_about_review(cycle, counts, work, calls, at),
        *_about_trainings(cycle, trainings, at),
        *_about_telling(cycle, counts),
        *_about_confirming(cycle, work),
        *_about_pairing(cycle, counts, calls, at),
        *_about_the_rest(cycle, work, attendances, at),
    ]
    items = [replace(item, taken=taken.get(item.key)) for item in items]
    order = [BAD, WARN, CALM]
    return sorted(items, key=lambda item: (order.index(item.tone), -item.count))


def _about_the_page(cycle: Cycle, calls: list[Call], at: datetime) -> Iterator[Item]:
    """A call runs by its dates, whether or not anybody can see the page."""
    if cycle.published_at or cycle.archived_at:
        return
    for call in calls:
        if call.takes_applications(at):
            yield Item(
                f"page-{call.role_id}",
                1,
                _("The call for %(role)s is open, and nobody can see the page")
                % {"role": call.role.name_of_several},
                _("It runs until %(day)s.")
                % {"day": date_format(cycle.day(call.last_minute), "j F Y")},
                _("Publish the page"),
                of_cycle("programs:settings", cycle),
                BAD,
            )


def _about_pairs(cycle: Cycle, meetings: Meetings, work: Open, at: datetime) -> Iterator[Item]:
    started = (cycle.day(at) - cycle.starts_on).days if cycle.starts_on else 0
    silent = meetings.silent
    if silent and started >= _EARLY_DAYS:
        yield Item(
            "silent",
            silent,
            ngettext("pair has not met yet", "pairs have not met yet", silent),
            _("The cycle started %(days)d days ago.") % {"days": started},
            _("See the pairs"),
            of_cycle("pairs:pair_list", cycle, "show=silent"),
            BAD,
            remind="not_met",
        )
    if work.cases:
        yield Item(
            "cases",
            work.cases,
            ngettext("case is open", "cases are open", work.cases),
            _("Somebody has not met, may have left, or has gone quiet."),
            _("Open the cases"),
            of_cycle("pairs:pair_list", cycle, "show=case"),
            BAD,
        )


def _about_review(
    cycle: Cycle, counts: ApplicationCounts, work: Open, calls: list[Call], at: datetime
) -> Iterator[Item]:
    if counts.undecided and cycle.pairs_published_at is None:
        late = counts.undecided_late
        words = ngettext("%d of them came late.", "%d of them came late.", late) % late
        yield Item(
            "undecided",
            counts.undecided,
            ngettext(
                "application waits for a decision",
                "applications wait for a decision",
                counts.undecided,
            ),
            words if late else _("Decisions stay silent until you send them."),
            _("Review"),
            of_cycle("applications:application_list", cycle, "status=submitted"),
            WARN,
        )
    if work.open_reviews and cycle.pairs_published_at is None:
        closed = bool(calls) and not any(call.takes_applications(at) for call in calls)
        yield Item(
            "open_reviews",
            work.open_reviews,
            ngettext(
                "review of the committee is open",
                "reviews of the committee are open",
                work.open_reviews,
            ),
            _("The calls are closed.") if closed else _("The calls are still open."),
            _("See which"),
            of_cycle("applications:application_list", cycle, "status=submitted"),
            WARN if closed else CALM,
            remind="open_reviews",
        )


def _about_trainings(cycle: Cycle, trainings: list[Training], at: datetime) -> Iterator[Item]:
    today = cycle.day(at)
    for training, due_on in [(one, one.due_on) for one in trainings if one.due_on]:
        day = date_format(due_on, "j F Y")
        is_late = due_on < today
        yield Item(
            f"training-{training.pk}",
            training.left,
            ngettext(
                "person has not done “%(training)s”",
                "people have not done “%(training)s”",
                training.left,
            )
            % {"training": training.title},
            (_("It was due on %(day)s.") if is_late else _("It is due on %(day)s.")) % {"day": day},
            _("See who"),
            of_cycle("events:training_missing", cycle, pk=training.pk),
            WARN if is_late else CALM,
            remind=f"training:{training.pk}",
        )


def _about_telling(cycle: Cycle, counts: ApplicationCounts) -> Iterator[Item]:
    if counts.untold:
        yield Item(
            "untold",
            counts.untold,
            ngettext(
                "person does not know they are not eligible",
                "people do not know they are not eligible",
                counts.untold,
            ),
            _("They are told together, once, with the reason."),
            _("Send decisions"),
            of_cycle("applications:decision_list", cycle),
        )

    if counts.taken_on_untold:
        yield Item(
            "taken_on",
            counts.taken_on_untold,
            ngettext(
                "person does not know that they are on the team",
                "people do not know that they are on the team",
                counts.taken_on_untold,
            ),
            _("You take them on for a staff role. They are told when you send decisions."),
            _("Send decisions"),
            of_cycle("applications:decision_list", cycle),
        )


def _about_confirming(cycle: Cycle, work: Open) -> Iterator[Item]:
    if work.not_confirmed:
        yield Item(
            "not_confirmed",
            work.not_confirmed,
            ngettext(
                "eligible person is not confirmed",
                "eligible people are not confirmed",
                work.not_confirmed,
            ),
            _("The answer came after your decision."),
            _("See who"),
            of_cycle("applications:review", cycle),
            BAD,
        )
    if work.unconfirmed and cycle.pairs_published_at is None:
        yield Item(
            "unconfirmed",
            work.unconfirmed,
            ngettext("confirmation is open", "confirmations are open", work.unconfirmed),
            _("Confirmers answer them on their own page.")
            if work.confirmers
            else _("Nobody is a confirmer yet."),
            _("See who") if work.confirmers else _("Add a confirmer"),
            of_cycle(
                "applications:review" if work.confirmers else "programs:settings_staff", cycle
            ),
            CALM if work.confirmers else WARN,
        )


def _about_pairing(
    cycle: Cycle, counts: ApplicationCounts, calls: list[Call], at: datetime
) -> Iterator[Item]:
    closed = bool(calls) and all(call.closes_at and call.closes_at <= at for call in calls)
    if closed and cycle.pairs_published_at is None and counts.waiting:
        yield Item(
            "waiting",
            counts.waiting,
            ngettext(
                "eligible person waits to be paired",
                "eligible people wait to be paired",
                counts.waiting,
            ),
            _("The calls are closed, and still take late applications.")
            if any(call.takes_applications(at) for call in calls)
            else _("The calls are closed."),
            _("Open pairing"),
            of_cycle("pairing:board", cycle),
            WARN,
        )
    is_running = cycle.pairs_published_at is not None and not cycle.is_over(cycle.day(at))
    if counts.unpaired and is_running:
        yield Item(
            "unpaired",
            counts.unpaired,
            ngettext("person is unpaired", "people are unpaired", counts.unpaired),
            _("Late applications and pairs that end may give them a partner."),
            _("See the ways to pair them"),
            of_cycle("pairing:repair", cycle),
        )


def _about_the_rest(
    cycle: Cycle, work: Open, attendances: list[EventAttendance], at: datetime
) -> Iterator[Item]:
    past = [one for one in attendances if one.starts_at and one.starts_at <= at]
    for one in past:
        if not one.is_noted and one.expected:
            yield Item(
                f"attendance-{one.event.pk}",
                one.expected,
                _("people were expected at %(event)s") % {"event": one.event.title},
                _("No attendance yet."),
                _("Take attendance"),
                of_cycle("events:attendance_list", cycle, pk=one.event.pk),
            )
    if work.failed:
        yield Item(
            "failed",
            work.failed,
            ngettext("message did not arrive", "messages did not arrive", work.failed),
            _("Failed, or sent without a confirmation."),
            _("See the messages"),
            of_cycle("programs:message_list", cycle),
            WARN,
        )
    if work.questions:
        yield Item(
            "questions",
            work.questions,
            ngettext("question is unanswered", "questions are unanswered", work.questions),
            _("Asked on the public page."),
            _("Answer"),
            of_cycle("applications:outreach", cycle),
        )
