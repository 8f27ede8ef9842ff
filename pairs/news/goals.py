"""What the partner hears of a goal: that it is shared with them, never what it says."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Kind
from notifications.models import Message
from pairs.models import Goal, Pair


class GoalShared(Kind):
    """Whoever would rather find it on the page switches it off."""

    name = "goal_shared"
    label = _("Your partner shares a goal")
    is_optional = True
    rows = Goal.objects.select_related("participation__person")
    follows = ("pairs_published", "pairs_repaired")
    lasts = timedelta(days=14)
    wait = timedelta(minutes=5)

    def context(self, message: Message, goal: Goal, at: datetime) -> dict:
        return {
            "partner": goal.participation.person,
            "address": reverse("pairs:goal_detail", args=[message.context["pair"], goal.pk]),
        }

    def still_true(self, message: Message, goal: Goal, at: datetime) -> bool:
        is_shared = goal.shared_at is not None and goal.removed_at is None
        return is_shared and Pair.objects.active().filter(pk=message.context["pair"]).exists()
