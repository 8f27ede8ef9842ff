from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from applications.models import Participation
from applications.queries.participants import participants_of
from events.models import Resource, Training, TrainingDone
from notifications.queries import Planned
from people.models import User
from programs.addresses import of_cycle
from programs.models import Cycle
from programs.models.details import Obligation

MORNING = time(9)  # in the cycle's zone: from then on a resource is posted on its day


@dataclass(frozen=True)
class TrainingState:
    """A training and how somebody did it; way is empty when they did not."""

    training: Training
    way: str
    done_on: object


def trainings_of(cycle: Cycle, person: User) -> list[TrainingState]:
    """The cycle's trainings with this person's state; two queries."""
    done = {
        one.training_id: one
        for one in TrainingDone.objects.filter(training__cycle=cycle, person=person)
    }
    return [
        TrainingState(
            training,
            done[training.pk].way if training.pk in done else "",
            done[training.pk].done_on if training.pk in done else None,
        )
        for training in cycle.trainings.all()
    ]


def trainings_left(person: User) -> QuerySet[Training]:
    """Trainings with a last day that somebody has still to do, in all their cycles; late ones too
    while the cycle runs, the first due first."""
    mine = person.participations.filter(state=Participation.State.ACTIVE).values("cycle")
    wanted = Training.objects.filter(
        cycle__in=mine, cycle__archived_at__isnull=True, due_on__isnull=False
    ).exclude(obligation=Obligation.OPTIONAL)
    return (
        wanted.exclude(done__person=person)
        .select_related("cycle__program")
        .order_by("due_on", "pk")
    )


def trainings_with_counts(cycle: Cycle) -> tuple[int, QuerySet[Training]]:
    """How many people take part, and the trainings with `done_count` of them; two queries."""
    people = (
        Participation.objects.filter(cycle=cycle, state=Participation.State.ACTIVE)
        .values("person")
        .distinct()
    )
    trainings = cycle.trainings.annotate(
        done_count=Count("done", filter=Q(done__person__in=people), distinct=True)
    )
    return people.count(), trainings


def missing_people(training: Training) -> QuerySet[User]:
    """Active participants of the cycle who have not said that they did the training."""
    return participants_of(training.cycle).exclude(trainings_done__training=training)


def postings_of(cycle: Cycle, at: datetime) -> list[Planned]:
    """Resources still to be posted, for the list of what goes out by itself."""
    if cycle.pairs_published_at is None or cycle.archived_at is not None:
        return []
    address = of_cycle("events:learning", cycle)
    found = cycle.resources.filter(posted_at__isnull=True, post_on__isnull=False)
    moments = [
        (datetime.combine(row.post_on, MORNING, cycle.tzinfo), row) for row in found if row.post_on
    ]
    return [
        Planned(moment, _("Resource"), row.title, address) for moment, row in moments if moment > at
    ]


def visible_resources(cycle: Cycle) -> QuerySet[Resource]:
    """Resources participants may see: posted ones, and those without a day."""
    return cycle.resources.filter(Q(post_on__isnull=True) | Q(posted_at__isnull=False))
