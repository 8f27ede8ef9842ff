from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from people import refusals
from programs.access import organizers
from programs.actions import questions
from programs.forms import question_library
from programs.forms.pasted_questions import PastedQuestionsForm
from programs.forms.questions import QuestionForm
from programs.permissions import ORGANIZER
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
    typed = request.POST if request.method == "POST" else None
    pasted = PastedQuestionsForm(typed, questionnaire=chosen)
    if typed is not None and pasted.is_valid():
        try:
            _add(request, cycle, chosen, pasted.items)
        except ValidationError as error:
            pasted.add_error(None, error)
        else:
            return redirect(address(cycle, "programs:settings_form", form=chosen.pk))
    context = {
        **_list(cycle, chosen),
        "forms": forms,
        "pasted": pasted,
        "archived": chosen.questions.filter(is_archived=True),
        "answered": queries.answered(chosen),
        "is_survey": not hasattr(chosen, "role"),
    }
    return show(request, cycle, "questions", "programs/settings_questions", context)


def _add(request, cycle, chosen, items):
    """Says how many are added; nothing where all of them are asked already."""
    added = questions.add_ready(cycle, chosen, items, by=request.user, at=timezone.now())
    if added:
        text = ngettext("%(n)d question is added.", "%(n)d questions are added.", added)
        messages.success(request, text % {"n": added})
    return added


def _list(cycle, chosen):
    asked = chosen.questions.asked().select_related("asked_if").prefetch_related("choices")
    return {
        "chosen": chosen,
        "questions": asked,
        "compared": queries.compared_keys(cycle, chosen),
    }


@organizers
def question_add(request, cycle, form):
    chosen = get_object_or_404(queries.questionnaires(cycle), pk=form)
    return _edit(request, cycle, chosen, Question(questionnaire=chosen))


@organizers
def question_library_page(request, cycle, form):
    """Ready questions for a form, to tick and add."""
    chosen = get_object_or_404(queries.questionnaires(cycle), pk=form)
    shelves = question_library.shelves(cycle, chosen)
    if request.method == "POST":
        ticked = set(request.POST.getlist("pick"))
        picked = [one.item for shelf in shelves for one in shelf.offers if one.name in ticked]
        with refusals.shown(request):
            if _add(request, cycle, chosen, picked):
                return redirect(address(cycle, "programs:settings_form", form=chosen.pk))
            messages.error(request, _("Tick at least one question that is not asked yet."))
    context = {"chosen": chosen, "shelves": shelves, "is_survey": not hasattr(chosen, "role")}
    return show(request, cycle, "questions", "programs/settings_library", context)


@organizers
def question_edit(request, cycle, pk):
    found = Question.objects.asked().filter(questionnaire__in=queries.questionnaires(cycle))
    question = get_object_or_404(found.select_related("questionnaire", "asked_if"), pk=pk)
    return _edit(request, cycle, question.questionnaire, question)


def _edit(request, cycle, chosen, question):
    """In its line where JavaScript asks for it there, else on a page of its own."""
    form = _form(chosen, question, request.POST or None)
    if request.method == "POST" and form.is_valid():
        key = question.key if question.pk else None
        unchanged = {"unchanged": form.unchanged}
        try:
            questions.put(
                cycle, chosen, form.item, key=key, by=request.user, at=timezone.now(), **unchanged
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if request.htmx:
                return _saved_in_place(request, cycle, chosen, question)
            messages.success(request, _("Saved."))
            return redirect(address(cycle, "programs:settings_form", form=chosen.pk))
    context = _editing(request, cycle, chosen, question) | {"form": form}
    if request.htmx and request.method == "POST" and question.pk:
        return _line(request, context)
    if request.htmx:
        return render(request, "programs/_question_form.html", context)
    return show(request, cycle, "questions", "programs/settings_question", context)


def _form(chosen, question, typed=None):
    others = [item for item in questions.items_of(chosen) if item["key"] != question.key]
    is_application = hasattr(chosen, "role")
    return QuestionForm(
        typed, instance=question, others=_before(others, question), is_application=is_application
    )


def _editing(request, cycle, chosen, question):
    return {
        **_list(cycle, chosen),
        "cycle": cycle,
        "question": question,
        "is_answered": bool(question.pk) and is_answered(question),
        "may_change": ORGANIZER in request.roles,
    }


def _saved_in_place(request, cycle, chosen, question):
    """The line as it is saved by now; of a new one the list, and an empty form for the next."""
    if question.pk:
        return _line(request, _editing(request, cycle, chosen, question))
    new = Question(questionnaire=chosen)
    context = _editing(request, cycle, chosen, new)
    context |= {"form": _form(chosen, new), "is_added": True}
    return render(request, "programs/_question_added.html", context)


def _line(request, context):
    """One question of the list; open where `form` has something to mend."""
    asked = list(context["questions"])
    place = next(n for n, one in enumerate(asked) if one.pk == context["question"].pk)
    ends = {"is_first": place == 0, "is_last": place == len(asked) - 1}
    context |= ends | {"question": asked[place], "is_back": True}
    return render(request, "programs/_question_line.html", context)


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
        if request.htmx:
            context = {**_list(cycle, form), "cycle": cycle, "may_change": True}
            return render(request, "programs/_question_list.html", context)
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
