from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from people import refusals
from programs.access import organizers
from programs.actions import questions
from programs.forms import question_library
from programs.forms.questions import QuestionForm
from programs.programfile.saving.questionnaires import is_answered
from programs.queries import settings as queries
from programs.views.settings.frame import address, show
from surveys.models import Question

STEPS = {"up": -1, "down": 1}


@organizers
def settings_questions(request, cycle, form=None):
    forms = queries.forms_of(cycle)
    if not forms:
        raise Http404
    chosen = get_object_or_404(queries.questionnaires(cycle), pk=form) if form else forms[0][1]
    asked = chosen.questions.asked().select_related("asked_if").prefetch_related("choices")
    context = {
        "forms": forms,
        "chosen": chosen,
        "questions": asked,
        "archived": chosen.questions.filter(is_archived=True),
        "answered": queries.answered(chosen),
        "is_survey": not hasattr(chosen, "role"),
        "compared": queries.compared_keys(cycle, chosen),
    }
    return show(request, cycle, "questions", "programs/settings_questions", context)


@organizers
def question_add(request, cycle, form):
    chosen = get_object_or_404(queries.questionnaires(cycle), pk=form)
    return _edit(request, cycle, chosen, Question(questionnaire=chosen))


@organizers
def question_library_page(request, cycle, form):
    """Ready questions for a survey, to tick and add."""
    surveys = queries.questionnaires(cycle).filter(role=None)
    chosen = get_object_or_404(surveys, pk=form)
    shelves = question_library.shelves(cycle, chosen)
    if request.method == "POST":
        ticked = set(request.POST.getlist("pick"))
        picked = [one.item for shelf in shelves for one in shelf.offers if one.name in ticked]
        with refusals.shown(request):
            at = timezone.now()
            added = questions.add_ready(cycle, chosen, picked, by=request.user, at=at)
            if added:
                text = ngettext("%(n)d question is added.", "%(n)d questions are added.", added)
                messages.success(request, text % {"n": added})
                return redirect(address(cycle, "programs:settings_form", form=chosen.pk))
            messages.error(request, _("Tick at least one question that is not asked yet."))
    context = {"chosen": chosen, "shelves": shelves}
    return show(request, cycle, "questions", "programs/settings_library", context)


@organizers
def question_edit(request, cycle, pk):
    found = Question.objects.asked().filter(questionnaire__in=queries.questionnaires(cycle))
    question = get_object_or_404(found.select_related("questionnaire", "asked_if"), pk=pk)
    return _edit(request, cycle, question.questionnaire, question)


def _edit(request, cycle, chosen, question):
    others = [item for item in questions.items_of(chosen) if item["key"] != question.key]
    form = QuestionForm(
        request.POST or None,
        instance=question,
        others=_before(others, question),
        is_application=hasattr(chosen, "role"),
    )
    if request.method == "POST" and form.is_valid():
        key = question.key if question.pk else None
        try:
            facts = {"by": request.user, "at": timezone.now(), "unchanged": form.unchanged}
            questions.put(cycle, chosen, form.item, key=key, **facts)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(address(cycle, "programs:settings_form", form=chosen.pk))
    context = {
        "form": form,
        "chosen": chosen,
        "question": question,
        "is_answered": bool(question.pk) and is_answered(question),
    }
    return show(request, cycle, "questions", "programs/settings_question", context)


def _before(items, question):
    """A condition can only ask about an earlier question."""
    if not question.pk:
        return items
    earlier = question.questionnaire.questions.filter(position__lt=question.position)
    keys = set(earlier.values_list("key", flat=True))
    return [item for item in items if item["key"] in keys]


@organizers
@require_POST
def question_move(request, cycle, pk, direction):
    found = Question.objects.asked().filter(questionnaire__in=queries.questionnaires(cycle))
    question = get_object_or_404(found.select_related("questionnaire"), pk=pk)
    if direction not in STEPS:
        raise Http404
    form = question.questionnaire
    with refusals.shown(request):
        questions.move(
            cycle, form, question.key, step=STEPS[direction], by=request.user, at=timezone.now()
        )
    return redirect(address(cycle, "programs:settings_form", form=form.pk) + f"#q{question.pk}")


@organizers
@require_POST
def question_archive(request, cycle, pk):
    found = Question.objects.asked().filter(questionnaire__in=queries.questionnaires(cycle))
    question = get_object_or_404(found.select_related("questionnaire"), pk=pk)
    with refusals.shown(request):
        is_kept = questions.archive(cycle, question, by=request.user, at=timezone.now())
        kept = _("The question is no longer asked. Its answers stay readable.")
        messages.success(request, kept if is_kept else _("The question is deleted."))
    return redirect(address(cycle, "programs:settings_form", form=question.questionnaire_id))
