"""Filling the binder."""

from datetime import datetime

from django.db import transaction

from growth.binder.models import BinderItem
from people.models import User

OWN_FIELDS = ("title", "words", "url", "happened_on")


@transaction.atomic
def add_own(person: User, values: dict, *, at: datetime) -> BinderItem:
    """Something in the person's own words. The same title, link and date sent twice is one item."""
    own = {name: values[name] for name in OWN_FIELDS if name in values}
    own["title"] = own["title"].strip()
    User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    same = BinderItem.objects.filter(person=person, source=BinderItem.Source.OWN, **own).first()
    if same is not None:
        return same
    item = BinderItem(person=person, added_at=at, **own)
    item.full_clean(exclude=["person"])
    item.save()
    return item
