"""Filling the binder, and asking those whose words or work are in it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from completion.models import Kudos
from growth.binder.models import BinderItem
from growth.binder.queries import Candidate
from notifications.actions import outbox
from people.models import User
from people.versions import Unchanged, as_it_is

OWN_FIELDS = ("title", "words", "url", "happened_on")


@transaction.atomic
def add_own(person: User, values: dict, *, at: datetime) -> BinderItem:
    """Something in the person's own words. The same title, link and date sent twice is one item."""
    own = _own(values)
    _lock(person)
    same = BinderItem.objects.filter(person=person, source=BinderItem.Source.OWN, **own).first()
    if same is not None:
        return same
    return _write(BinderItem(person=person, added_at=at), own)


@transaction.atomic
def put(person: User, candidate: Candidate, values: dict, *, at: datetime) -> BinderItem:
    """Put something the person did into the binder, in their words; once, however often it is sent.
    Other words for what is there already are refused: they are changed there.

    What comes from a pair is hidden from everybody else until the partner agrees, who is asked. A
    public line is agreed to already, as long as its words stay the same.
    """
    is_agreed = _is_agreed(candidate, values)  # locks the line first, as whoever takes it back does
    _lock(person)
    link = {BinderItem.LINKS[candidate.source]: candidate.row}
    own = _own(values)
    same = BinderItem.objects.filter(person=person, source=candidate.source, **link).first()
    if same is not None and all(getattr(same, name) == said for name, said in own.items()):
        return same
    if same is not None:
        message = _("It is in your binder already. Change its words there.")
        raise ValidationError(message, code="in_the_binder")
    item = BinderItem(person=person, source=candidate.source, added_at=at, **link)
    if is_agreed:
        item.partner, item.asked_at, item.agreed_at = candidate.partner, at, at
        return _write(item, own)
    return _write(item, own, partner=candidate.partner, at=at)


def hide_words_of(kudos: Kudos, *, at: datetime) -> None:
    """A line is public no more: nobody but its owner reads it as evidence, from now on."""
    items = BinderItem.objects.select_for_update(of=("self",)).filter(kudos=kudos)
    for item in items:
        item.agreed_at, item.declined_at = None, at
        item.save(update_fields=["agreed_at", "declined_at"])
        _forget(item)


@transaction.atomic
def add_kudos(person: User, giver: User, values: dict, *, at: datetime) -> BinderItem:
    """What somebody said to the person. It is theirs as well: they are asked whether they said so
    and agree that others read it."""
    if giver.pk == person.pk:
        message = _("These are words of others. Your own go into the binder as evidence.")
        raise ValidationError({"giver": message}, code="yourself")
    own = _own(values)
    _lock(person)
    kudos = BinderItem.objects.filter(person=person, source=BinderItem.Source.KUDOS)
    same = kudos.filter(partner=giver, **own).first()
    if same is not None:
        return same
    item = BinderItem(person=person, source=BinderItem.Source.KUDOS, added_at=at)
    return _write(item, own, partner=giver, at=at)


@transaction.atomic
def change(
    item: BinderItem, values: dict, *, at: datetime, unchanged: Unchanged = as_it_is
) -> BinderItem:
    """Say it in other words. What a partner agreed to were the words before: they are asked again."""
    locked = _locked(item)
    unchanged(locked)
    own = _own(values)
    if all(getattr(locked, name) == value for name, value in own.items()):
        return locked
    return _write(locked, own, partner=locked.partner, at=at)


@transaction.atomic
def remove(item: BinderItem) -> None:
    """Take it out, here and of every document. Where it came from stays as it is."""
    _forget(item)
    BinderItem.objects.filter(pk=item.pk).delete()


@transaction.atomic
def answer(item: BinderItem, *, agrees: bool, at: datetime, seen: datetime | None) -> BinderItem:
    """The partner says yes or no, or changes their mind: a no takes it out of sight at once.

    seen is the moment they were asked about the words they read; a yes to other words is none.
    """
    locked = _locked(item)
    if agrees and locked.asked_at != seen:
        message = _("The words have changed meanwhile. Read them again before you agree.")
        raise ValidationError(message, code="changed_meanwhile")
    if (locked.agreed_at is not None) == agrees and (locked.agreed_at or locked.declined_at):
        return locked
    locked.agreed_at, locked.declined_at = (at, None) if agrees else (None, at)
    locked.save(update_fields=["agreed_at", "declined_at"])
    outbox.take_back("growth_consent_asked", about=locked)
    occasion = f"{at:%Y%m%dT%H%M%S%f}"
    outbox.tell(locked.person, "growth_consent_answered", about=locked, occasion=occasion, at=at)
    return locked


def _is_agreed(candidate: Candidate, values: dict) -> bool:
    if candidate.source != BinderItem.Source.KUDOS:
        return False
    rows = Kudos.objects.select_for_update(of=("self",)).filter(agreed_at__isnull=False)
    kudos = rows.filter(pk=candidate.row.pk).first()
    if kudos is None:
        raise ValidationError(_("This line was taken back meanwhile."), code="gone")
    return {values["title"].strip(), values["words"].strip()} <= {kudos.line, candidate.title, ""}


def _own(values: dict) -> dict:
    own = {name: values[name] for name in OWN_FIELDS if name in values}
    own["title"] = own["title"].strip()
    return own


def _lock(person: User) -> None:
    """One form of a person at a time, so that the second of two sees the row of the first."""
    User.objects.select_for_update(of=("self",)).get(pk=person.pk)


def _locked(item: BinderItem) -> BinderItem:
    rows = BinderItem.objects.select_for_update(of=("self",)).select_related("person", "partner")
    return rows.get(pk=item.pk)


def _write(
    item: BinderItem, own: dict, *, partner: User | None = None, at: datetime | None = None
) -> BinderItem:
    for name, value in own.items():
        setattr(item, name, value)
    if partner is not None:
        item.partner, item.asked_at, item.agreed_at, item.declined_at = partner, at, None, None
    item.full_clean(exclude=["person", "partner"])
    item.save()
    if partner is not None and at is not None:
        _forget(item)
        occasion = f"{at:%Y%m%dT%H%M%S%f}"
        outbox.tell(partner, "growth_consent_asked", about=item, occasion=occasion, at=at)
    return item


def _forget(item: BinderItem) -> None:
    for kind in ("growth_consent_asked", "growth_consent_answered"):
        outbox.take_back(kind, about=item)
