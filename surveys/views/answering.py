from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from people.access import signed_in
from surveys.actions import answering
from surveys.forms import QuestionnaireForm
from surveys.models import Invitation
from surveys.queries import answers_for_form, minutes_for, questions_of


@signed_in
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, pk):
    at = timezone.now()
    mine = request.user.survey_invitations.select_related(
        "survey__questionnaire", "survey__cycle_survey__cycle__program", "response"
    )
    invitation = get_object_or_404(mine, pk=pk)
    survey = invitation.survey
    is_over = survey.questionnaire.is_anonymous and invitation.has_answered
    if is_over or (request.method != "POST" and not survey.is_open(at)):
        return _page(request, "surveys/survey_over.html", invitation, at=at)
    is_later = "later" in request.POST
    form = QuestionnaireForm(
        questions_of(survey.questionnaire_id),
        request.POST if request.method == "POST" else None,
        answers=answers_for_form(invitation.response),
        is_draft=is_later,
    )
    if request.method == "POST" and form.is_valid():
        act = answering.save_for_later if is_later else answering.answer
        try:
            act(invitation, form.values(), at=at)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(f"{request.path}?{'saved' if is_later else 'thanks'}=1")
    template = "surveys/survey_answer.html"
    if "thanks" in request.GET and invitation.has_answered and request.method != "POST":
        template = "surveys/survey_over.html"
    return _page(request, template, invitation, at=at, form=form)


def _page(request, template, invitation: Invitation, *, at, form=None):
    survey = invitation.survey
    is_named = not survey.questionnaire.is_anonymous
    shown = {
        "invitation": invitation,
        "survey": survey,
        "questionnaire": survey.questionnaire,
        "is_open": survey.is_open(at),
        "form": form,
        "may_wait": is_named and not invitation.has_answered,
        "is_saved": "saved" in request.GET and invitation.response is not None,
        "minutes": minutes_for(form.questions) if form else 0,
    }
    return render(request, template, shown)
