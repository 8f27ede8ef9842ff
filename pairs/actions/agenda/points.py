"""What a pair wants to talk about. Open points stay until they are ticked or dropped."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from pairs.models import AgendaItem, MentoringSession, Pair
from pairs.models.agenda_template import USUAL
from people.models import User
from programs.models.details import Stage

MOST_OPEN = 50


@transaction.atomic
def add(pair: Pair, *texts: str, by: User, at: datetime) -> list[AgendaItem]:
    """Put points at the end. Points that are open with the same words are not put there twice."""
    Pair.objects.select_for_update().get(pk=pair.pk)
    there = set(pair.agenda.open().values_list("text", flat=True))
    new = [text for text in (" ".join(text.split()) for text in texts) if text not in there]
    if len(there) + len(new) > MOST_OPEN:
        message = _("There are %(most)s open points already. Tick or drop some first.")
        raise ValidationError(message, code="too_many", params={"most": MOST_OPEN})
    last = pair.agenda.aggregate(last=Max("position"))["last"] or 0
    items = [
        AgendaItem(pair=pair, text=text, added_by=by, position=last + place, created_at=at)
        for place, text in enumerate(new, 1)
    ]
    for item in items:
        ProhibitNullCharactersValidator()(item.text)  # the database takes everything but this
        item.full_clean(exclude=["pair", "added_by"])
    return AgendaItem.objects.bulk_create(items)


def start_from(pair: Pair, agenda: str, *, by: User, at: datetime) -> list[AgendaItem]:
    """Add the points of an agenda: one that the pair keeps, by its key; one of the program's own, named
    by its number; or the usual one of a stage, in the place of which the program may have put one
    of its own."""
    kept = next((one for one in pair.own_agendas.all() if one.key == agenda), None)
    if kept is not None:
        return add(pair, *kept.lines, by=by, at=at)
    own = list(pair.cycle.agenda_templates.all())
    chosen = next((one for one in own if agenda in {str(one.pk), one.stage}), None)
    if chosen is None and agenda not in USUAL:
        raise ValidationError(_("There is no such agenda."), code="unknown_template")
    texts = chosen.lines if chosen else [str(text) for text in USUAL[Stage(agenda)]]
    return add(pair, *texts, by=by, at=at)


def tick(item: AgendaItem, *, at: datetime) -> None:
    AgendaItem.objects.filter(pk=item.pk, done_at__isnull=True).update(done_at=at)


def reopen(item: AgendaItem) -> None:
    """A point is open again: talked about in an earlier session, ticked or dropped by mistake."""
    AgendaItem.objects.filter(pk=item.pk).update(done_at=None, done_in=None, dropped_at=None)


def drop(item: AgendaItem, *, by: User, at: datetime) -> None:
    """Take one's own point off the list. The partner's is theirs to drop; either may tick it."""
    if item.added_by_id not in {by.pk, None}:
        raise ValidationError(
            _("Your partner wrote this point. Tick it, or ask them to drop it."), code="not_own"
        )
    AgendaItem.objects.filter(pk=item.pk).update(dropped_at=at)


def give_back(session: MentoringSession) -> None:
    """A session counts no more: what was talked about in it is open again, and what was ticked
    before it waits for another one."""
    session.agenda.filter(done_at__gte=session.created_at).update(done_at=None)
    session.agenda.update(done_in=None)


@transaction.atomic
def reword(item: AgendaItem, text: str, *, seen: str) -> None:
    """Say an open point otherwise; it is the agenda of both. `seen` is how the person knew it: what
    the partner made of it meanwhile is not overwritten. Sessions keep the words they had."""
    Pair.objects.select_for_update().get(pk=item.pair_id)
    row = AgendaItem.objects.open().filter(pk=item.pk).first()
    if row is None:
        raise ValidationError(_("This point is not open any more."), code="not_open")
    words = " ".join(text.split())
    if row.text not in {seen, words}:
        message = _("Your partner reworded this point meanwhile. It is now: “%(text)s”")
        raise ValidationError(message, code="changed_meanwhile", params={"text": row.text})
    row.text = words
    ProhibitNullCharactersValidator()(words)
    row.full_clean(exclude=["pair", "added_by", "done_in"])
    row.save(update_fields=["text"])


@transaction.atomic
def put_last(item: AgendaItem) -> None:
    """Come back to an open point after all others."""
    Pair.objects.select_for_update().get(pk=item.pair_id)
    points = AgendaItem.objects.filter(pair=item.pair_id)
    last = points.aggregate(last=Max("position"))["last"] or 0
    points.open().filter(pk=item.pk).update(position=last + 1)


@transaction.atomic
def shift(item: AgendaItem, *, up: bool) -> None:
    """Change places with the open point before or after it."""
    Pair.objects.select_for_update().get(pk=item.pair_id)
    items = list(AgendaItem.objects.open().filter(pair=item.pair_id))
    place = next((n for n, other in enumerate(items) if other.pk == item.pk), None)
    other = None if place is None else place + (-1 if up else 1)
    if place is None or other is None or not 0 <= other < len(items):
        return
    items[place], items[other] = items[other], items[place]
    for position, moved in enumerate(items, 1):
        moved.position = position
    AgendaItem.objects.bulk_update(items, ["position"])
