"""A pathway is its person's alone: whatever they made of an item is found only through these."""

from django.db.models import QuerySet

from growth.pathway.models import Closing, PathwayItem, PersonItem
from growth.pathway.queries.pathways import pathway_of
from people.models import User


def own_item(user: User, what: str, pk: int) -> PersonItem | None:
    """What this person made of an item: `what` is "item" for one of the pathway, "own" for one
    they added. Of an untouched item, a row that is not saved yet. None: not for them."""
    rows = PersonItem.objects.filter(person=user).select_related(
        "item__kind", "person", "opportunity"
    )
    if what == "own":
        return rows.filter(pk=pk, item__isnull=True).exclude(title="").first()
    touched = rows.filter(item=pk).first()
    if touched is not None:
        return touched
    items = PathwayItem.objects.filter(pk=pk, archived_at__isnull=True, pathway=pathway_of(user))
    item = items.select_related("kind").first()
    return PersonItem(person=user, item=item) if item else None


def own_closings(user: User) -> QuerySet[Closing]:
    """What closed items of this person, and was not taken back."""
    return Closing.objects.in_force().filter(item__person=user)
