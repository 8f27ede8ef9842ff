"""Whose plan somebody may read and write: one's own, and read what is shared."""

from django.db.models import QuerySet

from applications.models import Participation
from growth.plans.models import PlanAction, PlanGoal, PlanRevision
from growth.sharing.models import Share
from pairs.models import PairMember
from people.models import User


def own_revisions(user: User) -> QuerySet[PlanRevision]:
    return PlanRevision.objects.filter(plan__person=user).select_related("plan__person")


def shared_revisions(user: User) -> QuerySet[PlanRevision]:
    """Revisions others let this person read, as long as they do."""
    shares = Share.objects.in_force().filter(reader=user, what=Share.What.PLAN)
    return PlanRevision.objects.filter(pk__in=shares.values("revision"))


def own_goals(user: User) -> QuerySet[PlanGoal]:
    """Goals of the version somebody works on."""
    goals = PlanGoal.objects.filter(revision__plan__person=user, revision__closed_at__isnull=True)
    return goals.select_related("revision__plan", "mentoring_goal", "criterion")


def own_steps(user: User) -> QuerySet[PlanAction]:
    return PlanAction.objects.filter(goal__in=own_goals(user)).select_related("goal")


def own_mentorships(user: User) -> QuerySet[Participation]:
    """Mentorships somebody is a mentee in now."""
    rows = Participation.objects.filter(
        person=user,
        state=Participation.State.ACTIVE,
        memberships__in=PairMember.objects.at_work().mentees(),
    )
    return rows.select_related("cycle__program").distinct()
