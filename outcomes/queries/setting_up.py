"""What is left to do before a cycle can be public, with where each of it is done."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.models import Criterion
from events.models import Training
from events.queries.events import EventAttendance
from programs.addresses import of_cycle
from programs.models import Cycle, Requirement, Staff
from programs.queries.calls import roles_applied_for
from programs.queries.settings import missing
from programs.rules import linter

ENOUGH_PEOPLE = 2  # nobody decides about themselves or those near them, so one alone is too few


@dataclass(frozen=True)
class Step:
    key: str
    title: str
    detail: str
    address: str
    is_done: bool


def steps(
    cycle: Cycle, *, attendances: list[EventAttendance], findings: list[linter.Finding]
) -> list[Step]:
    """In the order in which one does them; none for a cycle that is public or archived.

    The same number of queries whatever the cycle holds.
    """
    if cycle.published_at or cycle.archived_at or cycle.program.archived_at:
        return []
    lacks: dict[str, list[str]] = {}
    for section, text in missing(cycle):
        lacks.setdefault(section.removeprefix("programs:settings_"), []).append(text)
    found = (
        ("texts", _("Texts"), "programs:settings_texts", lacks.get("texts"), ()),
        ("dates", _("Dates"), "programs:settings_timeline", lacks.get("timeline"), _warn(findings)),
        ("questions", _("Forms"), "programs:settings_questions", lacks.get("questions"), ()),
        ("reviewers", _("Reviewers"), "programs:settings_staff", _people_missing(cycle), ()),
        ("criteria", _("Criteria"), "applications:settings_review", _without_criteria(cycle), ()),
        ("trainings", _("Training"), "events:learning", _no_training(cycle), ()),
        (
            "events",
            _("Events"),
            "events:event_list",
            [] if attendances else [_("None yet, if you want a kickoff or a celebration")],
            _unlinked(attendances),
        ),
        ("page", _("Public page"), "programs:settings", [_("Only organizers see it so far")], ()),
    )
    return [
        Step(key, title, ". ".join([*(lack or ()), *more]), of_cycle(url, cycle), is_done=not lack)
        for key, title, url, lack, more in found
    ]


def _warn(findings: list[linter.Finding]) -> list[str]:
    count = len(findings)
    return [ngettext("%d warning", "%d warnings", count) % count] if count else []


def _people_missing(cycle: Cycle) -> list[str]:
    lacks = []
    found: dict[str, set[int]] = {role: set() for role in Staff.Role.values}
    for role, person in Staff.objects.filter(program=cycle.program_id).values_list(
        "role", "person"
    ):
        found[role].add(person)
    asks = Requirement.objects.filter(role__cycle=cycle, kind=Requirement.Kind.PERFORMANCE)
    if not found[Staff.Role.CONFIRMER] and asks.exists():
        lacks.append(_("Somebody who confirms performance"))
    if len(found[Staff.Role.ORGANIZER] | found[Staff.Role.COMMITTEE]) < ENOUGH_PEOPLE:
        lacks.append(_("A second person: nobody decides about themselves or people close to them"))
    return lacks


def _without_criteria(cycle: Cycle) -> list[str]:
    has = Exists(Criterion.objects.filter(role=OuterRef("pk")))
    roles = roles_applied_for(cycle).filter(~has)
    return [_("Nothing for “%s” to be scored by") % role for role in roles]


def _no_training(cycle: Cycle) -> list[str]:
    has_one = Training.objects.filter(cycle=cycle).exists()
    return [] if has_one else [_("None yet, if you want one")]


def _unlinked(attendances: list[EventAttendance]) -> list[str]:
    count = sum(
        1
        for one in attendances
        for slot in one.slots
        if not one.event.is_async and not (slot.link or one.event.link)
    )
    text = ngettext("%d session has no link yet", "%d sessions have no link yet", count)
    return [text % count] if count else []
