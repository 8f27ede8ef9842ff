"""Words typed while two people talk: kept at once, and taken over by the session they log."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db import transaction
from django.utils.translation import gettext as _

from pairs.actions.sessions import notes, plans
from pairs.models import MeetingNote, MentoringSession, Pair, SessionNote
from people.models import User

_NEAR = timedelta(days=1)  # between the day of the talk and the day of the words, zones included


@transaction.atomic
def keep(
    pair: Pair,
    *,
    by: User,
    at: datetime,
    shared: str,
    private: str,
    page: UUID,
    seen: dict[bool, str],
) -> None:
    """Keep what stands in the two boxes of a page.

    What another page of the same person saved since this one was opened is never overwritten
    unseen: `seen` says for the shared (True) and the private box which words it began with.
    """
    pair = plans.locked(pair)
    for is_shared, text in ((True, shared), (False, private)):
        ProhibitNullCharactersValidator()(text)
        mine = MeetingNote.objects.filter(pair=pair, author=by, is_shared=is_shared)
        taken = mine.filter(page=page, session__isnull=False).first()
        if taken is not None:
            _write_on(taken, text, at)
            continue
        note = mine.filter(session__isnull=True).first()
        if note is None and not text.strip():
            continue
        if note is None:
            note = MeetingNote(pair=pair, author=by, is_shared=is_shared, page=page)
        elif note.page != page and note.text not in {seen.get(is_shared, ""), text}:
            message = _("You typed on another page meanwhile. Save here to see both.")
            raise ValidationError(message, code="changed_meanwhile")
        note.text, note.saved_at, note.page = text, at, page
        note.full_clean(exclude=["pair", "author", "session"], validate_constraints=False)
        note.save()


def take_over(pair: Pair, session: MentoringSession, *, by: User, at: datetime) -> None:
    """The session of the day has been logged: what both typed becomes its notes, the shared words
    with names where both wrote. Words of another day wait for the session of theirs."""
    waiting = pair.meeting_notes.select_for_update(of=("self",)).filter(session__isnull=True)
    typed = [
        note
        for note in waiting.select_related("author")
        if note.text.strip() and _is_near(session.held_on, pair.cycle.day(note.saved_at))
    ]
    if not typed:
        return
    pair.meeting_notes.filter(session__isnull=False).delete()
    shared = [note for note in typed if note.is_shared]
    words = [
        f"{note.author.get_short_name()}:\n{note.text}" if len(shared) > 1 else note.text
        for note in shared
    ]
    notes.add(session, by=by, at=at, shared="\n\n".join(words), private="")
    for note in typed:
        if not note.is_shared:
            notes.add(session, by=note.author, at=at, shared="", private=note.text)
    waiting.filter(pk__in=[note.pk for note in typed]).update(session=session)


def _is_near(day: date | None, typed_on: date) -> bool:
    return day is not None and abs(typed_on - day) <= _NEAR


def _write_on(taken: MeetingNote, text: str, at: datetime) -> None:
    """The session was logged while this page was still open: its words change where they went."""
    if taken.text == text or taken.session is None:
        return
    rows = SessionNote.objects.select_for_update().filter(
        session=taken.session, is_shared=taken.is_shared
    )
    row = (rows if taken.is_shared else rows.filter(author=taken.author)).first()
    if row is None:
        row = SessionNote(session=taken.session, author=taken.author, is_shared=taken.is_shared)
    before = taken.text.strip()
    if before and before in row.text:
        row.text = row.text.replace(before, text.strip(), 1).strip()
    else:
        row.text = f"{row.text}\n\n{text}".strip()
    row.saved_at = at
    row.full_clean(exclude=["session", "author"])
    row.save(update_fields=["text", "saved_at"] if row.pk else None)
    taken.text, taken.saved_at = text, at
    taken.save(update_fields=["text", "saved_at"])
