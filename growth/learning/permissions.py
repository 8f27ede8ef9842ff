"""What somebody learned is theirs alone: it is shown to others only as evidence they choose."""

from django.db.models import QuerySet

from growth.learning.models import LearningEntry, StretchTask
from people.models import User


def own_entries(user: User) -> QuerySet[LearningEntry]:
    return LearningEntry.objects.filter(person=user)


def own_tasks(user: User) -> QuerySet[StretchTask]:
    return StretchTask.objects.filter(person=user).select_related("goal__mentoring_goal")
