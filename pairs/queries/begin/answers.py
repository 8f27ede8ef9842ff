"""What the two answered when applying, side by side on the page of the pair."""

from dataclasses import dataclass

from django.db.models import F

from pairs.models import Pair
from people.models import User
from programs.permissions import partner_may_read
from surveys.models import Question, Response
from surveys.queries import ShownAnswer, answers_of


@dataclass(frozen=True)
class Beside:
    """The partner's that are marked for a partner; one's own that the partner reads, and the rest."""

    partners: list[ShownAnswer]
    own: list[ShownAnswer]
    kept: list[ShownAnswer]
    is_mentees: bool  # whose page it is

    def __bool__(self) -> bool:
        return bool(self.partners or self.own or self.kept)

    @property
    def shared(self) -> set[str]:
        """Focus areas that both chose, of those that both may read."""
        return _focus(self.partners) & _focus(self.own)

    @property
    def mentees_focus(self) -> set[str]:
        """All that the mentee chose."""
        return _focus(self.own if self.is_mentees else self.partners)


def _focus(answers: list[ShownAnswer]) -> set[str]:
    return {
        label
        for answer in answers
        if answer.question.pairing_use == Question.Use.FOCUS
        for label in answer.choices
    }


def beside(pair: Pair, person: User) -> Beside:
    """Three queries; what was left open is not there."""
    rows = Response.objects.filter(application__participation__in=pair.everybody).annotate(
        side=F("application__participation")
    )
    responses = list(rows)
    given = answers_of(responses)
    by_side = {
        response.side: [answer for answer in given[response.pk] if not answer.is_empty]
        for response in responses
    }
    partners = by_side.get(pair.partner_of(person).pk, [])
    own = by_side.get(pair.side_of(person).pk, [])
    return Beside(
        partners=[answer for answer in partners if partner_may_read(answer.question)],
        own=[answer for answer in own if partner_may_read(answer.question)],
        kept=[answer for answer in own if not partner_may_read(answer.question)],
        is_mentees=pair.role_of(person) == "mentee",
    )
