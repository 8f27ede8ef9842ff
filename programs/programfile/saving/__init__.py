"""From a program file to rows: everything or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from people.actions import audit
from people.models import User
from programs.models import Call, Cycle, Program, Requirement, Role, Staff
from programs.programfile import parts, reading, schema
from programs.programfile.problems import ProgramFileError
from programs.programfile.reading import checking, doubts
from programs.programfile.saving import contents, questionnaires, shifting
from programs.programfile.shape import Block, Item
from programs.programfile.store import Tally, in_use, match, put, remove, values_of
from programs.rules import days
from programs.signals import days_moved
from surveys.models import Questionnaire


@dataclass(frozen=True)
class Loaded:
    cycle: Cycle
    tally: Tally
    doubts: list[str] = field(default_factory=list)


def load(
    text: str,
    *,
    names: Mapping[str, str] | None = None,
    owner: User | None = None,
    at: datetime,
    is_dry_run: bool = False,
) -> Loaded:
    """Create or update the program and the cycle that a program file describes.

    names answer what the file asks of an organization that uses it; without any its own answers
    count. The owner becomes an organizer. A dry run does everything and takes it back. Raises
    ProgramFileError, whose messages name line and key; then nothing has changed.
    """
    file = reading.read(text, names)
    checking.check(file)
    if names is not None:
        shifting.forget_the_run(file, before=file["cycle"]["zone"])
    try:
        with transaction.atomic():
            loaded = save(file, owner=owner, at=at)
            transaction.set_rollback(is_dry_run)
    except ProgramFileError:
        raise
    except ValidationError as error:
        raise ProgramFileError(error.messages) from error
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or error
        raise ProgramFileError([_("The database refuses this: %s.") % name]) from error
    return replace(loaded, doubts=doubts.about(text, file))


def save(file: Item, *, owner: User | None, at: datetime) -> Loaded:
    """Write checked items. The caller opens the transaction."""
    tally = Tally()
    program = _save_program(file["program"], tally)
    if owner is not None:
        Staff.objects.get_or_create(program=program, person=owner, role=Staff.Role.ORGANIZER)
    cycle = save_cycle(program, file, tally)
    if not tally.changes_nothing:
        audit.note("program_file_loaded", cycle, by=owner, at=at)
    return Loaded(cycle, tally)


def save_cycle(program: Program, file: Item, tally: Tally) -> Cycle:
    """Write everything of the file that belongs to the cycle."""
    cycle = _save_cycle(program, file, tally)
    save_roles(cycle, file["roles"], tally)
    contents.save_timeline(cycle, file["timeline"], tally)
    for part in parts.of_cycle:
        part.save(cycle, file[part.key.name], tally)
    contents.save_surveys(cycle, file["surveys"], tally)
    contents.save_messages(cycle, file["messages"], tally)
    contents.save_faq(cycle, file["faq"], tally)
    return cycle


def _save_program(item: Item, tally: Tally) -> Program:
    program = Program.objects.select_for_update().filter(slug=item["slug"]).first() or Program()
    if program.is_independent:
        raise ValidationError(_("The built-in program cannot be changed."), code="independent")
    values = values_of(item, schema.PROGRAM) | {"hosts": "\n".join(item["hosts"])}
    put(program, values, tally)
    return program


def _save_cycle(program: Program, file: Item, tally: Tally) -> Cycle:
    item = file["cycle"]
    cycle = program.cycles.filter(slug=item["slug"]).first() or Cycle(program=program)
    values = (
        values_of(item, schema.CYCLE)
        | values_of(item["targets"], schema.TARGETS)
        | values_of(item["start"], schema.START)
        | values_of(file["review"], schema.REVIEW)
        | {"previous": _previous(program, cycle, item)}
    )
    for part in parts.of_cycle:
        if isinstance(part.key.kind, Block):
            values |= values_of(file[part.key.name], part.key.kind)
    refuse_other_scale(cycle, values["review_scale"])
    put_cycle(cycle, values, tally)
    return cycle


def put_cycle(cycle: Cycle, values: dict[str, Any], tally: Tally) -> None:
    """Give a cycle these values; whoever must follow its first or last day hears of a change."""
    is_new, before = cycle.pk is None, (cycle.starts_on, cycle.ends_on)
    put(cycle, values, tally)
    if not is_new and before != (cycle.starts_on, cycle.ends_on):
        days_moved.send(Cycle, cycle=cycle, before=before)


def refuse_other_scale(cycle: Cycle, scale: int) -> None:
    """Scores given on one scale mean nothing on another."""
    if scale == cycle.review_scale or cycle.pk is None:
        return
    if cycle.applications.filter(reviews__scores__isnull=False).exists():
        raise in_use(_("Reviewers have given scores, so the highest score stays."))


def _previous(program: Program, cycle: Cycle, item: Item) -> Cycle | None:
    if not item["follows"]:
        return None
    previous = program.cycles.filter(slug=item["follows"]).first()
    if previous is None or previous == cycle:
        line = {"line": item.line_of("follows"), "slug": item["follows"]}
        raise ValidationError(
            _("Line %(line)s, cycle.follows: the program has no other cycle “%(slug)s”.") % line,
            code="unknown_cycle",
        )
    return previous


def save_roles(cycle: Cycle, items: list[Item], tally: Tally) -> None:
    rows = cycle.roles.select_related("questionnaire")
    matched = match(
        rows, lambda r: r.slug, items, lambda i: i["slug"], lambda r: remove_role(r, tally)
    )
    for position, (row, item) in enumerate(matched):
        role = row or Role(cycle=cycle)
        values = values_of(item, schema.ROLE) | {"position": position}
        form = _form_of(role, item)
        put(role, values | {"questionnaire": form}, tally)
        save_requirements(role, item["requirements"], tally)
        for part in parts.of_role:
            part.save(role, item[part.key.name], tally)
        save_calls(role, item["calls"], tally)
        questionnaires.save(form, item["questions"], tally)


def add_role(cycle: Cycle, *, name: str, side: str, slug: str) -> Role:
    """A role with an empty form and a call whose dates are to be decided, after the others."""
    form = Questionnaire.objects.create(title=_("Application: %s") % name)
    role = Role.objects.create(
        cycle=cycle,
        name=name,
        side=side,
        slug=slug,
        questionnaire=form,
        position=cycle.roles.count(),
    )
    Call.objects.create(cycle=cycle, role=role)
    return role


def remove_role(role: Role, tally: Tally) -> None:
    """Take a role away with its form, unless somebody applied or takes part in it."""
    if role.applications.exists() or role.participations.exists():
        raise in_use(_("People have applied as “%s”, so the role stays in the program.") % role)
    questionnaire = role.questionnaire
    remove(role, tally)
    if questionnaire:
        questionnaire.delete()


def _form_of(role: Role, item: Item) -> Questionnaire:
    form = role.questionnaire or Questionnaire()
    put(form, {"title": _("Application: %s") % item["name"]}, Tally())
    return form


def save_requirements(role: Role, items: list[Item], tally: Tally) -> None:
    def let_go(requirement: Requirement) -> None:
        if requirement.fulfilments.exists():
            raise in_use(
                _("Applicants have answered the requirement “%s”, so it stays.") % requirement.key
            )
        remove(requirement, tally)

    rows = role.requirements.all()
    matched = match(rows, lambda r: r.key, items, lambda i: i["key"], let_go)
    for position, (row, item) in enumerate(matched):
        values = values_of(item, schema.REQUIREMENT) | {"position": position}
        put(row or Requirement(role=role), values, tally)


def save_calls(role: Role, items: list[Item], tally: Tally) -> None:
    """Calls are recognized by their place in time: the first stays the first. One that was closed
    in the middle of a day stays closed then, as long as the day is the same."""
    zone = role.cycle.tzinfo
    items = sorted(items, key=lambda item: (item["opens"] is None, item["opens"] or date.min))
    matched = match(
        role.calls.all(), lambda call: "call", items, lambda i: "call", lambda c: remove(c, tally)
    )
    for row, item in matched:
        values = {
            "opens_at": days.begins(item["opens"], zone) if item["opens"] else None,
            "closes_at": _end(row and row.closes_at, item["closes"], zone),
            "late_until": _end(row and row.late_until, item["late_until"], zone),
        }
        put(row or Call(cycle=role.cycle, role=role), values, tally)


def _end(now: datetime | None, day: date | None, zone: ZoneInfo) -> datetime | None:
    if day is None:
        return None
    return now if now and days.last_day(now, zone) == day else days.ends(day, zone)
