"""Answering a survey: by name, or without a way back to the person."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from surveys import signals
from surveys.actions import anonymity, responses
from surveys.models import AnonymousAnswer, AnonymousSheet, Invitation, Response
from surveys.values import AnswerValue, AnswerValues


@transaction.atomic
def answer(invitation: Invitation, values: AnswerValues, *, at: datetime) -> Invitation:
    """Take one person's answers while the survey is open.

    Named answers may change until it closes. Anonymous ones are given once: that somebody has
    answered, and what was answered, are written in one transaction, both or neither, into rows
    without a common key, and mixed with those of others.
    """
    is_anonymous = invitation.survey.questionnaire.is_anonymous
    if is_anonymous:
        anonymity.lock(invitation.survey_id)
    locked = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("survey__questionnaire")
        .get(pk=invitation.pk)
    )
    if not locked.survey.is_open(at):
        raise ValidationError(_("This survey is closed."), code="closed")
    if is_anonymous:
        _answer_anonymously(locked, values)
    else:
        _answer_by_name(locked, values, at=at)
    return locked


@transaction.atomic
def save_for_later(invitation: Invitation, values: AnswerValues, *, at: datetime) -> Invitation:
    """Keep what somebody has answered by name so far, for themselves alone until they send it."""
    locked = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("survey__questionnaire")
        .get(pk=invitation.pk)
    )
    if not locked.survey.is_open(at):
        raise ValidationError(_("This survey is closed."), code="closed")
    if locked.survey.questionnaire.is_anonymous:
        raise ValidationError(_("Anonymous answers cannot be kept for later."), code="anonymous")
    if locked.has_answered:
        raise ValidationError(
            _("You have sent your answers. Change and send them instead."), code="answered"
        )
    responses.save_answers(_response_of(locked, at=at), values, at=at)
    return locked


def _answer_anonymously(invitation: Invitation, values: AnswerValues) -> None:
    if invitation.has_answered:
        raise ValidationError(
            _("You have answered already. Anonymous answers cannot be changed."), code="answered"
        )
    invitation.has_answered = True
    invitation.save(update_fields=["has_answered"])
    sheet = AnonymousSheet.objects.create(survey_id=invitation.survey_id, group=invitation.group)
    AnonymousAnswer.objects.bulk_create(
        AnonymousAnswer(sheet=sheet, question_id=question, **_columns(value))
        for question, rows in values.items()
        for value in rows
        if value.slots is None  # a week of hours would tell who it is; the editor does not offer it
    )
    anonymity.mix_in(invitation, sheet)


def _answer_by_name(invitation: Invitation, values: AnswerValues, *, at: datetime) -> None:
    invitation.has_answered = True
    invitation.save(update_fields=["has_answered"])
    response = responses.save_answers(_response_of(invitation, at=at), values, at=at)
    response.submitted_at = at
    response.save(update_fields=["submitted_at"])
    signals.answered.send(sender=Invitation, invitation=invitation, at=at)


def _response_of(invitation: Invitation, *, at: datetime) -> Response:
    """The one of a locked invitation by name, made when there is none."""
    if invitation.response is None:
        invitation.response = Response.objects.create(
            questionnaire_id=invitation.survey.questionnaire_id,
            person_id=invitation.person_id,
            created_at=at,
            saved_at=at,
        )
        invitation.save(update_fields=["response"])
    return invitation.response


def _columns(value: AnswerValue) -> dict[str, Any]:
    columns = asdict(value)
    del columns["slots"], columns["parts"]
    return columns
