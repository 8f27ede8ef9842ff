"""What stands beside the feed of a program: what is next for its reader, and what fits where they are."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from events.queries import ahead, learning, my_events
from events.queries.ahead import Thing
from pairs.models import Pair
from pairs.queries.agenda.beside import stage_of
from pairs.queries.agenda.resources import ShownResource, resources_for
from people.models import User
from programs.models import Cycle
from programs.queries import survey_invitations
from surveys.queries import invitations_open_to

_EVENTS_AHEAD = timedelta(days=28)


@dataclass(frozen=True)
class BesideFeed:
    next: list[Thing]
    stage: str = ""
    resources: tuple[ShownResource, ...] = ()


def beside(cycle: Cycle, person: User, pairs: list[Pair], at: datetime) -> BesideFeed:
    """The events, surveys and trainings of this cycle that wait for the person, by day; and, for
    somebody in a pair, resources of their stage and focus areas."""
    found = _next(cycle, person, at)
    if not pairs:
        return BesideFeed(found)
    pair = pairs[0]
    stage = stage_of(pair, at, has_met=pair.sessions.held().exists())
    return BesideFeed(found, str(stage.label), tuple(resources_for(pair, person, stage, at)))


def _next(cycle: Cycle, person: User, at: datetime) -> list[Thing]:
    asked = survey_invitations.still_asked(invitations_open_to(person, at))
    upcoming = my_events.upcoming(person, at=at, within=_EVENTS_AHEAD)
    return ahead.by_day(
        [
            *map(ahead.of_survey, asked.filter(survey__cycle_survey__cycle=cycle)),
            *(ahead.of_event(one) for one in upcoming if one.event.cycle_id == cycle.pk),
            *(
                ahead.of_training(one, at)
                for one in learning.trainings_left(person)
                if one.cycle_id == cycle.pk and not cycle.is_over(cycle.day(at))
            ),
        ]
    )
