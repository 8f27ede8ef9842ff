from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from applications.models import Participation
from applications.queries.participants import participants_of
from events.models import Resource, Training, TrainingDone
from people.models import User
from programs.models import Cycle


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


def visible_resources(cycle: Cycle) -> QuerySet[Resource]:
    """Resources participants may see: posted ones, and those without a day."""
    return cycle.resources.filter(Q(post_on__isnull=True) | Q(posted_at__isnull=False))
