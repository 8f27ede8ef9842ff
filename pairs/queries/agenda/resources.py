"""Resources for where two people are: what fits their focus areas and their stage, and why."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Resource
from events.queries.learning import visible_resources
from pairs.models import Pair
from people.models import User
from programs.models.details import Stage
from surveys.models import Answer, Question

RESOURCES_SHOWN = 3
OF_THIS_WEEK_SHOWN = 2  # of them, also where others fit better
_THIS_WEEK = timedelta(days=7)
_FOR_STAGE = {
    Stage.FIRST: gettext_lazy("For a first session."),
    Stage.ONGOING: gettext_lazy("For sessions along the way."),
    Stage.FINAL: gettext_lazy("For a final session."),
}
# By topic, without regard to capitals: who of a pair named it when applying.
Focus = dict[str, list[User]]


@dataclass(frozen=True)
class ShownResource:
    """`why` says what it fits; empty for one that is there because it is of this week."""

    resource: Resource
    is_of_this_week: bool
    why: str = ""


def resources_for(pair: Pair, person: User, stage: Stage, at: datetime) -> list[ShownResource]:
    """First what fits focus areas and stage, then one of the two; never what is for another stage or
    other areas. Of this week's, a few have their place in any case. Two queries."""
    resources = list(visible_resources(pair.cycle))
    focus = _focus_areas(pair, person) if any(one.topics for one in resources) else {}
    found = []
    for one in resources:
        named = {topic: focus[topic] for topic in one.topics_wanted if topic in focus}
        is_new = one.posted_at is not None and at - one.posted_at < _THIS_WEEK
        fits = one.stage in {"", stage} and (bool(named) or not one.topics_wanted)
        if fits and (is_new or one.stage or named):
            most = max(map(len, named.values()), default=0)
            order = (not (named and one.stage), not named, -most, not one.stage, -one.pk)
            found.append((order, ShownResource(one, is_new, _why(one, named, person))))
    best = [shown for _order, shown in sorted(found, key=lambda row: row[0])]
    of_week = [one for one in best if one.is_of_this_week][:OF_THIS_WEEK_SHOWN]
    others = [one for one in best if one not in of_week][: RESOURCES_SHOWN - len(of_week)]
    return [one for one in best if one in of_week or one in others]


def _why(resource: Resource, named: Focus, person: User) -> str:
    """“You and Mia chose Feedback. For a first session.”"""
    by_people: dict[tuple[str, ...], list[str]] = defaultdict(list)
    as_typed = {part.strip().casefold(): part.strip() for part in resource.topics.split(",")}
    for topic, people in named.items():
        by_people[_names(people, person)].append(as_typed[topic])
    said = [
        _("%(people)s chose %(topics)s.") % {"people": _listed(people), "topics": _listed(topics)}
        for people, topics in by_people.items()
    ]
    if resource.stage:
        said.append(str(_FOR_STAGE[Stage(resource.stage)]))
    return " ".join(said)


def _names(people: Iterable[User], person: User) -> tuple[str, ...]:
    mine_first = sorted(people, key=lambda one: one.pk != person.pk)
    return tuple(_("You") if one == person else one.get_short_name() for one in mine_first)


def _listed(words: Iterable[str]) -> str:
    return get_text_list(list(words), _("and"))


def _focus_areas(pair: Pair, person: User) -> Focus:
    """What somebody of the pair chose when applying, labels of choices or words of their own: all of
    one's own, and of the others what is marked for a partner to read."""
    people = {one.pk: one.person for one in pair.everybody}
    answers = Answer.objects.filter(
        response__application__participation__in=people, question__pairing_use=Question.Use.FOCUS
    ).values_list(
        "response__application__participation", "question__readers", "choice__label", "text"
    )
    found: Focus = defaultdict(list)
    for number, readers, label, text in answers:
        someone = people[number]
        if someone != person and readers != Question.Readers.PAIR:
            continue
        for part in [label] if label else (text or "").replace("\n", ",").split(","):
            topic = part.strip().casefold()
            if topic and someone not in found[topic]:
                found[topic].append(someone)
    return dict(found)
