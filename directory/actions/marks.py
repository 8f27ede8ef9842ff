"""Stars and "not for me": one's own, seen by nobody else."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from directory.models import Mark
from people.models import User


def put(person: User, mentor: User, kind: str) -> None:
    """One mark on each mentor: a new one takes the place of the old; an empty kind takes it off."""
    if kind and kind not in Mark.Kind.values:
        raise ValidationError(_("Choose one of the two."), code="unknown_mark")
    if person.pk == mentor.pk:
        raise ValidationError(_("This is you."), code="yourself")
    if not kind:
        Mark.objects.filter(person=person, mentor=mentor).delete()
        return
    Mark.objects.update_or_create(person=person, mentor=mentor, defaults={"kind": kind})
