from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from people import refusals
from programs.access import organizers
from programs.actions import questions, settings
from programs.catalog import TEMPLATES
from programs.forms.lines import differing
from programs.forms.settings_surveys import CycleSurveyForm
from programs.models import CycleSurvey
from programs.programfile import reading, schema
from programs.programfile.shape import make
from programs.rules import days
from programs.rules.survey_days import usual_window
from programs.views.settings.frame import address, is_conflict, show
from surveys.models import Survey


@organizers
def settings_surveys(request, cycle):
    typed = request.POST if request.method == "POST" else None
    rows = _rows(cycle, typed)
    context, conflict = {"rows": rows}, None
    if typed is not None and all(form.is_valid() for _label, form, _row in rows):
        try:
            settings.save_surveys(
                cycle,
                [_item(form, row) for _label, form, row in rows if form.cleaned_data["is_on"]],
                base=typed.get("base", ""),
                by=request.user,
                at=timezone.now(),
            )
        except ValidationError as error:
            conflict = error if is_conflict(error) else None
            saved = _rows(cycle, None)
            context["differing"] = differing(
                *[(mine[1], theirs[1]) for mine, theirs in zip(rows, saved, strict=True)]
            )
            if conflict is None:
                messages.error(request, refusals.words(error))
        else:
            messages.success(request, _("Saved."))
            return redirect(address(cycle, "programs:settings_surveys"))
    return show(request, cycle, "surveys", "programs/settings_surveys", context, conflict=conflict)


def _rows(cycle, typed):
    """Every kind of survey: its name, its form, and its row once the cycle has it."""
    planned = {row.kind: row for row in cycle.cycle_surveys.select_related("survey__questionnaire")}
    return [
        _row(kind, label, planned.get(kind), cycle, typed)
        for kind, label in CycleSurvey.Kind.choices
    ]


def _row(kind, label, planned, cycle, typed):
    opens, closes = usual_window(kind, cycle.starts_on, cycle.ends_on)
    initial = {
        "title": label,
        "opens": opens,
        "closes": closes,
        "quotes": True,
        "reminders": Survey._meta.get_field("reminders_at_most").default,
    }
    if planned:
        survey, zone = planned.survey, cycle.tzinfo
        initial = {
            "is_on": True,
            "title": survey.title,
            "audience": planned.audience,
            "mode": survey.questionnaire.mode,
            "opens": days.first_day(survey.opens_at, zone),
            "closes": days.last_day(survey.closes_at, zone) if survey.closes_at else None,
            "is_required": survey.is_required,
            "quotes": planned.asks_quotes,
            "reminders": survey.reminders_at_most,
            "intro": survey.questionnaire.intro,
        }
    form = CycleSurveyForm(
        typed,
        prefix=kind,
        initial=initial,
        kind=kind,
        called=cycle.called,
        is_new=planned is None,
    )
    return label, form, planned


def _item(form, planned):
    found = form.cleaned_data
    names = ("title", "audience", "mode", "opens", "closes", "intro", "reminders")
    values = {name: found[name] for name in names}
    values |= {"required": found["is_required"], "quotes": found.get("quotes", False)}
    form_of = planned.survey.questionnaire if planned else None
    asked = questions.items_of(form_of) if form_of else _usual_questions(form.kind)
    return make(schema.SURVEY, values | {"kind": form.kind, "questions": asked})


def _usual_questions(kind):
    """What the plain program asks at this moment; organizers change it afterwards."""
    plain = reading.read(TEMPLATES["plain"].read())
    return next((survey["questions"] for survey in plain["surveys"] if survey["kind"] == kind), [])
