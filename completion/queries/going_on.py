"""Whether two people go on after their mentorship, and how."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from completion.models import Farewell
from pairs.models import Pair, PairMember
from pairs.models.pair import PairQuerySet
from pairs.rules.afterwards import AFTERWARDS
from people.models import User

_NO = Farewell.Rhythm.NO


@dataclass(frozen=True)
class Answers:
    """As one of the two may know them: the partner's answer once both have answered."""

    own: Farewell | None
    partners: Farewell | None
    later: Pair | None
    is_blocked: bool

    @property
    def has_answered(self) -> bool:
        return self.own is not None and bool(self.own.rhythm)

    @property
    def both_answered(self) -> bool:
        return self.has_answered and self.partners is not None and bool(self.partners.rhythm)

    @property
    def leave_it(self) -> bool:
        return self.both_answered and _NO in {self.own_rhythm, self.partners_rhythm}

    @property
    def agree(self) -> bool:
        same = self.own_rhythm == self.partners_rhythm
        return self.both_answered and not self.leave_it and same

    @property
    def differ(self) -> bool:
        return self.both_answered and not self.leave_it and not self.agree

    @property
    def own_rhythm(self) -> str:
        return self.own.rhythm if self.own else ""

    @property
    def partners_rhythm(self) -> str:
        return self.partners.rhythm if self.partners else ""


def answers(pair: Pair, person: User) -> Answers:
    rows = {row.person_id: row for row in pair.farewells.all()}
    partner = pair.partner_of(person).person_id
    later = Pair.objects.filter(continues=pair).first()
    blocked = later is None and is_blocked(pair)
    return Answers(rows.get(person.pk), rows.get(partner), later, blocked)


def choice(pair: Pair) -> Farewell.Rhythm | None:
    """The rhythm that both of them chose; None when one has not, or wants to leave it."""
    chosen = set(pair.farewells.values_list("person", "rhythm"))
    people = {one.person_id for one in pair.everybody}
    rhythms = {rhythm for person, rhythm in chosen if person in people}
    if {person for person, _rhythm in chosen} < people or len(rhythms) != 1:
        return None
    rhythm = rhythms.pop()
    return Farewell.Rhythm(rhythm) if rhythm in Farewell.CADENCE else None


def is_blocked(pair: Pair) -> bool:
    """Outside of programs somebody has one mentor at a time."""
    others = Pair.objects.active().with_mentee(participation__person=pair.mentee.person_id)
    return others.filter(cycle__program__is_independent=True).exclude(pk=pair.pk).exists()


def to_begin(at: datetime) -> PairQuerySet:
    """Ended lately, everybody answered and is here, and no new pair yet. What they chose is looked at under lock."""
    answered = Farewell.objects.filter(pair=OuterRef("pair"), rhythm__in=list(Farewell.CADENCE))
    theirs = answered.filter(person=OuterRef("participation__person"))
    away = ~Exists(theirs) | Q(participation__person__is_active=False)
    return (
        Pair.objects.with_people()
        .filter(
            ~Exists(PairMember.objects.filter(away, pair=OuterRef("pk"))),
            state=Pair.State.ENDED,
            ended_at__gte=at - AFTERWARDS - timedelta(days=2),
            goes_on__isnull=True,
        )
        .order_by("pk")
    )
