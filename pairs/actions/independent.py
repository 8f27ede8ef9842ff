"""Pairs that found each other outside of programs: the cycle they all belong to, and how they begin."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import Participation
from pairs.models import Pair
from people.actions import audit
from people.models import User
from programs.models import Cycle, Program, Role

SLUG = "independent-mentoring"
_NAMES = {Role.Side.MENTOR: gettext_lazy("Mentor"), Role.Side.MENTEE: gettext_lazy("Mentee")}


@transaction.atomic
def begin(
    mentor: User, mentee: User, *, starts_on: date, ends_on: date, by: User | None, at: datetime
) -> Pair:
    """Make two people a pair outside of programs. They have one mentor at a time this way."""
    cycle = _home()
    as_mentor = _take_part(cycle, Role.Side.MENTOR, mentor, at)
    as_mentee = _take_part(cycle, Role.Side.MENTEE, mentee, at)
    if Pair.objects.active().with_mentee(participation=as_mentee).exists():
        words = _("%(name)s has a mentor already.") % {"name": mentee}
        raise ValidationError(words, code="has_mentor")
    pair = Pair.objects.begin(
        cycle=cycle,
        mentor=as_mentor,
        mentee=as_mentee,
        created_at=at,
        starts_on=starts_on,
        ends_on=ends_on,
        session_minutes=cycle.session_minutes,
    )
    audit.note("independent_pair_begun", pair, by=by, at=at)
    return pair


def _home() -> Cycle:
    """The open-ended cycle of the built-in program, made when the first pair needs it."""
    known = Cycle.objects.select_related("program").filter(program__is_independent=True).first()
    if known is not None:
        return known
    program, _is_new = Program.objects.get_or_create(
        is_independent=True,
        defaults={
            "name": _("Independent mentoring"),
            "slug": _free_slug(),
            "visibility": Program.Visibility.HIDDEN,
        },
    )
    cycle, _is_new = Cycle.objects.get_or_create(program=program, slug="always")
    for side, name in _NAMES.items():
        Role.objects.get_or_create(
            cycle=cycle, slug=side, defaults={"side": side, "name": str(name)}
        )
    return cycle


def _free_slug() -> str:
    """Somebody may have called a program of theirs the same."""
    taken = set(Program.objects.filter(slug__startswith=SLUG).values_list("slug", flat=True))
    free = (f"{SLUG}-{number}" for number in range(2, len(taken) + 3))
    return SLUG if SLUG not in taken else next(slug for slug in free if slug not in taken)


def _take_part(cycle: Cycle, side: str, person: User, at: datetime) -> Participation:
    """Somebody who took part before and left takes part again."""
    part, _is_new = Participation.objects.get_or_create(
        cycle=cycle,
        role=cycle.roles.get(side=side),
        person=person,
        defaults={
            "department": person.department,
            "division": person.division,
            "created_at": at,
        },
    )
    if part.state != Participation.State.ACTIVE:
        part.state, part.left_at = Participation.State.ACTIVE, None
        part.save(update_fields=["state", "left_at"])
    return part
