"""What the settings pages show beside their forms."""

from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from people.models import AuditEntry, User
from programs.models import Call, Cycle, CycleSurvey, Milestone, Program, Role
from programs.queries.calls import roles_applied_for
from programs.rules import days, linter
from surveys import question_kinds
from surveys.models import Question, Questionnaire

Kind = Milestone.Kind
Precision = Milestone.Precision


def plan_of(
    cycle: Cycle,
    *,
    calls: list[Call],
    milestones: list[Milestone],
    surveys: list[CycleSurvey],
    at: datetime,
) -> linter.Plan:
    """The dates as the linter reads them. The rows may be unsaved: what a form holds so far.

    Rows that stand in a form say where, as `form_field`.
    """
    pairs = _first(milestones, Kind.PAIRS_ANNOUNCED)
    training = _first(milestones, Kind.TRAINING)
    windows = {planned.kind: _window(planned, cycle) for planned in surveys}
    return linter.Plan(
        zone=cycle.zone,
        today=cycle.day(at),
        is_public=cycle.published_at is not None,
        is_paired=cycle.pairs_published_at is not None,
        starts_on=cycle.starts_on,
        ends_on=cycle.ends_on,
        cadence_days=cycle.cadence_days,
        calls=tuple(_call(call, cycle) for call in calls if call.role.side != Role.Side.STAFF),
        pairs_on=pairs.starts_on if pairs else None,
        training_on=training.starts_on if training else None,
        pairs_field=_field(pairs),
        training_field=_field(training),
        check_in=windows.get(CycleSurvey.Kind.CHECK_IN),
        end_survey=windows.get(CycleSurvey.Kind.END),
        undecided=tuple(m.title for m in milestones if m.precision == Precision.UNDECIDED),
        coarse=tuple(
            m.title
            for m in milestones
            if m.precision in {Precision.WEEK, Precision.MONTH} and m.kind != Kind.TRAINING
        ),
    )


def _field(row: Call | Milestone | None) -> str:
    return getattr(row, "form_field", "")


def _first(milestones: list[Milestone], kind: str) -> Milestone | None:
    dated = [m for m in milestones if m.kind == kind and m.starts_on]
    return min(dated, key=lambda m: m.starts_on or date.max, default=None)


def _call(call: Call, cycle: Cycle) -> linter.Window:
    opens = days.first_day(call.opens_at, cycle.tzinfo) if call.opens_at else None
    closes = days.last_day(call.closes_at, cycle.tzinfo) if call.closes_at else None
    return linter.Window(
        str(call.role.name_of_several), opens, closes, call.role.side, _field(call)
    )


def _window(planned: CycleSurvey, cycle: Cycle) -> linter.Window:
    survey = planned.survey
    closes = days.last_day(survey.closes_at, cycle.tzinfo) if survey.closes_at else None
    return linter.Window(survey.title, days.first_day(survey.opens_at, cycle.tzinfo), closes)


def saved_plan(cycle: Cycle, *, at: datetime) -> linter.Plan:
    return plan_of(
        cycle,
        calls=list(cycle.calls.select_related("role")),
        milestones=list(cycle.milestones.all()),
        surveys=list(cycle.cycle_surveys.select_related("survey")),
        at=at,
    )


def last_changed_by(cycle: Cycle) -> tuple[str, datetime] | None:
    """Who saved settings of the cycle last, and when."""
    entry = (
        AuditEntry.objects.filter(subject=cycle.key, action="settings_changed")
        .order_by("-at", "-pk")
        .first()
    )
    if entry is None:
        return None
    person = User.objects.filter(pk=entry.by_id).first()
    return (str(person) if person else "", entry.at)


def organized(user: User) -> QuerySet[Program]:
    """Programs this person organizes, with their cycles; those put away come last."""
    return (
        Program.objects.organized_by(user)
        .filter(is_independent=False)
        .prefetch_related("cycles")
        .order_by("archived_at", "name", "pk")
    )


def forms_of(cycle: Cycle) -> list[tuple[str, Questionnaire]]:
    """Every form the question builder edits: applications first, then surveys; by name."""
    roles = cycle.roles.select_related("questionnaire").exclude(questionnaire=None)
    found = [(role.name, role.questionnaire) for role in roles if role.questionnaire]
    planned = cycle.cycle_surveys.select_related("survey__questionnaire")
    return found + [(p.survey.title, p.survey.questionnaire) for p in planned]


def questionnaires(cycle: Cycle) -> QuerySet[Questionnaire]:
    """Those that belong to this cycle, and no other."""
    return Questionnaire.objects.filter(
        Q(role__cycle=cycle) | Q(surveys__cycle_survey__cycle=cycle)
    ).distinct()


def compared_keys(cycle: Cycle, form: Questionnaire) -> set[str]:
    """Keys of questions with steps that another survey of the cycle asks too."""
    others = Question.objects.asked().filter(
        questionnaire__surveys__cycle_survey__cycle=cycle,
        kind__in=question_kinds.named(has_steps=True),
    )
    return set(others.exclude(questionnaire=form).values_list("key", flat=True))


def answered(form: Questionnaire) -> int:
    """How many people have answered or begun to."""
    return form.responses.count() + sum(
        form.surveys.annotate(n=Count("sheets")).values_list("n", flat=True)
    )


def applied(cycle: Cycle) -> int:
    return cycle.applications.count()


def usual_first_day(at: datetime) -> date:
    """A Monday ten weeks ahead: time for two calls and for making pairs."""
    day = at.date() + timedelta(weeks=10)
    return day - timedelta(days=day.weekday())


def chain(cycle: Cycle) -> list[Cycle]:
    """The cycles this one came from, the first one first, itself, and those made from it."""
    others = {c.pk: c for c in cycle.program.cycles.all()}
    line, current = [cycle], cycle
    while current.previous_id in others and others[current.previous_id] not in line:
        current = others[current.previous_id]
        line.insert(0, current)
    return line + [c for c in others.values() if c.previous_id == cycle.pk]


def missing(cycle: Cycle) -> list[tuple[str, str]]:
    """What a visitor would miss on the public page: the section, and why."""
    found = []
    if not cycle.program.lead:
        found.append(("programs:settings_texts", _("A sentence on what the program is for")))
    if not (cycle.starts_on and cycle.ends_on):
        found.append(("programs:settings_texts", _("First and last day")))
    if cycle.calls.filter(Q(opens_at=None) | Q(closes_at=None)).exists():
        found.append(("programs:settings_timeline", _("Dates of every call")))
    if not cycle.contact:
        found.append(("programs:settings_texts", _("Where questions go")))
    if not cycle.start_message:
        found.append(
            ("programs:settings_texts", _("What people need to start, sent with the pairs"))
        )
    empty = roles_applied_for(cycle).filter(questionnaire__questions=None)
    found += [("programs:settings_questions", _("Questions for “%s”") % role) for role in empty]
    return found
