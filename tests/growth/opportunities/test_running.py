"""Those who run an opportunity edit it; organizers of growth say who they are."""

from datetime import UTC, date, datetime, timedelta

from django.urls import reverse

from growth.models import Opportunity, OpportunityApplication, OpportunityDate, OpportunityWatch
from growth.opportunities.actions import applications
from notifications.models import Message
from surveys.models import Question
from tests.factories import UserFactory
from tests.growth.opportunities.helpers import (
    AT,
    BOARD,
    apply,
    covered,
    give_place,
    page_of,
    send,
    with_question,
    words_on,
)
from tests.messages import SENT, fate, remind, words_of


def _edit(shadow):
    return reverse("growth:opportunity_edit", args=[shadow.slug])


def _form(shadow, **more):
    shadow.refresh_from_db()
    values = {"kind": "shadow", "title": shadow.title, "zone": "UTC", "needs_cover": "on"}
    return values | {"seen": shadow.changed_at.isoformat(), **more}


def test_those_who_run_it_edit_dates_and_questions(client, shadow, bo, senior):
    values = _form(shadow, date_1_starts_on="2021-07-05", date_1_ends_on="2021-07-16")
    values |= {"date_1_places": "2", "question_1_text": "Why?", "question_1_kind": "text"}
    values |= {"question_2_text": "Ready?", "question_2_kind": "yes_no", "question_2_needed": "on"}
    assert send(client, bo, _edit(shadow), values).status_code == 302
    row = OpportunityDate.objects.get()
    assert (row.starts_on, row.places) == (date(2021, 7, 5), 2)
    asked = list(Question.objects.order_by("position").values_list("text", "kind", "is_required"))
    assert asked == [("Why?", "text", False), ("Ready?", "yes_no", True)]
    sent = covered(shadow, senior, date=row)

    values = _form(shadow, question_1_text="Why?", question_1_kind="text")
    answer = send(client, bo, _edit(shadow), values)  # the dates are emptied
    assert "Somebody applied for the dates" in answer.text
    values |= {"date_1_starts_on": "2021-07-05", "date_1_ends_on": "2021-07-16"}
    send(client, bo, _edit(shadow), {**values, "date_1_places": "1"})
    assert Question.objects.get().text == "Why?"  # nobody answered the other one
    give_place(sent, bo)
    assert OpportunityDate.objects.get().places == 1


def test_dates_nobody_applied_for_move_and_stay_the_same_dates(client, shadow, bo):
    values = _form(shadow, date_1_starts_on="2021-07-05", date_1_ends_on="2021-07-16")
    values |= {"date_1_places": "2"}
    send(client, bo, _edit(shadow), values)
    row = OpportunityDate.objects.get()
    moved = _form(shadow, date_1_starts_on="2021-07-12", date_1_ends_on="2021-07-23")
    send(client, bo, _edit(shadow), moved | {"date_1_places": "2"})
    again = OpportunityDate.objects.get()
    assert (again.pk, again.starts_on) == (row.pk, date(2021, 7, 12))


def test_a_question_that_was_answered_keeps_its_words(client, shadow, senior, bo):
    question = with_question(shadow)
    send(client, senior, page_of(shadow), {"q_question-1": "How they decide."})
    values = _form(shadow, question_1_text="Something else?", question_1_kind="yes_no")
    send(client, bo, _edit(shadow), values)
    question.refresh_from_db()
    assert (question.is_archived, question.text) == (True, "What do you want to see?")
    sent = OpportunityApplication.objects.get()
    page = words_on(client, bo, reverse("growth:opportunity_application", args=[sent.pk]))
    assert "How they decide." in page


def test_nobody_loses_a_place_because_a_number_was_lowered(client, shadow, dates, senior, bo):
    dates[0].places = 2
    dates[0].save()
    for person in (senior, UserFactory(started_on=date(2019, 1, 1), manager=senior.manager)):
        give_place(covered(shadow, person, date=dates[0]), bo)
    values = _form(shadow)
    for number, row in enumerate(dates, start=1):
        values[f"date_{number}_starts_on"] = row.starts_on.isoformat()
        values[f"date_{number}_ends_on"] = row.ends_on.isoformat()
        values[f"date_{number}_places"] = "1"
    answer = send(client, bo, _edit(shadow), values)
    assert "More places are given already." in answer.text


def test_two_who_edit_at_once_do_not_overwrite_each_other(client, shadow, bo):
    old = _form(shadow, title="One")
    send(client, bo, _edit(shadow), old)
    answer = send(client, bo, _edit(shadow), {**old, "title": "Two"})
    assert "Somebody changed this meanwhile." in answer.text
    assert 'value="Two"' in answer.text
    shadow.refresh_from_db()
    assert shadow.title == "One"


def test_bad_days_say_what_is_wrong(client, shadow, bo):
    values = _form(shadow, apply_from="2021-06-10", apply_until="2021-06-01")
    values |= {"date_1_starts_on": "2021-07-05", "date_2_ends_on": "2021-07-05"}
    page = send(client, bo, _edit(shadow), values).text
    assert "This is before the first day to apply." in page
    assert "Say when it ends." in page
    assert "Say when it begins." in page


