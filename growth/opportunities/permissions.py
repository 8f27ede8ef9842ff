"""Who reads an opportunity, who runs it, and whose applications somebody answers."""

from django.db.models import Q, QuerySet

from growth.opportunities.models import Guest, Opportunity, OpportunityApplication
from growth.setup.permissions import organizes_growth
from people.models import User

Cover = OpportunityApplication.Cover


def visible_to(user: User) -> QuerySet[Opportunity]:
    """What is on the board, and what somebody applied to or runs, whatever became of it.

    Guests find only what is open to guests; what they once applied to stays readable for them.
    """
    mine = Opportunity.objects.filter(applications__person=user).values("pk")
    on_board = Q(published_at__isnull=False, closed_at__isnull=True)
    if user.is_guest:
        return Opportunity.objects.filter(Q(on_board, open_to_guests=True) | Q(pk__in=mine))
    run = Opportunity.objects.run_by(user).values("pk")
    return Opportunity.objects.filter(on_board | Q(pk__in=mine) | Q(pk__in=run))


def editable_by(user: User) -> QuerySet[Opportunity]:
    """Its owners edit it, and those who look after growth edit all; these read no applications."""
    rows = Opportunity.objects.all()
    return rows if organizes_growth(user) else run_by(user)


def run_by(user: User) -> QuerySet[Opportunity]:
    """What somebody runs, as long as they are one of the organization."""
    if user.is_guest:
        return Opportunity.objects.none()
    return Opportunity.objects.run_by(user)


def own_applications(user: User) -> QuerySet[OpportunityApplication]:
    return OpportunityApplication.objects.filter(person=user).select_related("opportunity", "date")


def applications_run_by(user: User) -> QuerySet[OpportunityApplication]:
    """What people wrote to those who run it. Nobody answers their own application."""
    rows = OpportunityApplication.objects.filter(opportunity__in=run_by(user).values("pk"))
    return rows.exclude(person=user).select_related("opportunity", "person", "date", "response")


def cover_requests(user: User) -> QuerySet[OpportunityApplication]:
    """Of people whose manager this is now: who was so before finds nothing."""
    rows = OpportunityApplication.objects.filter(
        person__manager=user, state__in=OpportunityApplication.STANDING
    )
    asked = rows.exclude(cover__in=[Cover.NOT_NEEDED, Cover.NO_MANAGER])
    return asked.select_related("opportunity", "person", "date")


def guests_of(opportunity: Opportunity) -> QuerySet[Guest]:
    """Guests who came for this one and are guests still."""
    rows = Guest.objects.filter(came_for=opportunity, person__is_guest=True)
    return rows.select_related("person", "invited_by")
