"""What the two of a career conversation hear: who and when, never what was said."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from growth.conversations.models import Conversation
from growth.conversations.permissions import may_write_with
from growth.conversations.rules import RECENT, is_before_review
from growth.plans.models import Plan, PlanRevision
from growth.setup.models import GrowthSetup
from growth.setup.permissions import uses_growth
from growth.setup.queries import setup
from notifications.kinds import Kind, News, Reminder
from notifications.models import Message
from people.models import User
from programs.rules import days

STALE = timedelta(days=30)  # whoever was not reminded by then, growth was off: no flood afterwards


class _AboutTalk(Kind):
    rows = Conversation.objects.select_related("person", "manager")

    def context(self, message: Message, talk: Conversation, at: datetime) -> dict:
        is_own = talk.person_id == message.to_id
        own, shared = reverse("growth:conversations"), "growth:shared_conversations"
        return {
            "talk": talk,
            "other": talk.manager if is_own else talk.person,
            "address": own if is_own else reverse(shared, args=[talk.person_id]),
        }

    def may_hear(self, message: Message, talk: Conversation) -> bool:
        """The person always; the manager as long as the person lets them read."""
        return talk.person_id == message.to_id or (
            talk.manager is not None and may_write_with(talk.manager, talk.person)
        )


class TalkWrittenDown(_AboutTalk):
    name = "growth_conversation"
    label = _("A talk was written down")
    lasts = timedelta(days=14)
    replaces = ("growth_conversation_planned",)

    def still_true(self, message: Message, talk: Conversation, at: datetime) -> bool:
        return talk.state == Conversation.State.HELD and self.may_hear(message, talk)


class TalkPlanned(_AboutTalk):
    name = "growth_conversation_planned"
    label = _("A talk is planned")
    wait = timedelta(minutes=5)

    def still_true(self, message: Message, talk: Conversation, at: datetime) -> bool:
        return talk.state == Conversation.State.PLANNED and self.may_hear(message, talk)

    def ends_at(self, message: Message, talk: Conversation) -> datetime:
        return days.ends(talk.held_on, ZoneInfo(message.reader.time_zone))


class TimeToRevisit(Reminder):
    """After the year of a plan, to its owner."""

    name = "growth_revisit"
    label = _("Time to revisit the growth plan")
    counted_as = "reminders to revisit a plan"
    rows = PlanRevision.objects.select_related("plan")
    lasts = timedelta(days=14)

    def concerns(self, person: User) -> bool:
        return uses_growth(person)

    def due(self, at: datetime) -> Iterator[News]:
        today = at.date()
        over = _current(setup()).filter(ends_on__lt=today, ends_on__gte=today - STALE)
        for revision in over:
            yield News(revision.plan.person_id, revision)

    def context(self, message: Message, revision: PlanRevision, at: datetime) -> dict:
        return {"address": reverse("growth:conversations"), "plan_address": reverse("growth:plan")}

    def still_true(self, message: Message, revision: PlanRevision, at: datetime) -> bool:
        return _current(setup()).filter(pk=revision.pk, ends_on__lt=at.date()).exists()


class TalkBeforeReview(Reminder):
    """In the two weeks before the review, to people with a plan who did not talk lately."""

    name = "growth_before_review"
    label = _("Talk before the review")
    counted_as = "reminders before the review"
    rows = Plan.objects.select_related("person__manager")

    def concerns(self, person: User) -> bool:
        return uses_growth(person)

    def due(self, at: datetime) -> Iterator[News]:
        review_on = setup().review_on
        if review_on is not None and is_before_review(at.date(), review_on):
            for revision in _silent(review_on):
                person = revision.plan.person_id
                yield News(person, revision.plan, occasion=f"review:{review_on.isoformat()}")

    def context(self, message: Message, plan: Plan, at: datetime) -> dict:
        return {
            "manager": plan.person.manager,
            "review_on": _review_of(message),
            "plan_address": reverse("growth:plan"),
        }

    def still_true(self, message: Message, plan: Plan, at: datetime) -> bool:
        review_on = setup().review_on
        return review_on == _review_of(message) and _silent(review_on).filter(plan=plan).exists()

    def ends_at(self, message: Message, plan: Plan) -> datetime:
        return days.begins(_review_of(message), ZoneInfo(message.reader.time_zone))


def _current(row: GrowthSetup) -> QuerySet[PlanRevision]:
    """The versions people work on, of those growth is on for."""
    if row.state == GrowthSetup.State.OFF:
        return PlanRevision.objects.none()
    people = Q(plan__person__is_active=True)
    if row.state == GrowthSetup.State.SOME:
        people &= Q(plan__person__division__in=row.divisions)
    return PlanRevision.objects.current().filter(people).select_related("plan")


def _silent(review_on: date) -> QuerySet[PlanRevision]:
    """Of people with a manager who did not talk within the two months before the review."""
    talked = Conversation.objects.held().filter(
        person=OuterRef("plan__person"), held_on__gte=review_on - RECENT
    )
    return _current(setup()).filter(~Exists(talked), plan__person__manager__isnull=False)


def _review_of(message: Message) -> date:
    return date.fromisoformat(message.occasion.removeprefix("review:"))
