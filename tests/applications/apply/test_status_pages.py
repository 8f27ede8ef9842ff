"""The pages of somebody who has applied: where it stands, and the way out."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from applications.models import Application, ApplicationDraft
from notifications.actions import outbox
from notifications.models import Message
from programs.models import Milestone
from tests.applications.apply.pages import CLOSED, GOOD, OPEN, Status, at, status_of, text
from tests.factories import (
    ApplicationFactory,
    PairFactory,
    ParticipationFactory,
    QuestionFactory,
    UserFactory,
)
from tests.messages import words_of


def test_one_person_in_both_roles_has_one_status_page(signed_in, cycle, role, person):
    ApplicationFactory(cycle=cycle, person=person, side="mentor")
    signed_in.post(at(role), GOOD)
    page = text(signed_in.get(status_of(role)))
    assert "Your applications" in page
    assert page.count("We have your application") == 2
    assert page.count("<h1") == 1


def test_withdrawing_and_coming_back(signed_in, role):
    signed_in.post(at(role), GOOD)
    signed_in.post(at(role, "withdraw"))
    page = text(signed_in.get(status_of(role)))
    assert "You withdrew your application" in page
    assert "Apply again" in page
    assert "Lead a team" in text(signed_in.get(at(role)))
    signed_in.post(at(role), GOOD)
    assert Application.objects.get().status == Status.SUBMITTED


@pytest.mark.parametrize("status", ["eligible", "not_eligible", "waitlisted"])
def test_silent_decisions_look_like_submitted(signed_in, role, person, status):
    made = ApplicationFactory(cycle=role.cycle, role=role, person=person)
    before = text(signed_in.get(status_of(role)))
    made.status, made.shown_reason, made.internal_reason = status, "Because", "Secret"
    made.save(update_fields=["status", "shown_reason", "internal_reason"])
    made.moves.create(to_status=status, by=UserFactory(), at=OPEN)
    after = text(signed_in.get(status_of(role)))

    def plain(page):
        return page[page.index("<main") : page.index("csrfmiddlewaretoken")]

    assert plain(after) == plain(before)
    assert "Because" not in after


@pytest.mark.parametrize(
    ("status", "says"),
    [
        ("not_eligible", "You cannot take part this time"),
        ("waitlisted", "You are on the waiting list"),
        ("unpaired", "We could not pair you this time"),
        ("mentor_only", "You take part as mentor"),
        ("paired", "You have a pair"),
        ("left", "You have left this cycle"),
    ],
)
def test_what_was_told_is_said_with_its_reason(signed_in, role, person, status, says):
    ApplicationFactory(
        cycle=role.cycle, role=role, person=person, status=status, told_at=OPEN,
        shown_reason="Your division has many.", internal_reason="Secret",
    )  # fmt: skip
    page = text(signed_in.get(status_of(role)))
    assert says in page
    assert "Your division has many." in page
    assert "Secret" not in page
    assert signed_in.get(at(role)).url == status_of(role)


def test_steps_follow_the_calendar(signed_in, role, person, june):
    ApplicationFactory(cycle=role.cycle, role=role, person=person)
    Milestone.objects.create(
        cycle=role.cycle, title="Pairs", kind="pairs_announced", starts_on=date(2021, 7, 5)
    )

    def current():
        steps = signed_in.get(status_of(role)).context["standings"][0].steps
        return [step.key for step in steps if step.state == "now"]

    assert "You hear from us on Monday 5 July, either way." in text(signed_in.get(status_of(role)))
    assert current() == ["eligibility"]
    june.move_to(CLOSED)
    assert current() == ["eligibility"]  # nobody has told them yet what came of it


@pytest.mark.parametrize(
    ("status", "told_at", "left"),
    [
        ("withdrawn", None, ["submitted"]),
        ("unpaired", OPEN, ["submitted", "eligibility", "pairing", "announced"]),
    ],
)
def test_nobody_without_a_pair_is_shown_days_that_are_not_theirs(
    signed_in, role, person, june, status, told_at, left
):
    ApplicationFactory(cycle=role.cycle, role=role, person=person, status=status, told_at=told_at)
    steps = signed_in.get(status_of(role)).context["standings"][0].steps
    assert [step.key for step in steps] == left


def test_whoever_gives_up_a_draft_reads_of_a_draft(signed_in, role, person, june):
    ApplicationFactory(
        cycle=role.cycle, role=role, person=person, status="draft", submitted_at=None
    )
    page = text(signed_in.get(status_of(role)))
    assert "You can still apply until" in page
    assert "submit it again" not in page
    assert "Withdraw my application" not in page


def test_a_late_application_can_be_sent_again_until_the_last_late_day(
    signed_in, role, person, june
):
    role.calls.update(late_until=CLOSED + timedelta(days=5))
    ApplicationFactory(cycle=role.cycle, role=role, person=person, is_late=True)
    june.move_to(CLOSED + timedelta(hours=1))
    page = text(signed_in.get(status_of(role)))
    assert "until the call closes" not in page
    assert "You can submit it again until" in page


def test_a_first_date_around_the_start_is_asked_for_until_the_start(signed_in, role, person, june):
    made = ApplicationFactory(
        cycle=role.cycle, role=role, person=person, status="paired", told_at=OPEN
    )
    own = ParticipationFactory(cycle=role.cycle, role=role, person=person, application=made)
    PairFactory(cycle=role.cycle, **{role.side: own})
    role.cycle.starts_on = role.cycle.day(timezone.now()) + timedelta(days=1)
    role.cycle.save(update_fields=["starts_on"])
    assert "around the start on" in text(signed_in.get(status_of(role)))
    june.shift(timedelta(days=3))
    page = text(signed_in.get(status_of(role)))
    assert "around" not in page
    assert "are on your pair page" in page


def test_somebody_who_has_not_applied_is_offered_no_other_role(signed_in, role, june):
    page = text(signed_in.get(status_of(role)))
    assert "You can apply as" in page
    assert "another role" not in page


def test_nobody_waits_for_pairs_after_a_no(signed_in, role, person, june):
    """What is over for them has no day ahead."""
    ApplicationFactory(
        cycle=role.cycle, role=role, person=person, status="not_eligible", told_at=timezone.now()
    )
    Milestone.objects.create(
        cycle=role.cycle, title="Pairs", kind="pairs_announced", starts_on=date(2021, 7, 5)
    )
    page = signed_in.get(status_of(role))
    assert [step.key for step in page.context["standings"][0].steps] == ["submitted", "eligibility"]
    assert "5 July" not in text(page)


def test_nobody_sees_or_withdraws_what_is_not_theirs(client, role, stranger):
    made = ApplicationFactory(cycle=role.cycle, role=role, person__name="Somebody Else")
    client.force_login(stranger)
    assert "You have not applied to this cycle" in text(client.get(status_of(role)))
    assert client.post(at(role, "withdraw")).status_code == 404
    made.refresh_from_db()
    assert made.status == Status.SUBMITTED


def test_a_hidden_program_shows_its_page_to_its_applicants_only(client, role, stranger):
    made = ApplicationFactory(cycle=role.cycle, role=role)
    type(role.cycle.program).objects.update(visibility="hidden")
    for user, code in ((made.person, 200), (stranger, 404)):
        client.force_login(user)
        assert client.get(status_of(role)).status_code == code


def test_after_the_end_of_the_cycle_nobody_waits_for_a_place(signed_in, role, person, june):
    ApplicationFactory(cycle=role.cycle, role=role, person=person, status="unpaired", told_at=OPEN)
    page = text(signed_in.get(status_of(role)))
    assert "Wait for a late place" in page
    assert "Withdraw my application" in page
    june.move_to(datetime(2021, 10, 1, tzinfo=UTC))
    page = text(signed_in.get(status_of(role)))
    assert "Wait for a late place" not in page
    assert "Withdraw my application" not in page


def test_the_draft_of_somebody_already_paired_is_refused_kindly(signed_in, role, person):
    ApplicationFactory(cycle=role.cycle, role=role, person=person, status="paired", told_at=OPEN)
    response = signed_in.post(at(role, "draft"), GOOD, follow=True)
    assert response.redirect_chain[0][0] == status_of(role)
    assert not ApplicationDraft.objects.exists()


def test_withdrawing_twice_says_that_it_cannot_be(signed_in, role):
    signed_in.post(at(role), GOOD)
    signed_in.post(at(role, "withdraw"))
    page = text(signed_in.post(at(role, "withdraw"), follow=True))
    assert "cannot be withdrawn" in page


def test_nobody_withdraws_once_the_cycle_is_over(signed_in, role, june):
    signed_in.post(at(role), GOOD)
    june.move_to(datetime(2021, 9, 30, 23, tzinfo=UTC))
    assert at(role, "withdraw") in text(signed_in.get(status_of(role)))
    june.move_to(datetime(2021, 10, 30, 12, tzinfo=UTC))
    assert at(role, "withdraw") not in text(signed_in.get(status_of(role)))
    page = text(signed_in.post(at(role, "withdraw"), follow=True))
    assert "cannot be withdrawn" in page
    assert Application.objects.get().status == Status.SUBMITTED


def test_drafts_end_with_the_cycle(signed_in, role, june):
    june.move_to(datetime(2021, 10, 30, 12, tzinfo=UTC))
    page = text(signed_in.post(at(role, "draft"), GOOD, follow=True))
    assert "This cycle is over" in page
    assert not Application.objects.exists()


def test_an_archived_cycle_takes_nothing(signed_in, role):
    role.cycle.archived_at = OPEN
    role.cycle.save(update_fields=["archived_at"])
    assert "This call is closed" in text(signed_in.get(at(role)))
    signed_in.post(at(role), GOOD)
    assert Application.objects.get().status == Status.DRAFT


def test_nobody_is_promised_news_for_a_day_that_has_passed(signed_in, role, june):
    Milestone.objects.create(
        cycle=role.cycle, title="Pairs", kind="pairs_announced", starts_on=date(2021, 6, 9)
    )
    page = text(signed_in.post(at(role), GOOD, follow=True))
    assert "You hear from us, either way." in page
    assert "9 June" not in page.partition("<ol")[0]
    receipt = words_of(Message.objects.get(kind="application_received"))[1]
    assert "You will hear from us, either way." in receipt


def test_messages_to_applicants_have_words(signed_in, role, person):
    signed_in.post(at(role), GOOD)
    signed_in.post(at(role, "withdraw"))
    made = Application.objects.get()
    outbox.tell(person, "application_draft", about=made, at=OPEN)
    for message in Message.objects.filter(to=person):
        subject, body = words_of(message)
        assert "Mentee" in subject
        assert body.startswith("Hello Ann,")
        assert at(role, "apply").rpartition("apply")[0] in body
        assert "{" not in body
    assert Message.objects.filter(to=person).count() == 3


def test_weekly_hours_are_a_grid(signed_in, role):
    QuestionFactory(questionnaire=role.questionnaire, key="when", kind="week", text="When?")
    signed_in.post(at(role), {**GOOD, "q_when": ["mon-0", "fri-2", "tue-0930"]})
    page = text(signed_in.get(status_of(role)))
    assert page.count('<td class="on"') == 2
    assert "Tuesday 9:30–10" in page
