"""Rehearsals: ask for one, carry it out in a job, stop it. Besides the rehearsal's own row nothing is
ever written."""

from datetime import datetime
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pairing.actions.working import ACTIVE, Clock, StoppedError, beat, claim, signs_of_life
from pairing.engine import BadInput
from pairing.models import Rehearsal
from pairing.runs.rehearsal import invention
from pairing.runs.rehearsal.filed import Filed
from pairing.runs.rehearsal.outcome import worked_out
from pairing.runs.rehearsal.people import earlier_cycles
from people.models import User
from programs.models import Cycle, Role

FEWEST, MOST = 4, 6000  # people of an invented cohort
KEPT = 20  # rehearsals of a cycle; the oldest give way


@transaction.atomic
def start(
    cycle: Cycle,
    *,
    by: User,
    at: datetime,
    cohort: str,
    former: Cycle | None = None,
    people: int = 0,
    mentor_percent: int = 0,
    read: Filed | None = None,
) -> Rehearsal:
    """Ask for one; if one is under way, that one. The job starts it on commit. `read` are the people
    of a file, which are gone once it is over."""
    Cycle.objects.select_for_update().get(pk=cycle.pk)
    running = cycle.rehearsals.filter(state__in=ACTIVE).first()
    if running is not None:
        return running
    if cohort == Rehearsal.Cohort.FORMER:
        people = mentor_percent = 0
        _refuse_unreadable(cycle, former, by)
    elif cohort == Rehearsal.Cohort.FILE:
        former = None
        people, mentor_percent = _counted(read)
    else:
        former = None
        _refuse_odd(cohort, people, mentor_percent)
    last = cycle.rehearsals.first()
    made = Rehearsal.objects.create(
        cycle=cycle,
        number=last.number + 1 if last else 1,
        cohort=cohort,
        former=former,
        people=people,
        mentor_percent=mentor_percent,
        started_by=by,
        total_count=len(Rehearsal.STEPS),
        created_at=at,
        people_read=read.people if read and cohort == Rehearsal.Cohort.FILE else [],
    )
    cycle.rehearsals.filter(number__lte=made.number - KEPT).delete()
    return made


def cancel(cycle: Cycle, *, at: datetime) -> bool:
    """Stop the one under way; whether there was one. Its job notices within seconds."""
    rows = cycle.rehearsals.filter(state__in=ACTIVE)
    return bool(rows.update(state=Rehearsal.State.CANCELLED, finished_at=at, people_read=[]))


def carry_out(rehearsal_id: int, *, clock: Clock = timezone.now) -> None:
    """Called twice, or by two workers at once, it happens once."""
    one = claim(Rehearsal, rehearsal_id, clock())
    if one is None:
        return
    try:
        with signs_of_life(one, clock):
            kept, result = worked_out(one, at=clock(), show=partial(beat, one, clock))
    except StoppedError:
        return
    except BadInput as error:
        _finish(one, clock, state=Rehearsal.State.FAILED, problem=str(error))
        return
    _finish(one, clock, state=Rehearsal.State.DONE, plan=kept, result=result)


def _finish(one: Rehearsal, clock: Clock, **said: object) -> None:
    """Only while it is still ours."""
    rows = Rehearsal.objects.filter(pk=one.pk, state=Rehearsal.State.RUNNING, attempts=one.attempts)
    rows.update(finished_at=clock(), done_count=one.total_count, people_read=[], **said)


def _refuse_unreadable(cycle: Cycle, former: Cycle | None, by: User) -> None:
    if former is None or not earlier_cycles(cycle, by).filter(pk=former.pk).exists():
        raise ValidationError(
            _("Choose an earlier cycle whose applications you may read."), code="former"
        )


def _refuse_odd(cohort: str, people: int, mentor_percent: int) -> None:
    if not FEWEST <= people <= MOST:
        raise ValidationError(
            _("Choose between %(least)d and %(most)d people."),
            code="people",
            params={"least": FEWEST, "most": MOST},
        )
    if not 0 < mentor_percent < 100:
        raise ValidationError(_("There must be mentors and mentees."), code="share")
    if cohort == Rehearsal.Cohort.ORGANIZATION and not invention.stands_for_a_cohort():
        raise ValidationError(
            _(
                "There are too few people in your organization to draw from. Choose invented people."
            ),
            code="too_few",
        )


def _counted(read: Filed | None) -> tuple[int, int]:
    """How many applications a file holds, and how many of a hundred are those of mentors."""
    mentors = read.count(Role.Side.MENTOR) if read else 0
    mentees = read.count(Role.Side.MENTEE) if read else 0
    if not (mentors and mentees):
        raise ValidationError(
            _(
                "The file holds %(mentors)d mentors and %(mentees)d mentees who can be read. "
                "There must be both."
            ),
            code="sides",
            params={"mentors": mentors, "mentees": mentees},
        )
    everybody = mentors + mentees
    if not FEWEST <= everybody <= MOST:
        raise ValidationError(
            _("The file has to hold between %(least)d and %(most)d applications."),
            code="people",
            params={"least": FEWEST, "most": MOST},
        )
    return everybody, round(100 * mentors / everybody)
