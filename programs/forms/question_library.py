"""What can be added ready made. To a survey: the library, and what other surveys of the cycle ask. To
the form of a role: what other roles are asked, and what the role was asked in earlier cycles."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from programs.models import Cycle, Role
from programs.programfile import dumping, reading, schema
from programs.programfile.shape import Item
from programs.rules.question_library import LIBRARY
from surveys.models import Questionnaire
from surveys.question_kinds import KINDS

MOST_EARLIER = 3  # forms of earlier cycles that are offered


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
    role = Role.objects.filter(questionnaire=form).first()
    found = _of_surveys(cycle, form) if role is None else _of_roles(cycle, role)
    return [one for one in found if one.offers]


def _shelf(
    key: str, title: str, about: str, items: list[Item], *, into: Questionnaire, repeat: bool
) -> OfferShelf:
    asked = set(into.questions.asked().values_list("key", flat=True))
    offers = [Offer(f"{key}:{i['key']}", i, i["key"] in asked) for i in items]
    return OfferShelf(key, title, about, repeat, offers)


def _of_surveys(cycle: Cycle, form: Questionnaire) -> list[OfferShelf]:
    others = cycle.cycle_surveys.exclude(survey__questionnaire=form)
    found = [
        _shelf(
            f"survey-{planned.kind}",
            planned.survey.title,
            _("Asked in this survey already. Added here, its answers can be compared."),
            _items(planned.survey.questionnaire, form),
            into=form,
            repeat=True,
        )
        for planned in others.select_related("survey__questionnaire")
    ]
    ready = [
        _shelf(
            one.key,
            str(one.title),
            str(one.about),
            [_ready(question) for question in one.questions],
            into=form,
            repeat=one.repeat,
        )
        for one in LIBRARY
    ]
    return found + ready


def _of_roles(cycle: Cycle, role: Role) -> list[OfferShelf]:
    """Other roles of the cycle, then this side in other cycles of the program, the last one first."""
    with_a_form = Role.objects.exclude(questionnaire=None).select_related("questionnaire", "cycle")
    here = with_a_form.filter(cycle=cycle).exclude(pk=role.pk)
    before = with_a_form.filter(cycle__program=cycle.program, side=role.side).exclude(cycle=cycle)
    named = [(one, one.name) for one in here]
    named += [
        (one, f"{one.name}, {one.cycle.name}")
        for one in before.order_by("-cycle__starts_on", "position")[:MOST_EARLIER]
    ]
    return [
        _shelf(
            f"role-{other.pk}",
            name,
            _("Copied as it stands, with its choices, its readers and what pairing reads."),
            _items(other.questionnaire, role.questionnaire),
            into=role.questionnaire,
            repeat=False,
        )
        for other, name in named
        if other.questionnaire and role.questionnaire
    ]


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
