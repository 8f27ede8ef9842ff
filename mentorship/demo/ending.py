"""What pairs of the demo do at their end: one asks for more time, one has taken everything along."""

from datetime import datetime, timedelta

from completion.actions import farewells, records, summaries
from completion.models import Farewell, Summary
from pairs.actions import extensions
from pairs.models import Pair
from people.models import User
from programs.models import Cycle

DAYS_LEFT, WEEKS_MORE = 9, 8


def play(finished: Cycle, running: Cycle, named: dict[str, User], *, at: datetime) -> None:
    _ask_for_more_time(running, named["organizer"], at)
    _take_along(finished, named["mentor"], at)


def _ask_for_more_time(cycle: Cycle, organizer: User, at: datetime) -> None:
    """A pair whose end an organizer moved nearer, and that would rather go on."""
    pair = cycle.pairs.active().with_people().order_by("pk").last()
    if pair is None:
        return
    end = cycle.day(at) + timedelta(days=DAYS_LEFT)
    moved = extensions.move_end(pair, end, by=organizer, at=at - timedelta(days=2))
    extensions.propose(
        moved,
        end + timedelta(weeks=WEEKS_MORE),
        reason="My first talk is in a month. I would like to look back on it with you.",
        by=pair.mentee.person,
        at=at - timedelta(days=1),
    )


def _take_along(cycle: Cycle, mentor: User, at: datetime) -> None:
    """What both wrote in the week after the end, and what the mentor keeps of it."""
    pair = Pair.objects.of(mentor).filter(cycle=cycle, ended_at__isnull=False).first()
    if pair is None or pair.ended_at is None:
        return
    then = min(pair.ended_at + timedelta(days=1), at)
    said = {
        "reached": Farewell.Reached.MOST,
        "learned": "To ask first, and to answer second.",
        "to_organizers": "Shared hours on day one would have saved us two weeks.",
        "wants_again": True,
        "rhythm": Farewell.Rhythm.NO,
    }
    for one in pair.everybody:
        farewells.save(pair, said, by=one.person, at=then)
    words = {
        "did": "Met every other week\nRead a talk twice before it was given",
        "learned": "To ask first, and to answer second.",
        "comes_next": "A second mentee in the next cycle.",
    }
    summaries.save(pair, parts=list(Summary.AT_FIRST), words=words, by=mentor, at=then)
    records.open_one(pair, by=mentor, at=then)