def test_closing_needs_an_answer_for_everybody_first(client, shadow, senior, bo):
    sent = apply(shadow, senior)
    publish = reverse("growth:opportunity_publish", args=[shadow.slug])
    send(client, bo, publish, {"open": "no"})
    shadow.refresh_from_db()
    assert shadow.closed_at is None
    applications.decide(sent, "declined", words="Full.", by=bo, at=AT)
    send(client, bo, publish, {"open": "no"})
    stranger = UserFactory()
    client.force_login(stranger)
    assert client.get(page_of(shadow)).status_code == 404
    assert "No longer on the board" in words_on(client, senior, page_of(shadow))
    send(client, bo, publish, {"open": "yes"})
    assert "Security shadow" in words_on(client, stranger, BOARD)


def test_organizers_of_growth_add_one_and_say_who_runs_it(client, growth_on, growth_organizer, bo):
    add = reverse("growth:opportunity_add")
    answer = send(
        client,
        growth_organizer,
        add,
        {"kind": "shadow", "title": "Link", "owner": "nobody@example.org"},
    )
    assert "Nobody here has this address." in answer.text
    values = {"kind": "shadow", "title": "Link", "owner": bo.email}
    send(client, growth_organizer, add, values)
    made = Opportunity.objects.get()
    assert made.slug == "link-2"  # the plain word is an address of its own
    assert list(made.owners.all()) == [bo]
    assert fate("growth_opportunity_owner", AT + timedelta(minutes=10), to=bo) == SENT
    send(client, bo, reverse("growth:opportunity_publish", args=[made.slug]), {"open": "yes"})
    assert "Link" in words_on(client, UserFactory(), BOARD)


def test_who_runs_it_hears_when_somebody_joins_them(client, shadow, growth_organizer, bo):
    """Also of one who looks after growth and lets themselves in: from then on they read it all."""
    add = reverse("growth:owner_add", args=[shadow.slug])
    send(client, growth_organizer, add, {"email": growth_organizer.email})
    assert fate("growth_opportunity_joined", AT + timedelta(minutes=10), to=bo) == SENT
    subject, body = words_of(Message.objects.get(kind="growth_opportunity_joined"))
    assert "Gro Organizer runs" in subject
    assert "Gro Organizer added themselves" in body
    page = words_on(client, bo, reverse("growth:opportunity_edit", args=[shadow.slug]))
    assert "Added themselves on 15 June 2021" in page
    ida = UserFactory(name="Ida Other")
    send(client, growth_organizer, add, {"email": ida.email})
    row = shadow.owner_rows.get(person=ida)
    assert "Added by Gro Organizer on 15 June 2021" in words_on(
        client, bo, reverse("growth:opportunity_edit", args=[shadow.slug])
    )
    send(client, growth_organizer, reverse("growth:owner_remove", args=[shadow.slug, row.pk]))
    assert fate("growth_opportunity_joined", AT + timedelta(minutes=10), to=bo) != SENT


def test_organizers_of_growth_change_who_runs_it_and_read_no_application(
    client, shadow, senior, growth_organizer, bo
):
    sent = apply(shadow, senior)
    row = shadow.owner_rows.get()
    remove = reverse("growth:owner_remove", args=[shadow.slug, row.pk])
    send(client, growth_organizer, remove)
    assert list(shadow.owners.all()) == [bo]  # somebody has to be there
    add = reverse("growth:owner_add", args=[shadow.slug])
    answer = send(client, growth_organizer, add, {"email": senior.email})
    assert "nobody answers their own application" in answer.text
    other = UserFactory(name="Ida Other")
    send(client, growth_organizer, add, {"email": other.email})
    send(client, growth_organizer, remove)
    assert list(shadow.owners.all()) == [other]
    address = reverse("growth:opportunity_application", args=[sent.pk])
    for person in (bo, growth_organizer):
        client.force_login(person)
        assert client.get(address).status_code == 404
    client.force_login(other)
    assert client.get(address).status_code == 200


def test_who_wants_to_hear_of_it_hears_when_it_opens(client, shadow, senior):
    Opportunity.objects.update(apply_from=date(2021, 9, 1), apply_until=date(2021, 9, 30))
    assert "Tell me when it opens" in words_on(client, senior, page_of(shadow))
    send(client, senior, reverse("growth:opportunity_watch", args=[shadow.slug]), {"on": "yes"})
    assert remind("growth_opportunity_open", AT) == 0
    opens = datetime(2021, 9, 1, 8, tzinfo=UTC)
    assert remind("growth_opportunity_open", opens) == 1
    assert fate("growth_opportunity_open", opens, to=senior) == SENT
    assert remind("growth_opportunity_open", opens + timedelta(days=1)) == 0
    apply(shadow, senior, at=opens)
    assert not OpportunityWatch.objects.exists()
