"""Surveys of a cycle, for its organizers."""

from django.contrib import messages as flash
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people import refusals
from people.actions import audit
from people.tables import spreadsheets
from programs.access import ORGANIZER, organizers
from programs.actions import default_surveys, surveys
from programs.addresses import of_cycle
from programs.forms.marks import MarkForm
from programs.forms.surveys import WindowForm, window_of
from programs.models import CycleSurvey
from programs.permissions import conflicts_of, people_in_conflict
from programs.queries import quotes
from programs.queries.changes import change_as_values, changes_of, paired_changes
from programs.queries.feedback import feedback_of
from programs.queries.marked_answers import marks_for
from programs.queries.surveys import BASELINE_PERCENT, named_answers, row_of, survey_rows
from surveys.actions import marks
from surveys.forms import QuestionnaireForm
from surveys.queries import minutes_for, questions_of
from surveys.results import results_of
from surveys.themes import themes_of

# Surveys that ask the same at different moments.
COMPARED = {CycleSurvey.Kind.BASELINE, CycleSurvey.Kind.MIDWAY, CycleSurvey.Kind.END}


@organizers
@require_safe
def survey_list(request, cycle):
    rows = survey_rows(cycle, at=timezone.now())
    shown = {
        "cycle": cycle,
        "rows": rows,
        "baseline": BASELINE_PERCENT,
        "quotes_waiting": quotes.waiting(cycle),
    }
    return render(request, "programs/survey_list.html", shown)


@organizers
@require_POST
def survey_defaults(request, cycle):
    with refusals.shown(request):
        added = default_surveys.add(cycle)
        if added:
            flash.success(request, _("Planned: %s.") % ", ".join(one.survey.title for one in added))
    return redirect("programs:survey_list", cycle.program.slug, cycle.slug)


@organizers
@require_safe
def survey_detail(request, cycle, pk):
    at = timezone.now()
    planned = _planned(cycle, pk)
    results = results_of(planned.survey, at=at, without=conflicts_of(request.user))
    wanted = request.GET.get("who", "all")
    who = wanted if wanted in results.groups else "all"
    people = named_answers(planned, request.user)
    marked = marks_for(planned.survey, results, people, wanted=request.GET.get("mark", ""))
    changes = changes_of(feedback_of(cycle, at=at)) if planned.kind in COMPARED else {}
    shown = {
        "cycle": cycle,
        "called": cycle.called,
        "changes": {
            group: [change_as_values(one) for one in rows] for group, rows in changes.items()
        },
        "paired": paired_changes(cycle, without=people_in_conflict(request.user)),
        "row": row_of(cycle, planned, results.rate, at=at),
        "results": results,
        "who": who,
        "themes": themes_of(planned.survey, results),
        "questions": [(result, result.groups.get(who)) for result in results.questions],
        "people": people,
        "marks": marked,
        "may_change": ORGANIZER in request.roles,
        "baseline": BASELINE_PERCENT,
    }
    return render(request, "programs/survey_detail.html", shown)


@require_POST
@organizers
def survey_mark(request, cycle, pk):
    """Put a mark on a text answer, or take it off; back to the answer, with the filters there were."""
    planned = _planned(cycle, pk)
    form = MarkForm(request.POST)
    with refusals.shown(request):
        if not form.is_valid():
            raise ValidationError([error for errors in form.errors.values() for error in errors])
        wanted = form.cleaned_data
        if wanted["answer"] not in _readable(request, planned):
            raise ValidationError(_("This answer is not shown to you."), code="not_shown")
        about = {"theme": wanted["theme"] if wanted["kind"] == "theme" else ""}
        if wanted["off"]:
            marks.take_off(planned.survey, wanted["answer"], wanted["kind"], **about)
        else:
            marks.put(planned.survey, wanted["answer"], wanted["kind"], **about, by=request.user)
    address = of_cycle("programs:survey_detail", cycle, request.GET.urlencode(), pk=pk)
    return redirect(f"{address}#a-{slugify(request.POST.get('answer', ''))}")


def _readable(request, planned):
    results = results_of(planned.survey, at=timezone.now(), without=conflicts_of(request.user))
    return marks_for(planned.survey, results, named_answers(planned, request.user)).readable


@organizers
def survey_preview(request, cycle, pk):
    """The survey as people who answer meet it, with its checks; nothing that is sent is kept."""
    planned = _planned(cycle, pk)
    survey = planned.survey
    form = QuestionnaireForm(
        questions_of(survey.questionnaire_id),
        request.POST if request.method == "POST" else None,
    )
    shown = {
        "cycle": cycle,
        "survey": survey,
        "questionnaire": survey.questionnaire,
        "form": form,
        "minutes": minutes_for(form.questions),
        "is_preview": True,
        "is_complete": request.method == "POST" and form.is_valid(),
    }
    return render(request, "programs/survey_preview.html", shown)


@organizers
def survey_edit(request, cycle, pk):
    planned, at = _planned(cycle, pk), timezone.now()
    survey = planned.survey
    form = WindowForm(request.POST or None, initial=window_of(survey, cycle), cycle=cycle)
    if request.method == "POST" and form.is_valid():
        try:
            surveys.set_window(planned, **form.cleaned_data, at=at, unchanged=form.unchanged)
        except ValidationError as error:
            places = {"sent": "opens_on", "changed_meanwhile": None}
            form.add_error(places.get(str(error.code), "closes_on"), error)
        else:
            flash.success(request, _("The days are saved."))
            return redirect("programs:survey_list", cycle.program.slug, cycle.slug)
    shown = {"cycle": cycle, "planned": planned, "form": form}
    return render(request, "programs/survey_edit.html", shown)


@organizers
@require_safe
def survey_export(request, cycle, pk):
    """Totals, and texts in no order, of a survey that has closed. Noted in the audit trail."""
    at = timezone.now()
    planned = _planned(cycle, pk)
    results = results_of(planned.survey, at=at, without=conflicts_of(request.user))
    if not planned.survey.is_over(at) or results.hidden:
        raise PermissionDenied
    audit.note("survey.exported", planned, by=request.user, at=at)
    header = [_("Question"), _("Who"), _("Answer"), _("Count")]
    name = f"{cycle.slug}-{planned.kind}"
    return spreadsheets.download(name, header, _totals(results), request.GET.get("format"))


def _totals(results):
    """Lines of the export: counts and means by group, then the texts."""
    for result in results.questions:
        text = result.question.text
        for group, found in result.groups.items():
            yield from ([text, group, bar.label, bar.count] for bar in found.bars)
            if found.mean is not None:
                yield [text, group, _("Mean"), round(found.mean, 2)]
        yield from ([text, "", said, ""] for said in result.texts)


def _planned(cycle, pk):
    rows = cycle.cycle_surveys.select_related("survey__questionnaire", "cycle__program")
    return get_object_or_404(rows, pk=pk)
