"""A person's one-page summary of a mentorship, and words for a CV."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from completion.models import Farewell, Kudos, Record, Summary
from completion.queries import thanks
from completion.rules.dates import length
from pairs.models import Goal, MentoringSession, Pair
from pairs.queries.pairs import Card
from pairs.rules.extending import ended_on
from people.models import User

Part = Summary.Part


@dataclass(frozen=True)
class Page:
    """What may stand on the page of one of the two, and what does."""

    card: Card
    row: Summary
    record: Record | None

    @property
    def pair(self) -> Pair:
        return self.card.pair

    @property
    def person(self) -> User:
        return self.card.user

    @property
    def role_name(self) -> str:
        return str(self.card.own_side.role.in_a_sentence)

    @property
    def ends_on(self) -> date | None:
        return ended_on(self.pair)

    @cached_property
    def goals(self) -> list[Goal]:
        """One's own; what the partner works on is theirs."""
        return self.card.own_goals

    @property
    def in_writing(self) -> int:
        form = MentoringSession.Form.ASYNC
        return sum(session.form == form for session in self.card.counted)

    @property
    def deeds(self) -> list[str]:
        """What the person did, one a line."""
        return [line.strip(" -•") for line in self.row.did.splitlines() if line.strip(" -•")]

    @property
    def has_name(self) -> bool:
        return self.row.name_given_at is not None

    @cached_property
    def kudos(self) -> list[Kudos]:
        """Lines about the person that both agree to, as it is now."""
        return thanks.in_pair(self.pair, self.person)

    @property
    def withheld(self) -> set[str]:
        """Parts there is nothing to show of, without the partner's yes."""
        given = {Part.PARTNER: self.has_name, Part.KUDOS: bool(self.kudos)}
        return {str(part) for part, is_given in given.items() if not is_given}

    @property
    def names_partner(self) -> bool:
        return self.has_name and Part.PARTNER in self.row.parts

    @property
    def for_cv(self) -> str:
        """A sentence for the person's CV or profile, of facts alone."""
        last = self.ends_on or self.pair.cycle.day(self.card.at)
        if self.card.role == "mentor":
            text = _("Mentored a colleague for %(time)s (%(program)s)")
        else:
            text = _("Worked with a mentor for %(time)s (%(program)s)")
        facts = {"time": length(self.pair.starts_on, last), "program": self.pair.cycle.program.name}
        sentence = text % facts
        held = len(self.card.counted)
        if not held:
            return f"{sentence}."
        return f"{sentence}, " + ngettext("%(n)d session.", "%(n)d sessions.", held) % {"n": held}

    @property
    def for_cv_with_goal(self) -> str:
        """The same with what the person reached, for one who wrote a goal down and reached it."""
        reached = next((goal for goal in self.goals if goal.state == Goal.State.REACHED), None)
        if reached is None:
            return ""
        text = reached.text.strip().rstrip(".")
        return _("%(sentence)s Goal reached: %(goal)s.") % {"sentence": self.for_cv, "goal": text}


def page(shown: Card, at: datetime) -> Page:
    """The page as it is, or as it begins."""
    pair, person = shown.pair, shown.user
    known = Summary.objects.filter(pair=pair, person=person).first()
    record = Record.objects.open().filter(pair=pair, person=person).first()
    return Page(shown, known or begun(pair, person, at), record)


def begun(pair: Pair, person: User, at: datetime) -> Summary:
    """Not saved yet: everything of one's own is on it, and what one wrote about it at the end, as far
    as it fits."""
    row = Summary(pair=pair, person=person, parts=list(Summary.AT_FIRST), saved_at=at)
    farewell = Farewell.objects.filter(pair=pair, person=person).first()
    if farewell is not None and len(farewell.learned) <= Summary.LONGEST_LEARNED:
        row.learned = farewell.learned
    return row


def asked_of(pair: Pair, person: User) -> Summary | None:
    """The partner's page on which this person's name stands, or is asked for."""
    partner = pair.partner_of(person).person
    rows = Summary.objects.filter(pair=pair, person=partner, name_asked_at__isnull=False)
    return rows.first()
