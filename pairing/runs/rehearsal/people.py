"""Who takes part in a rehearsal, as the engine takes them. Nothing is written."""

from datetime import datetime
from random import Random

from django.db.models import Count, QuerySet

from applications.models import Application
from pairing.engine.scoring import Person
from pairing.models import Rehearsal
from pairing.runs import cohort
from pairing.runs.cohort import Entries
from pairing.runs.rehearsal import filed, invention
from people.models import User
from programs.models import Cycle, Role

# Of an earlier cycle, for its people to be more than a few who would be recognized.
ENOUGH_APPLICATIONS = 10


def earlier_cycles(cycle: Cycle, reader: User) -> QuerySet[Cycle]:
    """Those whose applications this person may read anyway, with `many` of them, the latest first."""
    rows = Cycle.objects.organized_by(reader).exclude(pk=cycle.pk).select_related("program")
    counted = rows.filter(applications__in=Application.objects.in_pairing().for_pairs())
    found = counted.annotate(many=Count("applications", distinct=True))
    return found.filter(many__gte=ENOUGH_APPLICATIONS).order_by("-starts_on", "-pk")


def entries_of(rehearsal: Rehearsal, *, at: datetime) -> Entries:
    """The rules and weights of the cycle as they are now, on people who are not in it. The same
    people for the same wishes, so that what differs comes from what was changed."""
    cycle = rehearsal.cycle
    if rehearsal.cohort == Rehearsal.Cohort.FILE:
        sides: dict[str, list[Person]] = {Role.Side.MENTEE: [], Role.Side.MENTOR: []}
        for side, plain in rehearsal.people_read:
            sides[side].append(filed.from_plain(plain))
        return cohort.entries_of_nobody(cycle, sides[Role.Side.MENTEE], sides[Role.Side.MENTOR])
    if rehearsal.former is not None:
        people = Application.objects.in_pairing().filter(cycle=rehearsal.former)
        return cohort.entries_of_earlier(cycle, rehearsal.former, people)
    dice = Random(f"{cycle.pk}:{cycle.pairing_seed}")  # noqa: S311 - invented people need no secrecy
    is_own = rehearsal.cohort == Rehearsal.Cohort.ORGANIZATION
    draw = invention.facts_of_organization if is_own else invention.facts_of_the_world
    facts = draw(rehearsal.people, dice)
    mentees, mentors = invention.people(cycle, facts, rehearsal.mentor_percent, dice)
    return cohort.entries_of_nobody(cycle, mentees, mentors)
