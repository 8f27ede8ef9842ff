"""Settings of a cycle, section by section. Each save is one locked transaction that first looks
whether somebody else saved the section meanwhile."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from people.actions import audit
from people.models import User
from programs.actions import date_notices, surveys
from programs.models import Cycle, Role
from programs.programfile import dump, dumping, parts, reading, saving
from programs.programfile.reading import checking, doubts
from programs.programfile.saving import contents, shifting
from programs.programfile.shape import Item
from programs.programfile.store import Tally, put
from programs.queries import known_dates, moving, public


def state_of(cycle: Cycle, section: str) -> str:
    """A fingerprint of what is saved in a section. A form carries it from showing to saving."""
    return _fingerprint(json.dumps(dumping.part(cycle, section), default=str, sort_keys=True))


def state_of_all(cycle: Cycle) -> str:
    """The same of everything that a program file holds."""
    return _fingerprint(dump(cycle))


def _fingerprint(saved: str) -> str:
    return hashlib.sha256(saved.encode()).hexdigest()[:24]


@contextmanager
def changing(
    cycle: Cycle, section: str, *, base: str | None, by: User, at: datetime
) -> Iterator[Cycle]:
    """Lock the cycle, refuse when the section is not as it was shown, note who changed it, and
    gather the dates people do not know yet.

    base is what `state_of` said when the form was shown; None does not ask.
    """
    with transaction.atomic():
        locked = (
            Cycle.objects.select_for_update(of=("self", "program"))
            .select_related("program")
            .get(pk=cycle.pk)
        )
        if base is not None and base != state_of(locked, section):
            raise ValidationError(
                _("Somebody changed this section meanwhile."), code="changed_meanwhile"
            )
        before, shown = known_dates.known(locked), surveys.shown_for_good(locked, at)
        try:
            yield locked
        except IntegrityError as error:
            raise ValidationError(_("These values do not fit together."), code="refused") from error
        surveys.refuse_reopened(shown, at)
        date_notices.gather(Cycle.objects.get(pk=locked.pk), before, at=at)
        audit.note("settings_changed", locked, by=by, at=at)
        transaction.on_commit(lambda: public.forget(locked))


def save_texts(
    cycle: Cycle,
    *,
    program: dict[str, Any],
    own: dict[str, Any],
    base: str,
    by: User,
    at: datetime,
    is_sure: bool = False,
) -> None:
    """Texts and basics of the program and the cycle. In another zone, days stay the same days.

    Once pairs are published, another first or last day has consequences: refused until the
    organizer, who has read them, is sure.
    """
    with changing(cycle, "texts", base=base, by=by, at=at) as locked:
        days = {
            "first": own.get("starts_on", locked.starts_on),
            "last": own.get("ends_on", locked.ends_on),
        }
        if not is_sure and moving.consequences(locked, **days, at=at):
            raise ValidationError(
                _("First read what happens when these days move."), code="days_move"
            )
        put(locked.program, program, Tally())
        before = locked.tzinfo
        saving.put_cycle(locked, own, Tally())
        if locked.tzinfo != before:
            _keep_days(locked, before)


def _keep_days(cycle: Cycle, before: Any) -> None:
    """Calls, sittings and surveys keep their day and hour on the wall when the zone changes."""
    rows: list[tuple[Iterable[Any], tuple[str, ...]]] = [
        (list(cycle.calls.all()), ("opens_at", "closes_at", "late_until")),
        (
            [p.survey for p in cycle.cycle_surveys.select_related("survey")],
            ("opens_at", "closes_at"),
        ),
    ]
    for part in parts.of_cycle:
        rows += part.moments(cycle)
    for found, names in rows:
        for row in found:
            moments = {name: getattr(row, name) for name in names}
            put(row, {n: _moved(m, before, cycle.tzinfo) for n, m in moments.items()}, Tally())


def _moved(moment: datetime | None, before: Any, after: Any) -> datetime | None:
    return moment and moment.astimezone(before).replace(tzinfo=after)


def save_timeline(
    cycle: Cycle,
    *,
    calls: dict[Role, list[Item]],
    milestones: list[Item],
    base: str,
    by: User,
    at: datetime,
) -> None:
    """All dates of the timeline: the calls of every role, and the milestones."""
    with changing(cycle, "timeline", base=base, by=by, at=at) as locked:
        for role, items in calls.items():
            role.cycle = locked
            saving.save_calls(role, items, Tally())
        contents.save_timeline(locked, milestones, Tally())


def close_calls(cycle: Cycle, *, by: User, at: datetime) -> int:
    """Close every open call of both sides at this moment, late entry too; how many there were."""
    with changing(cycle, "timeline", base=None, by=by, at=at) as locked:
        calls = locked.calls.exclude(role__side=Role.Side.STAFF)
        still_open = [call for call in calls if call.takes_applications(at)]
        for call in still_open:
            put(call, {"closes_at": min(call.closes_at or at, at), "late_until": None}, Tally())
    return len(still_open)


def move_dates(
    cycle: Cycle, *, by_days: int, by: User, at: datetime, base: str | None = None
) -> None:
    """Move the whole cycle: first and last day, calls, milestones, events and surveys.

    With the base of the page, two who press at once, or one who presses twice, move it once.
    """
    with changing(cycle, "timeline", base=base, by=by, at=at) as locked:
        if locked.pairs_published_at:
            raise ValidationError(
                _("Pairs are published, so the cycle can no longer be moved as a whole."),
                code="pairs_published",
            )
        file = reading.read(dump(locked))
        shifting.move_by(file, timedelta(days=by_days))
        checking.check(file)
        saving.save_cycle(locked.program, file, Tally())


def save_role(
    cycle: Cycle,
    role: Role,
    *,
    values: dict[str, Any],
    requirements: list[Item],
    base: str,
    by: User,
    at: datetime,
) -> None:
    with changing(cycle, "roles", base=base, by=by, at=at) as locked:
        role = locked.roles.get(pk=role.pk)  # as saved: a form may have put its values on the row
        if role.side != values["side"] and role.applications.exists():
            raise ValidationError(
                _("People have applied, so the role stays on its side."), code="in_use"
            )
        put(role, values, Tally())
        saving.save_requirements(role, requirements, Tally())


def add_role(cycle: Cycle, *, name: str, side: str, slug: str, by: User, at: datetime) -> Role:
    """A new role with an empty form and a call whose dates are to be decided."""
    with changing(cycle, "roles", base=None, by=by, at=at) as locked:
        return saving.add_role(locked, name=name, side=side, slug=slug)


def remove_role(cycle: Cycle, role: Role, *, by: User, at: datetime) -> None:
    with changing(cycle, "roles", base=None, by=by, at=at) as locked:
        if not locked.roles.filter(side=role.side).exclude(pk=role.pk).exists():
            raise ValidationError(_("Pairs need a role on each side."), code="last_of_side")
        saving.remove_role(role, Tally())


def save_faq(cycle: Cycle, items: list[Item], *, base: str, by: User, at: datetime) -> None:
    with changing(cycle, "faq", base=base, by=by, at=at) as locked:
        contents.save_faq(locked, items, Tally())


def save_surveys(cycle: Cycle, items: list[Item], *, base: str, by: User, at: datetime) -> None:
    """Windows and readers of all surveys; those left out and never sent are removed."""
    with changing(cycle, "surveys", base=base, by=by, at=at) as locked:
        contents.save_surveys(locked, items, Tally())


def load_file(
    cycle: Cycle,
    text: str,
    *,
    by: User,
    at: datetime,
    base: str | None = None,
    is_dry_run: bool = False,
) -> saving.Loaded:
    """Bring this cycle to what a program file says. The file must name this program and cycle.

    base is what `state_of_all` said when somebody looked at what the file would change.
    """
    file = reading.read(text)
    checking.check(file)
    named = (file["program"]["slug"], file["cycle"]["slug"])
    if named != (cycle.program.slug, cycle.slug):
        raise ValidationError(
            _("The file is about %(named)s, not about %(this)s.")
            % {"named": "/".join(named), "this": f"{cycle.program.slug}/{cycle.slug}"},
            code="other_cycle",
        )
    with transaction.atomic():
        with changing(cycle, "texts", base=None, by=by, at=at) as locked:
            if base is not None and base != state_of_all(locked):
                raise ValidationError(
                    _("Somebody changed this cycle meanwhile. Review the changes once more."),
                    code="changed_meanwhile",
                )
            first, last = file["cycle"]["starts_on"], file["cycle"]["ends_on"]
            follows = moving.consequences(locked, first=first, last=last, at=at)
            loaded = saving.save(file, owner=None, at=at)
        transaction.set_rollback(is_dry_run)
    return replace(loaded, doubts=[*follows, *doubts.about(text, file)])
