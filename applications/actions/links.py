"""Links that say where people came from, and links that let somebody in after the close."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from applications.models import Application, InvitationLink, LateEntry
from people.actions import audit
from people.models import User
from programs.models import Cycle, Role

Channel = InvitationLink.Channel
MOST_LINKS = 500
SESSION_KEY = "came_by"  # cycle -> link, until the person has applied
OPENED_KEY = "links_opened"  # those this browser was counted for
USUAL = (Channel.MAIL, Channel.CHAT, Channel.NEWSLETTER, Channel.POSTER)


def add(
    cycle: Cycle,
    *,
    channel: str,
    name: str,
    by: User,
    at: datetime,
    role: Role | None = None,
    most_uses: int | None = None,
    expires_at: datetime | None = None,
) -> InvitationLink:
    """One more way in. Only late links say how often and how long."""
    try:
        with transaction.atomic():
            Cycle.objects.select_for_update().get(pk=cycle.pk)
            if cycle.links.count() >= MOST_LINKS:
                raise ValidationError(_("There are too many links already."), code="too_many")
            link = InvitationLink.objects.create(
                cycle=cycle,
                channel=channel,
                name=name,
                role=role,
                most_uses=most_uses,
                expires_at=expires_at,
                created_by=by,
                created_at=at,
            )
            audit.note("link_made", link, by=by, at=at)
    except IntegrityError as error:
        message = _("There is a link of this kind and name already.")
        raise ValidationError(message, code="again") from error
    return link


def add_usual(cycle: Cycle, *, by: User, at: datetime) -> None:
    """A link for every channel that has none yet."""
    have = set(cycle.links.values_list("channel", flat=True))
    for channel in USUAL:
        if channel not in have:
            add(cycle, channel=channel, name=str(channel.label), by=by, at=at)


def close(link: InvitationLink, *, by: User, at: datetime) -> None:
    """Count nobody any more and let nobody in; who applied by it stays counted."""
    with transaction.atomic():
        locked = InvitationLink.objects.select_for_update().get(pk=link.pk)
        if locked.closed_at is None:
            locked.closed_at = at
            locked.save(update_fields=["closed_at"])
            audit.note("link_closed", link, by=by, at=at)


def visit(link: InvitationLink) -> None:
    """One more browser that opened it, and nothing about whose it was."""
    InvitationLink.objects.filter(pk=link.pk).update(visits=F("visits") + 1)


def let_in(link: InvitationLink, person: User, *, at: datetime) -> LateEntry:
    """Let somebody apply after the close. Coming again takes no second place."""
    with transaction.atomic():
        locked = InvitationLink.objects.select_for_update().get(pk=link.pk)
        taken = locked.entries.filter(person=person).first()
        if not locked.is_late or not locked.is_open(at):
            raise ValidationError(_("This link has ended."), code="ended")
        if taken is not None:
            return taken
        if locked.entries.count() >= (locked.most_uses or 0):
            raise ValidationError(
                _("This link has been used as often as it may be."), code="used_up"
            )
        return LateEntry.objects.create(link=locked, person=person, created_at=at)


def note_source(application: Application, link_id: int | None) -> None:
    """Remember by which link somebody came; the first one counts."""
    if link_id is None or application.source_id is not None:
        return
    known = InvitationLink.objects.filter(
        pk=link_id, cycle=application.cycle_id, closed_at__isnull=True
    )
    if known.exists():
        Application.objects.filter(pk=application.pk, source=None).update(source=link_id)
