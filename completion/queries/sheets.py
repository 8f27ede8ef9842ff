"""A one-page summary as plain values: as it is printed, as it is kept when it is shared, as it is read."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from completion.models import Kudos, Record, Summary, SummaryShare
from completion.queries import thanks
from completion.queries.summaries import Page
from people.models.columns import known
from people.versions import version_of

_Part = Summary.Part
# What is the partner's, and the person's own name: asked for each time it is read, never kept.
_PARTNERS = ("partner", "kudos")
_ASKED = ("name", *_PARTNERS)


@dataclass(frozen=True)
class OwnGoal:
    text: str
    state: str
    closing: str


@dataclass(frozen=True)
class Sheet:
    """What stands on the page. `goals` to `comes_next` are empty where they are left out."""

    on: date
    name: str
    role: str
    program: str
    starts_on: date
    ends_on: date | None
    goals: list[OwnGoal]
    deeds: list[str]
    days: list[date]  # of the sessions that count
    minutes: int
    in_writing: int
    learned: str
    comes_next: str
    code: str = ""
    partner: str = ""
    kudos: tuple[Kudos, ...] = ()

    @property
    def version(self) -> str:
        """Of all that is read; the same on the next day."""
        lines = [(line.pk, line.line) for line in self.kudos]
        return version_of(_plain(self) | {"on": None}, self.name, self.partner, lines)


def sheet_of(page: Page, parts: Collection[str] | None = None) -> Sheet:
    """With these parts on it, or with those that its person has chosen."""
    chosen = page.row.parts if parts is None else parts
    row, pair = page.row, page.pair
    sessions = page.card.counted if _Part.SESSIONS in chosen else []
    return Sheet(
        on=timezone.localdate(page.card.at),
        name=str(page.person),
        role=page.role_name,
        program=str(pair.cycle.program),
        starts_on=pair.starts_on,
        ends_on=page.ends_on,
        goals=[
            OwnGoal(goal.text, str(goal.get_state_display()), goal.closing)
            for goal in (page.goals if _Part.GOAL in chosen else [])
        ],
        deeds=page.deeds if _Part.DID in chosen else [],
        days=sorted(known(one.held_on) for one in sessions),
        minutes=sum(one.minutes for one in sessions),
        in_writing=page.in_writing if sessions else 0,
        learned=row.learned if _Part.LEARNED in chosen else "",
        comes_next=row.comes_next if _Part.NEXT in chosen else "",
        code=page.record.code if page.record else "",
        partner=str(page.card.partner) if page.has_name and _Part.PARTNER in chosen else "",
        kudos=tuple(page.kudos) if _Part.KUDOS in chosen else (),
    )


def kept(sheet: Sheet) -> dict[str, Any]:
    """For the row of a share: of what is the partner's only that it was there."""
    return _plain(sheet) | {name: bool(getattr(sheet, name)) for name in _PARTNERS}


def as_read(share: SummaryShare) -> Sheet:
    """As it was when it was shared, without what the partner no longer agrees to, or agreed to anew
    since, and without the code of a record that was closed."""
    values = dict(share.sheet)
    row = share.summary
    agreed = row.name_given_at is not None and row.name_given_at <= share.shared_at
    names_partner = values.pop("partner") and agreed
    lines = thanks.in_pair(row.pair, row.person) if values.pop("kudos") else []
    values["name"] = str(row.person)
    values["on"] = date.fromisoformat(values["on"])
    values["starts_on"] = date.fromisoformat(values["starts_on"])
    values["ends_on"] = date.fromisoformat(values["ends_on"]) if values["ends_on"] else None
    values["goals"] = [OwnGoal(**goal) for goal in values["goals"]]
    values["days"] = [date.fromisoformat(day) for day in values["days"]]
    if not Record.objects.open().filter(code=values["code"]).exists():
        values["code"] = ""
    return Sheet(
        **values,
        partner=str(row.pair.partner_of(row.person).person) if names_partner else "",
        kudos=tuple(line for line in lines if known(line.agreed_at) <= share.shared_at),
    )


def _plain(sheet: Sheet) -> dict[str, Any]:
    values = dict(vars(sheet))
    values["goals"] = [asdict(goal) for goal in sheet.goals]
    return {name: value for name, value in values.items() if name not in _ASKED}
