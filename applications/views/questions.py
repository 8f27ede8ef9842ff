"""Questions to the organizers of a cycle: a conversation of two sides."""

from django.contrib import messages as flash
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from applications.actions import outreach as actions
from applications.forms.outreach import (
    AnswerForm,
    OwnerForm,
    PublishForm,
    QuestionForm,
    ReplyForm,
)
from people import refusals
from programs.access import applicants, organizers, visitors
from programs.addresses import of_cycle
from programs.permissions import ORGANIZER


@visitors
def question_ask(request, cycle):
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            text = form.cleaned_data["text"]
            actions.ask(cycle, by=request.user, text=text, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            flash.success(request, _("Your question is with the organizers. They answer by mail."))
            return redirect(of_cycle("applications:question_ask", cycle))
    return _asked_page(request, cycle, {"form": form})


@applicants
@require_POST
def question_reply(request, cycle, pk):
    """Who asked writes back; nobody else finds the question."""
    question = get_object_or_404(cycle.asked_questions.filter(asked_by=request.user), pk=pk)
    form = ReplyForm(request.POST, prefix=f"r{pk}")
    if form.is_valid():
        try:
            text = form.cleaned_data["text"]
            actions.write_again(question, by=request.user, text=text, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            flash.success(request, _("The organizers have it. They answer by mail."))
            return redirect(of_cycle("applications:question_ask", cycle))
    return _asked_page(request, cycle, {"form": QuestionForm(), "typed": {pk: form}})


def _asked_page(request, cycle, context):
    mine = cycle.asked_questions.filter(asked_by=request.user).prefetch_related("replies")
    typed = context.get("typed", {})
    talks = [(row, typed.get(row.pk) or ReplyForm(prefix=f"r{row.pk}")) for row in mine]
    return render(
        request, "applications/question_ask.html", {"cycle": cycle, "talks": talks, **context}
    )


@organizers
def question_answer(request, cycle, pk):
    question = _of(cycle, pk)
    form = AnswerForm(request.POST or None, prefix=f"q{pk}", initial={"seen": _newest(question)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer(
                question,
                by=request.user,
                text=form.cleaned_data["text"],
                seen=form.cleaned_data["seen"] or 0,
                publish_as=form.cleaned_data["publish_as"],
                at=timezone.now(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            flash.success(request, _("Answered. The person who asked gets a mail."))
            return redirect(of_cycle("applications:outreach", cycle))
    return _page(request, cycle, question, {"form": form})


@organizers
@require_POST
def question_change(request, cycle, pk, change):
    """Hand it on, close it, open it again, or put it into the FAQ."""
    question, facts = _of(cycle, pk), {"by": request.user, "at": timezone.now()}
    with refusals.shown(request):
        if change == "owner":
            form = OwnerForm(request.POST, question=question)
            if not form.is_valid():
                raise ValidationError(_("Choose an organizer of this program."))
            actions.hand_to(question, form.cleaned_data["owner"], **facts)
            flash.success(request, _("Saved."))
        elif change == "close":
            actions.close(question, **facts)
            flash.success(request, _("Closed. The person who asked can still write again."))
        elif change == "reopen":
            actions.reopen(question, **facts)
            flash.success(request, _("It is open again."))
        elif change == "publish":
            return _publish(request, cycle, question, facts)
        else:
            raise Http404
    return redirect(of_cycle("applications:question_answer", cycle, pk=pk))


def _publish(request, cycle, question, facts):
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _page(request, cycle, question, {"publish": form})
    found = form.cleaned_data
    actions.publish(question, words=found["words"], text=found["answer"], **facts)
    flash.success(request, _("Published in the FAQ."))
    return redirect(of_cycle("applications:question_answer", cycle, pk=question.pk))


def _of(cycle, pk):
    found = cycle.asked_questions.select_related("asked_by", "owner", "cycle__program")
    return get_object_or_404(found.prefetch_related("replies__author"), pk=pk)


def _newest(question):
    return max((reply.pk for reply in question.replies.all()), default=0)


def _page(request, cycle, question, context):
    answers = [reply for reply in question.replies.all() if reply.is_answer]
    defaults = {
        "cycle": cycle,
        "question": question,
        "form": AnswerForm(prefix=f"q{question.pk}", initial={"seen": _newest(question)}),
        "owner": OwnerForm(question=question),
        "publish": PublishForm(initial={"answer": answers[-1].text}) if answers else None,
        "may_change": ORGANIZER in request.roles,
    }
    return render(request, "applications/question_answer.html", defaults | context)
