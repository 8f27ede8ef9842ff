"""Forms that came in after their sender's session had ended.

`browser` is the key in a cookie of the browser the form came from. Without it nothing can be read.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from people.models import PostedForm, UnsentForm, User
from people.models.unsent import KEPT_FOR
from people.sealing import seal, unseal

MOST = 20  # per person and browser


@dataclass(frozen=True)
class Waiting:
    """A kept form with what is in it."""

    row: UnsentForm
    posted: PostedForm


@transaction.atomic
def keep(posted: PostedForm, *, owner_id: int, browser: str, at: datetime) -> bool:
    """Keep a form for the person who signed in last in this browser; False if that is not possible.

    The same form twice is kept once. What a page saves by itself while somebody types replaces what
    it saved before.
    """
    owner = User.objects.active().select_for_update().filter(pk=owner_id).first()
    if owner is None:
        return False
    here = waiting(owner, browser)
    if any(form.posted == posted for form in here):
        return True
    older = [
        form.row.pk
        for form in here
        if posted.is_part and form.posted.is_part and posted.address == form.posted.address
    ]
    UnsentForm.objects.filter(pk__in=older).delete()
    if len(here) - len(older) >= MOST:
        return False
    UnsentForm.objects.create(
        owner=owner,
        browser=_hash(browser),
        sealed=seal(posted.as_text(), key=browser),
        created_at=at,
    )
    return True


def waiting(owner: User, browser: str) -> list[Waiting]:
    """What this person may send again from this browser, the oldest first."""
    rows = UnsentForm.objects.filter(owner=owner, browser=_hash(browser))
    opened = [(row, unseal(row.sealed, key=browser)) for row in rows]
    return [Waiting(row, PostedForm.from_text(text)) for row, text in opened if text]


def note_sent(
    owner: User, browser: str, *, address: str, pk: int | None, was_taken: bool
) -> PostedForm | None:
    """A form was sent to this address. Forget what was kept of it once it was taken.

    pk names the kept form this one was made from; None for any other. That counts too: a refused
    form is often mended on its own page and sent from there.
    """
    concerned = [
        form
        for form in waiting(owner, browser)
        if form.row.pk == pk or (form.row.was_tried and form.posted.address == address)
    ]
    rows = UnsentForm.objects.filter(pk__in=[form.row.pk for form in concerned])
    if was_taken:
        rows.delete()
    else:
        rows.update(was_tried=True)
    return next((form.posted for form in concerned if form.row.pk == pk), None)


def discard(owner: User, browser: str, *, pk: int) -> None:
    UnsentForm.objects.filter(owner=owner, browser=_hash(browser), pk=pk).delete()


def forget_old(at: datetime) -> int:
    """Delete what nobody came back for; how many forms."""
    _counts, by_model = UnsentForm.objects.filter(created_at__lt=at - KEPT_FOR).delete()
    return by_model.get(UnsentForm._meta.label, 0)


def _hash(browser: str) -> str:
    return hashlib.sha256(browser.encode()).hexdigest()
