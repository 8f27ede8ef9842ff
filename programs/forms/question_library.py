"""What can be added to a survey ready made: the library, and what other surveys of the cycle ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from programs.models import Cycle
from programs.programfile import dumping, reading, schema
from programs.programfile.shape import Item
from programs.rules.question_library import LIBRARY
from surveys.models import Questionnaire
from surveys.question_kinds import KINDS


@dataclass(frozen=True)
class Offer:
    """One question to add. `name` is what the page sends for it."""

    name: str
    item: Item
    is_asked: bool

    @property
    def kind(self) -> str:
        return str(KINDS[self.item["kind"]].label)

    @property
    def icon(self) -> str:
        return KINDS[self.item["kind"]].icon


@dataclass(frozen=True)
class OfferShelf:
    key: str
    title: str
    about: str
    repeat: bool
    offers: list[Offer]


def shelves(cycle: Cycle, form: Questionnaire) -> list[OfferShelf]:
    """Other surveys of the cycle first: what they ask is compared with this one by its key."""
    asked = set(form.questions.asked().values_list("key", flat=True))

    def shelf(key: str, title: str, about: str, items: list[Item], *, repeat: bool) -> OfferShelf:
        offers = [Offer(f"{key}:{i['key']}", i, i["key"] in asked) for i in items]
        return OfferShelf(key, title, about, repeat, offers)

    others = cycle.cycle_surveys.exclude(survey__questionnaire=form)
    found = [
        shelf(
            f"survey-{planned.kind}",
            planned.survey.title,
            _("Asked in this survey already. Added here, its answers can be compared."),
            _items(planned.survey.questionnaire, form),
            repeat=True,
        )
        for planned in others.select_related("survey__questionnaire")
    ]
    ready = [
        shelf(
            one.key,
            str(one.title),
            str(one.about),
            [_ready(question) for question in one.questions],
            repeat=one.repeat,
        )
        for one in LIBRARY
    ]
    return [one for one in [*found, *ready] if one.offers]


def _items(other: Questionnaire, form: Questionnaire) -> list[Item]:
    items = [reading.read_block(schema.QUESTION, plain) for plain in dumping.questions(other)]
    if not form.is_anonymous:
        return items
    return [item for item in items if not KINDS[item["kind"]].reveals_person]


def _ready(question: Mapping[str, Any]) -> Item:
    return reading.read_block(schema.QUESTION, _plain(question))


def _plain(value: Any) -> Any:
    """The same with every text in the language that is spoken now."""
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value if isinstance(value, bool | int) else str(value)
