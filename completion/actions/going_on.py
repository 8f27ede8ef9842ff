"""Going on without a program: once both chose the same, they become an independent pair (I2, E8)."""

from datetime import datetime, timedelta

from django.db import transaction

from completion.models import Farewell
from completion.queries import going_on as queries
from notifications.actions import outbox
from pairs.actions import independent
from pairs.models import AgendaItem, Goal, Pair
from people.actions import audit
from people.models import User

FOR = timedelta(days=182)  # half a year, which the two may extend
BEGUN = "pair_goes_on"


def begin_agreed(at: datetime) -> dict[str, int]:
    """Pairs that have ended and both want to go on in the same rhythm begin anew, each once."""
    return {"pairs that go on": sum(_begin(pair, at) for pair in queries.to_begin(at))}


@transaction.atomic
def _begin(pair: Pair, at: datetime) -> bool:
    """A new pair with what the old one had: open goals, open points, own agendas, agreement and link.
    The old one stays as it is, for the two to read; it counts where it counted, and the new one
    nowhere."""
    rows = User.objects.select_for_update(of=("self",), no_key=True).filter(
        pk__in=[one.person_id for one in pair.everybody]
    )
    both = list(rows.order_by("pk"))
    locked = Pair.objects.with_people().select_for_update(of=("self",)).get(pk=pair.pk)
    choice = queries.choice(locked)
    if not all(person.is_active for person in both):
        return False
    if choice is None or hasattr(locked, "goes_on") or queries.is_blocked(locked):
        return False
    first = locked.cycle.day(at)
    later = independent.begin(
        locked.mentor.person,
        locked.mentee.person,
        starts_on=first,
        ends_on=first + FOR,
        by=None,
        at=at,
    )
    later.continues = locked
    later.cadence_days = Farewell.CADENCE[choice]
    later.sessions_async = choice == Farewell.Rhythm.WRITING
    later.session_minutes, later.video_link = locked.session_minutes, locked.video_link
    later.save()
    _take_along(locked, later, choice)
    audit.note("pair_goes_on", later, by=None, at=at)
    for part in later.everybody:
        outbox.tell(part.person, BEGUN, about=later, at=at)
    return True


def _take_along(earlier: Pair, later: Pair, choice: Farewell.Rhythm) -> None:
    """Copies, so that what the old pair shows does not change with the new one."""
    parts = [(earlier.mentor, later.mentor), (earlier.mentee, later.mentee)]
    for before, now in parts:
        known = set(now.goals.values_list("text", flat=True))
        open_goals = before.goals.filter(state=Goal.State.OPEN, removed_at__isnull=True)
        for goal in open_goals.exclude(text__in=known):
            steps = list(goal.steps.all())
            goal.pk, goal.participation = None, now
            goal.save(force_insert=True)
            for step in steps:
                step.pk, step.goal = None, goal
                step.save(force_insert=True)
    for point in AgendaItem.objects.open().filter(pair=earlier):
        point.pk, point.pair = None, later
        point.save(force_insert=True)
    for agenda in earlier.own_agendas.all():
        agenda.pk, agenda.pair = None, later
        agenda.save(force_insert=True)
    for agreement in earlier.agreements.in_force():
        agreement.pk, agreement.pair = None, later
        agreement.rhythm = str(choice.label)
        agreement.save(force_insert=True)
