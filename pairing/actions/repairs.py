"""Changing published pairs: one choice of the repairs, as it was shown, all or nothing, once."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from applications.models import Application, Participation
from notifications.actions import outbox
from notifications.kinds import News
from pairing.actions import boards
from pairing.actions.publication import may_take_back
from pairing.models import Board
from pairing.queries.publishing import repair
from pairing.queries.publishing.repair import Choice, Outlook, Step
from pairing.runs import calculation
from pairs.actions import pairs
from pairs.models import Pair
from pairs.models.pair import members_with_people
from pairs.permissions import conflicted
from people.actions import audit
from people.models import User
from people.models.columns import known
from programs.models import Cycle

KIND = "pairs_repaired"
Status = Application.Status


@transaction.atomic
def apply(cycle: Cycle, key: str, *, by: User, at: datetime, is_named: bool = False) -> Choice:
    """Make a choice of the repairs true and tell everybody it concerns, each once.

    `key` names the choice together with what it was worked out from; whatever has changed since
    refuses it. A choice that takes away partners somebody was told of needs `is_named`: the
    organizer has seen who they are.
    """
    locked, board = _lock(cycle, at)
    found = repair.outlook(locked, at=at)
    choice = found.choice(key)
    if choice is None or not choice.steps:
        raise ValidationError(
            _("Something has changed meanwhile. Review the ways to repair it again."),
            code="changed",
        )
    _refuse(choice, locked, by, is_named)
    ended = _part(locked, choice, by, at)
    made = [_pair(locked, found, step, at) for step in choice.steps if step.after]
    _move(choice, by, at)
    change = boards.note(
        board,
        "repair",
        by=by,
        at=at,
        people=choice.people,
        made=[pair.pk for pair in made],
        ended=[pair.pk for pair in ended],
    )
    _tell(locked, made, ended, f"repair:{change.version}", at)
    audit.note("pairs_repaired", locked, by=by, at=at)
    return choice


def _lock(cycle: Cycle, at: datetime) -> tuple[Cycle, Board]:
    """Cycle, board, pairs, applications: in the order publishing and ending take them."""
    locked = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
    if locked.pairs_published_at is None:
        raise ValidationError(_("These pairs are not published."), code="not_published")
    board = boards.lock(locked, at=at)
    if may_take_back(board, at):
        raise ValidationError(
            _("The messages about the pairs are not out yet. Wait for them, or take them back."),
            code="too_early",
        )
    list(Pair.objects.active().filter(cycle=locked).select_for_update(of=("self",)).order_by("pk"))
    list(repair.people_of(locked).select_for_update(of=("self",)).order_by("pk"))
    return locked, board


def _refuse(choice: Choice, cycle: Cycle, by: User, is_named: bool) -> None:
    if choice.disturbs and not is_named:
        raise ValidationError(
            _("Confirm that you understand who loses their current partner."), code="not_named"
        )
    if choice.people & conflicted(by, cycle):
        raise ValidationError(
            _("It concerns you or somebody close to you. Another organizer has to do it."),
            code="conflict",
        )


def _part(cycle: Cycle, choice: Choice, by: User, at: datetime) -> list[Pair]:
    mentees = [step.mentee.pk for step in (*choice.moved, *choice.parted)]
    rows = Pair.objects.active().with_mentee(participation__application__in=mentees)
    found = list(rows.filter(cycle=cycle).with_people().order_by("pk"))
    pairs.close(found, reason=Pair.EndReason.REPAIRED, by=by, at=at)
    return found


def _pair(cycle: Cycle, found: Outlook, step: Step, at: datetime) -> Pair:
    scored, after = known(found.scored), known(step.after)
    ids = (str(step.mentee.pk), str(after.pk))
    today = cycle.day(at)
    return Pair.objects.begin(
        cycle=cycle,
        mentor=_participation(cycle, after, at),
        mentee=_participation(cycle, step.mentee, at),
        created_at=at,
        starts_on=max(cycle.starts_on or today, today),
        ends_on=cycle.ends_on,
        score=step.score,
        parts=calculation.parts_of(scored, *ids),
        session_minutes=cycle.session_minutes,
        sessions_async=calculation.both_async(scored, *ids),
    )


def _participation(cycle: Cycle, application: Application, at: datetime) -> Participation:
    facts = {
        "application": application,
        "department": application.department,
        "division": application.division,
        "state": Participation.State.ACTIVE,
        "left_at": None,
    }
    return Participation.objects.update_or_create(
        cycle=cycle,
        role=application.role,
        person=application.person,
        defaults=facts,
        create_defaults={**facts, "created_at": at},
    )[0]


def _move(choice: Choice, by: User, at: datetime) -> None:
    """Those in a pair are paired; those who lost theirs and have no other are unpaired."""
    mentors = {step.after.pk for step in choice.steps if step.after}
    for step in choice.steps:
        pairs.move(step.mentee, Status.PAIRED if step.after else Status.UNPAIRED, by=by, at=at)
        if step.after:
            pairs.move(step.after, Status.PAIRED, by=by, at=at)
        if step.before and step.before.pk not in mentors and not _has_pair(step.before):
            pairs.move(step.before, Status.UNPAIRED, by=by, at=at)


def _has_pair(mentor: Application) -> bool:
    return Pair.objects.active().with_mentor(participation__application=mentor).exists()


def _tell(cycle: Cycle, made: list[Pair], ended: list[Pair], occasion: str, at: datetime) -> None:
    """One message for each person, whatever changes for them."""
    changes: dict[int, dict[str, list[int]]] = {}
    prefetch_related_objects(made, members_with_people())
    for name, changed in (("made", made), ("ended", ended)):
        for pair in changed:
            for one in pair.everybody:
                own = changes.setdefault(one.person_id, {"made": [], "ended": []})
                own[name].append(pair.pk)
    news = [News(person, cycle, cycle, occasion, own) for person, own in changes.items()]
    outbox.tell_each(KIND, news, at=at)
