"""Words about a session: one note the pair shares, and one private note for each of the two."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from pairs.models import MentoringSession, SessionNote
from people.models import User


@transaction.atomic
def add(session: MentoringSession, *, by: User, at: datetime, shared: str, private: str) -> None:
    """Keep what was typed with a session. Words the partner shared already stay, before these."""
    for text, is_shared in ((shared.strip(), True), (private.strip(), False)):
        if not text:
            continue
        note = _locked(session, by, is_shared)
        if note is None:
            note = SessionNote(session=session, author=by, is_shared=is_shared)
        note.text, note.saved_at = f"{note.text}\n\n{text}".strip(), at
        _save(note)


@transaction.atomic
def save(
    session: MentoringSession,
    *,
    by: User,
    at: datetime,
    is_shared: bool,
    text: str,
    seen: datetime | None,
) -> SessionNote | None:
    """Replace a note, or delete it with an empty text. `seen` is when the version the person began
    with was saved: what the partner wrote meanwhile is never overwritten."""
    MentoringSession.objects.select_for_update().get(pk=session.pk)
    note = _locked(session, by, is_shared)
    if (note.saved_at if note else None) != seen:
        message = _("Your partner changed this note meanwhile. Both texts are below: join them.")
        raise ValidationError(message, code="changed_meanwhile")
    session.meeting_notes.filter(is_shared=is_shared).delete()  # no copy of older words stays
    if not text.strip():
        if note is not None:
            note.delete()
        return None
    if note is None:
        note = SessionNote(session=session, author=by, is_shared=is_shared)
    note.text, note.saved_at = text.strip(), at
    _save(note)
    return note


def _locked(session: MentoringSession, by: User, is_shared: bool) -> SessionNote | None:
    notes = session.notes.select_for_update().filter(is_shared=is_shared)
    return (notes if is_shared else notes.filter(author=by)).first()


def _save(note: SessionNote) -> None:
    note.full_clean(exclude=["session", "author"])
    note.save(update_fields=["text", "saved_at"] if note.pk else None)
