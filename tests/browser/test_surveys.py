"""Answering a survey on a phone, and reading what it found."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from surveys.models import AnonymousSheet, Invitation
from tests.browser.axe import violations_in_both_themes
from tests.factories.cycle_surveys import OPENS, give_answers, make_cycle_survey


def test_an_anonymous_survey_is_answered_on_a_phone(visit, cycle, stranger):
    survey = make_cycle_survey(cycle).survey
    survey.closes_at = timezone.now() + timedelta(days=21)
    survey.save(update_fields=["closes_at"])
    invitation = Invitation.objects.create(survey=survey, person=stranger, group="mentee")
    page = visit(reverse("surveys:answer", args=[invitation.pk]), stranger, width=390)
    assert violations_in_both_themes(page) == []
    page.get_by_text("Anonymous.").wait_for()
    page.get_by_role("radio", name="4").check(force=True)
    page.get_by_role("radio", name="A", exact=True).check()
    page.get_by_role("button", name="Send answers").click()
    page.get_by_role("heading", name="Thank you", level=1).wait_for()
    assert AnonymousSheet.objects.get().answers.get(question__key="overall").number == 4


@pytest.mark.parametrize("width", [1440, 390])
def test_results_are_readable_by_everybody(visit, cycle, organizer, width):
    planned = make_cycle_survey(cycle)
    give_answers(planned.survey, "mentor", 6, comment="A good talk")
    give_answers(planned.survey, "mentee", 6, comment="A better talk")
    planned.survey.closes_at = OPENS + timedelta(days=21)
    planned.survey.save(update_fields=["closes_at"])
    slugs = [cycle.program.slug, cycle.slug]
    for address in (
        reverse("programs:survey_list", args=slugs),
        reverse("programs:survey_detail", args=[*slugs, planned.pk]),
        reverse("programs:survey_detail", args=[*slugs, planned.pk]) + "?who=mentor",
    ):
        page = visit(address, organizer, width=width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations_in_both_themes(page) == []
