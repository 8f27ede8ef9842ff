"""What people hear of opportunities: that something happened, never what somebody wrote."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from growth.opportunities.models import (
    Guest,
    Opportunity,
    OpportunityApplication,
    OpportunityOwner,
    OpportunityWatch,
)
from growth.opportunities.permissions import visible_to
from growth.setup.permissions import growth_is_on, reads_the_board
from notifications.kinds import Kind, News, Reminder
from notifications.models import Message
from people.models import User
from people.models.columns import known

State, Cover = OpportunityApplication.State, OpportunityApplication.Cover
REMIND_AFTER = timedelta(days=3)
STALE = timedelta(days=30)  # growth was off, or nobody cared: no flood afterwards


class _AboutApplication(Kind):
    rows = OpportunityApplication.objects.select_related("opportunity", "person__manager", "date")
    lasts = timedelta(days=14)

    def context(self, message: Message, application: OpportunityApplication, at: datetime) -> dict:
        return {
            "application": application,
            "opportunity": application.opportunity,
            "address": self.address(application),
        }

    def address(self, application: OpportunityApplication) -> str:
        return reverse("growth:opportunity", args=[application.opportunity.slug])


class _ToManager(_AboutApplication):
    def address(self, application: OpportunityApplication) -> str:
        return reverse("growth:opportunity_cover", args=[application.pk])

    def still_true(
        self, message: Message, application: OpportunityApplication, at: datetime
    ) -> bool:
        """Only the manager of now is asked, and only until they answered."""
        is_manager = application.person.manager_id == message.to_id
        return is_manager and application.is_undecided and application.cover == Cover.ASKED


class CoverAsked(_ToManager):
    name = "growth_cover_asked"
    asks = True
    label = _("Can somebody be covered?")
    wait = timedelta(minutes=5)


class CoverReminder(_ToManager, Reminder):
    """Three days after the question, to the manager of then: a new one hears of it too."""

    name = "growth_cover_reminder"
    label = _("Cover is still to be answered")
    counted_as = "reminders to answer about cover"

    def concerns(self, person: User) -> bool:
        return growth_is_on(person)

    def due(self, at: datetime) -> Iterator[News]:
        for application in _unanswered(at).select_related("person"):
            manager = known(application.person.manager_id)
            asked = f"{application.cover_asked_at:%Y%m%dT%H%M%S}"
            yield News(manager, application, occasion=f"manager:{manager}/{asked}")


class CoverAnswered(_AboutApplication):
    name = "growth_cover_answered"
    label = _("The manager answered about cover")
    wait = timedelta(minutes=5)
    replaces = ("growth_cover_answered",)

    def still_true(
        self, message: Message, application: OpportunityApplication, at: datetime
    ) -> bool:
        return application.is_undecided and application.cover != Cover.ASKED


class _ToOwners(_AboutApplication):
    def address(self, application: OpportunityApplication) -> str:
        return reverse("growth:opportunity_application", args=[application.pk])

    def runs_it(self, message: Message, application: OpportunityApplication) -> bool:
        return application.opportunity.owner_rows.filter(person=message.to_id).exists()


class Applied(_ToOwners):
    name = "growth_opportunity_applied"
    label = _("Somebody applied for an opportunity")
    wait = timedelta(minutes=5)

    def still_true(
        self, message: Message, application: OpportunityApplication, at: datetime
    ) -> bool:
        return application.is_undecided and self.runs_it(message, application)


class Withdrawn(_ToOwners):
    """Whoever had not heard of the application hears of neither."""

    name = "growth_opportunity_withdrawn"
    label = _("Somebody withdrew from an opportunity")
    undoes = ("growth_opportunity_applied",)

    def still_true(
        self, message: Message, application: OpportunityApplication, at: datetime
    ) -> bool:
        return application.state == State.WITHDRAWN and self.runs_it(message, application)


class Decided(_AboutApplication):
    """The words follow from what is true when it is sent."""

    name = "growth_opportunity_decided"
    label = _("An answer about an opportunity")
    wait = timedelta(minutes=5)
    replaces = ("growth_opportunity_decided",)

    def still_true(
        self, message: Message, application: OpportunityApplication, at: datetime
    ) -> bool:
        return application.state in {State.PLACED, State.WAITING, State.DECLINED}


class OwnerAdded(Kind):
    name = "growth_opportunity_owner"
    label = _("You run an opportunity")
    rows = OpportunityOwner.objects.select_related("opportunity", "person", "added_by")
    lasts = timedelta(days=14)
    wait = timedelta(minutes=5)

    def context(self, message: Message, row: OpportunityOwner, at: datetime) -> dict:
        address = reverse("growth:opportunity_edit", args=[row.opportunity.slug])
        return {"row": row, "opportunity": row.opportunity, "address": address}


class OwnerJoined(OwnerAdded):
    """To the others, who share what people wrote with somebody more from now on."""

    name = "growth_opportunity_joined"
    label = _("Somebody else runs an opportunity too")

    def still_true(self, message: Message, row: OpportunityOwner, at: datetime) -> bool:
        return row.opportunity.owner_rows.filter(person=message.to_id).exists()


class ApplicationsOpen(Reminder):
    """To those who wanted to hear of it."""

    name = "growth_opportunity_open"
    label = _("Applications for an opportunity are open")
    counted_as = "people told of an open opportunity"
    rows = OpportunityWatch.objects.select_related("opportunity", "person")
    lasts = timedelta(days=7)

    def concerns(self, person: User) -> bool:
        return reads_the_board(person)

    def due(self, at: datetime) -> Iterator[News]:
        rows = self.rows.filter(
            opportunity__published_at__isnull=False,
            opportunity__closed_at__isnull=True,
            person__is_active=True,
        )
        for watch in rows:
            if watch.opportunity.is_open(at) and _reads(watch):
                opened = watch.opportunity.apply_from or watch.opportunity.published_at
                yield News(watch.person_id, watch, occasion=f"opens:{opened:%Y%m%d}")

    def context(self, message: Message, watch: OpportunityWatch, at: datetime) -> dict:
        address = reverse("growth:opportunity", args=[watch.opportunity.slug])
        return {"opportunity": watch.opportunity, "address": address}

    def still_true(self, message: Message, watch: OpportunityWatch, at: datetime) -> bool:
        return watch.opportunity.is_open(at) and _reads(watch)


class GuestInvited(Kind):
    name = "growth_guest_invited"
    asks = True
    label = _("A guest is invited")
    rows = Guest.objects.select_related("person", "invited_by")
    lasts = timedelta(days=14)

    def context(self, message: Message, guest: Guest, at: datetime) -> dict:
        opportunity = Opportunity.objects.get(pk=message.context["opportunity"])
        return {
            "guest": guest,
            "opportunity": opportunity,
            "address": reverse("growth:opportunity", args=[opportunity.slug]),
        }

    def still_true(self, message: Message, guest: Guest, at: datetime) -> bool:
        rows = visible_to(guest.person).filter(pk=message.context["opportunity"])
        return guest.person.is_guest and rows.exists()


def _reads(watch: OpportunityWatch) -> bool:
    rows = visible_to(watch.person).filter(pk=watch.opportunity_id)
    return reads_the_board(watch.person) and rows.exists()


def _unanswered(at: datetime) -> QuerySet[OpportunityApplication]:
    return OpportunityApplication.objects.filter(
        cover=Cover.ASKED,
        state__in=OpportunityApplication.UNDECIDED,
        cover_asked_at__lte=at - REMIND_AFTER,
        cover_asked_at__gt=at - STALE,
        person__manager__is_active=True,
        opportunity__closed_at__isnull=True,
    )
