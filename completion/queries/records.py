"""What a completion record shows."""

from dataclasses import dataclass
from datetime import date, datetime

from completion.models import Record
from completion.rules import codes
from pairs.models import Pair
from pairs.models.pair import with_pair
from pairs.rules.extending import ended_on
from people.models import User


@dataclass(frozen=True)
class Shown:
    """Everything anybody reads of a record, and nothing more."""

    name: str
    role: str
    program: str
    starts_on: date
    ends_on: date | None
    code: str
    opened_at: datetime | None


def shown(pair: Pair, person: User, record: Record | None = None) -> Shown:
    """As it is, or as it would be before it is opened."""
    own = pair.side_of(person)
    return Shown(
        name=str(person),
        role=own.role.in_a_sentence,
        program=pair.cycle.program.name,
        starts_on=pair.starts_on,
        ends_on=ended_on(pair),
        code=record.code if record else "",
        opened_at=record.opened_at if record else None,
    )


def by_code(words: str) -> Shown | None:
    """What anybody finds who typed a code; None for one that nobody opened, or that is closed."""
    rows = Record.objects.open().filter(code=codes.as_typed(words))
    record = with_pair(rows.select_related("person")).first()
    return None if record is None else shown(record.pair, record.person, record)
