"""The board of opportunities: who it is for, applying, cover by the manager, places by the owner."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from icalendar import Calendar

from growth import home
from growth.models import (
    Opportunity,
    OpportunityApplication,
    OpportunityDate,
    OpportunityOwner,
    OpportunityWatch,
    PlanGoal,
)
from growth.opportunities.actions import applications, board
from growth.signals import opportunity_done
from notifications.models import Message
from people.actions import people
from people.models import User
from surveys.models import Question
from tests.concurrency import together
from tests.factories import ParticipationFactory, UserFactory
from tests.factories.growth import (
    OpportunityApplicationFactory,
    OpportunityFactory,
    RevisionFactory,
    turn_on,
)
from tests.messages import SENT, UNTRUE, fate, remind, words_of

AT = datetime(2021, 6, 15, 12, tzinfo=UTC)
BOARD = "/opportunities/"


@pytest.fixture
def bo(db):
    """Runs the security shadow."""
    return UserFactory(name="Bo Ferriday", division="Security", job_title="Shift lead")


@pytest.fixture
def shadow(growth_on, bo):
    made = OpportunityFactory(
        slug="security-shadow",
        title="Security shadow",
        audience="Everyone who wants to see an incident from inside",
        time="2 weeks, full days",
        min_months=12,
        not_divisions=["Security"],
        needs_cover=True,
        apply_until=date(2021, 6, 20),
    )
    OpportunityOwner.objects.create(opportunity=made, person=bo)
    return made


@pytest.fixture
def dates(shadow):
    days = [(date(2021, 7, 5), date(2021, 7, 16)), (date(2021, 9, 6), date(2021, 9, 17))]
    return [
        OpportunityDate.objects.create(opportunity=shadow, starts_on=first, ends_on=last)
        for first, last in days
    ]


@pytest.fixture
def senior(noor):
    """Noor, for a year and more."""
    noor.started_on = date(2020, 1, 11)
    noor.save(update_fields=["started_on"])
    return noor


def _get(client, person, address, at=AT):
    client.force_login(person)
    with time_machine.travel(at):
        return " ".join(client.get(address).text.split())


def _post(client, person, address, values=(), at=AT):
    client.force_login(person)
    with time_machine.travel(at):
        return client.post(address, dict(values))


def _page(opportunity):
    return reverse("growth:opportunity", args=[opportunity.slug])


def _apply(opportunity, person, at=AT, **values):
    return applications.apply(opportunity, person, values, {}, at=at)


def _covered(opportunity, person, at=AT, **values):
    sent = _apply(opportunity, person, at=at, **values)
    manager = person.manager
    return applications.answer_cover(sent, "arranged", words="", by=manager, at=at)


def _place(application, by, at=AT):
    return applications.decide(application, "placed", words="", by=by, at=at)


def _code(error):
    """Of a refusal, also of one about a field."""
    found = error.value
    if hasattr(found, "error_dict"):
        return next(iter(found.error_dict.values()))[0].code
    return found.code


# ---- The board


def test_the_audience_stands_beside_each_and_says_whether_it_is_me(client, shadow, senior, bo):
    page = _get(client, senior, BOARD)
    assert "Everyone who wants to see an incident from inside" in page
    assert "That includes you" in page
    page = _get(client, bo, BOARD)
    assert "Your first day here is not on record" not in page
    assert "You work in Security" in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"started_on": date(2021, 1, 11)}, "Yours is full on 11 January 2022"),
        ({"started_on": None}, "Your first day here is not on record"),
        ({"started_on": date(2020, 1, 11)}, "You have been here since January 2020"),
        ({"division": "Security"}, "You work in Security"),
        ({"division": ""}, "Your division is not on record"),
    ],
)
def test_what_is_asked_stands_beside_what_is_on_record(client, shadow, senior, fields, words):
    User.objects.filter(pk=senior.pk).update(**fields)
    senior.refresh_from_db()
    assert words in _get(client, senior, _page(shadow))


def test_a_year_that_is_full_before_the_first_day_is_enough(client, shadow, dates, senior):
    User.objects.filter(pk=senior.pk).update(started_on=date(2020, 9, 1))
    senior.refresh_from_db()
    page = _get(client, senior, _page(shadow))
    assert "Yours is full on 1 September 2021: choose dates that begin later" in page
    tile = page[page.index(f'value="{dates[0].pk}"') : page.index(f'value="{dates[1].pk}"')]
    assert "disabled" in tile
    assert "Yours is full on 1 September 2021" in tile
    answer = _post(client, senior, _page(shadow), {"date": dates[0].pk}).text
    assert "Which dates?: These dates are for others: Everyone with a year here." in answer
    with pytest.raises(ValidationError) as error:  # not before the first day of these dates
        _apply(shadow, senior, date=dates[0])
    assert _code(error) == "not_for_you"
    assert _apply(shadow, senior, date=dates[1]).state == "applied"


def test_a_year_that_is_full_before_all_dates_says_so(client, shadow, dates, senior):
    User.objects.filter(pk=senior.pk).update(started_on=date(2020, 7, 1))
    senior.refresh_from_db()
    page = _get(client, senior, _page(shadow))
    assert "Yours is full on 1 July 2021, before the first day" in page
    assert "disabled" not in page[page.index('class="tiles"') : page.index("</fieldset>")]


def test_a_level_is_asked_for_where_it_says_so(shadow, senior):
    shadow.min_level = 5
    shadow.save()
    senior.level = 3
    senior.save()
    with pytest.raises(ValidationError) as error:
        _apply(shadow, senior)
    assert "Level 5 and above. You are on level 3." in error.value.messages[0]
    senior.level = None  # not known: those who run it decide
    senior.save()
    assert _apply(shadow, senior).state == "applied"


def test_the_board_is_filtered_by_kind_open_now_fit_and_mine(client, shadow, senior, bo):
    later = OpportunityFactory(title="CEO shadow", apply_from=date(2021, 9, 1))
    inner = OpportunityFactory(title="For others", kind="volunteer", only_divisions=["Sales"])
    OpportunityFactory(title="A draft", published_at=None)
    for one in (later, inner):
        OpportunityOwner.objects.create(opportunity=one, person=bo)

    def shown(query):
        page = _get(client, senior, f"{BOARD}{query}")
        names = ("Security shadow", "CEO shadow", "For others", "A draft")
        return [name for name in names if name in page]

    assert shown("") == ["Security shadow", "CEO shadow", "For others"]
    assert shown("?kind=volunteer") == ["For others"]
    assert shown("?show=open") == ["Security shadow", "For others"]
    assert shown("?show=fits") == ["Security shadow"]
    assert shown("?show=mine") == []
    _apply(shadow, senior)
    assert shown("?show=mine") == ["Security shadow"]
    assert shown("?kind=nonsense&show=nonsense") == shown("")


def test_the_board_costs_the_same_for_one_and_for_many(
    client, shadow, senior, bo, django_assert_num_queries
):
    _get(client, senior, BOARD)
    with django_assert_num_queries(7), time_machine.travel(AT):
        client.get(BOARD)
    for number in range(3):
        one = OpportunityFactory(title=f"Another {number}")
        OpportunityOwner.objects.create(opportunity=one, person=bo)
        OpportunityApplicationFactory(opportunity=one, person=senior)
    with django_assert_num_queries(7), time_machine.travel(AT):
        client.get(BOARD)


def test_growth_off_means_no_board(client, shadow, senior):
    turn_on("off")
    client.force_login(senior)
    assert client.get(BOARD).status_code == 404


def test_people_without_growth_of_their_own_find_the_board_in_the_menu(client, shadow, senior):
    turn_on("some", ["Sales"])
    page = _get(client, senior, BOARD)
    assert page.count('<a href="/opportunities/"') == 2  # in the bar, and in the sheet on phones
    assert 'aria-label="Growth"' not in page
    turn_on()
    page = _get(client, senior, BOARD)
    assert page.count('<a href="/opportunities/"') == 1
    assert 'aria-label="Growth"' in page


# ---- Applying


def _question(shadow, **more):
    values = {"row": None, "text": "What do you want to see?", "help_text": ""}
    values |= {"kind": "long_text", "is_required": True, **more}
    board.change(shadow, {}, by=None, at=AT, seen=None, questions=[values])
    shadow.refresh_from_db()
    return Question.objects.get()


def test_somebody_applies_with_its_own_questions(client, shadow, dates, senior, manager, bo):
    _question(shadow)
    RevisionFactory(plan__person=senior)
    page = _get(client, senior, _page(shadow))
    assert "Apply, and ask Tove for cover" in page
    assert "Tove sees dates and cover only" in page
    values = {"date": dates[0].pk, "q_question-1": "How they decide.", "into_plan": "on"}
    assert _post(client, senior, _page(shadow), values).status_code == 302
    sent = OpportunityApplication.objects.get()
    assert (sent.state, sent.cover, sent.date) == ("applied", "asked", dates[0])
    assert sent.response.answers.get().text == "How they decide."
    goal = PlanGoal.objects.get(opportunity_application=sent)
    assert (goal.origin, goal.due_on) == ("opportunity", date(2021, 7, 16))
    told = set(Message.objects.values_list("kind", "to"))
    assert told == {("growth_cover_asked", manager.pk), ("growth_opportunity_applied", bo.pk)}
    for message in Message.objects.all():
        assert "How they decide" not in "".join(words_of(message))


def test_what_was_typed_stays_when_something_is_missing(client, shadow, dates, senior):
    _question(shadow)
    answer = _post(client, senior, _page(shadow), {"q_question-1": "How they decide."})
    assert "Choose dates." in answer.text
    assert "How they decide." in answer.text
    answer = _post(client, senior, _page(shadow), {"date": dates[0].pk, "q_question-1": ""})
    assert "This needs an answer" in answer.text
    assert not OpportunityApplication.objects.exists()


def test_an_internship_says_how_much_and_when(client, shadow, senior):
    Opportunity.objects.update(kind="internship")
    values = {"percent": "130", "starts_on": "2021-08-31", "ends_on": "2021-08-01"}
    answer = _post(client, senior, _page(shadow), values)
    assert "It cannot end before it begins." in answer.text
    assert "less than or equal to 100" in answer.text
    values |= {"percent": "30", "ends_on": "2021-11-30"}
    _post(client, senior, _page(shadow), values)
    sent = OpportunityApplication.objects.get()
    assert (sent.percent, sent.first_day, sent.last_day) == (
        30,
        date(2021, 8, 31),
        date(2021, 11, 30),
    )


@pytest.mark.parametrize(
    ("zone", "at", "is_open"),
    [
        ("UTC", datetime(2021, 6, 20, 23, 59, tzinfo=UTC), True),
        ("UTC", datetime(2021, 6, 21, 0, 0, tzinfo=UTC), False),
        ("Europe/Vienna", datetime(2021, 6, 20, 21, 59, tzinfo=UTC), True),
        ("Europe/Vienna", datetime(2021, 6, 20, 22, 0, tzinfo=UTC), False),
    ],
)
def test_the_last_day_ends_at_its_own_midnight(client, shadow, senior, zone, at, is_open):
    Opportunity.objects.update(zone=zone)
    answer = _post(client, senior, _page(shadow), {"x": "1"}, at=at)
    assert (answer.status_code == 302) is is_open
    assert OpportunityApplication.objects.exists() is is_open
    if not is_open:
        assert "Applications are not taken at the moment" in answer.text


def test_it_can_be_changed_until_the_last_day_and_cover_is_asked_anew(
    client, shadow, dates, senior, manager
):
    sent = _covered(shadow, senior, date=dates[0])
    assert sent.cover == "arranged"
    _post(client, senior, _page(shadow), {"date": dates[0].pk})
    sent.refresh_from_db()
    assert sent.cover == "arranged"  # nothing changed
    assert "Change it" in _get(client, senior, _page(shadow))
    _post(client, senior, _page(shadow), {"date": dates[1].pk})
    sent.refresh_from_db()
    assert (sent.date, sent.cover, sent.cover_answered_by) == (dates[1], "asked", None)
    assert OpportunityApplication.objects.count() == 1


def test_nobody_applies_to_what_they_run(client, shadow, bo):
    shadow.not_divisions, shadow.min_months = [], None
    shadow.save()
    with pytest.raises(ValidationError) as error:
        _apply(shadow, bo)
    assert _code(error) == "runs_it"


def test_nothing_is_open_while_nobody_runs_it(client, shadow, senior, bo):
    people.deactivate(bo, by=UserFactory(is_staff=True), at=AT)
    assert "Nobody runs it at the moment" in _get(client, senior, BOARD)
    with pytest.raises(ValidationError) as error:
        _apply(shadow, senior)
    assert _code(error) == "no_owner"


def test_withdrawing_frees_the_place_and_tells_those_who_run_it(client, shadow, dates, senior, bo):
    sent = _place(_covered(shadow, senior, date=dates[0]), bo)
    assert OpportunityDate.objects.with_taken().get(pk=dates[0].pk).free == 0
    assert fate("growth_opportunity_applied", AT + timedelta(minutes=10)) == UNTRUE
    _post(client, senior, reverse("growth:opportunity_withdraw", args=[sent.pk]))
    sent.refresh_from_db()
    assert sent.state == "withdrawn"
    assert OpportunityDate.objects.with_taken().get(pk=dates[0].pk).free == 1
    assert Message.objects.filter(kind="growth_opportunity_withdrawn", to=bo).exists()
    assert _apply(shadow, senior, date=dates[0]).pk != sent.pk  # applying anew is a new one


def test_who_applies_and_withdraws_at_once_troubles_nobody(shadow, senior, bo):
    applications.withdraw(_apply(shadow, senior), at=AT)
    waiting = Message.objects.filter(to=bo, status="queued")
    assert not waiting.exists()


def test_somebody_who_leaves_wants_nothing_any_more(shadow, senior):
    sent = _apply(shadow, senior)
    people.deactivate(senior, by=UserFactory(is_staff=True), at=AT)
    sent.refresh_from_db()
    assert sent.state == "withdrawn"


def test_a_goal_from_it_without_applying(client, shadow, senior):
    put = reverse("growth:opportunity_plan", args=[shadow.slug])
    answer = _post(client, senior, put)
    assert answer.url == _page(shadow)  # without a plan: says so, and leads back
    RevisionFactory(plan__person=senior)
    _post(client, senior, put)
    _post(client, senior, put)
    goal = PlanGoal.objects.get()
    assert (goal.text, goal.origin) == ("Take part in “Security shadow”", "opportunity")
    sent = applications.apply(shadow, senior, {}, {}, at=AT, into_plan=True)
    assert PlanGoal.objects.get().opportunity_application == sent


# ---- Cover


def _cover_page(sent):
    return reverse("growth:opportunity_cover", args=[sent.pk])


def test_the_manager_sees_dates_and_cover_and_not_the_words(client, shadow, dates, senior, manager):
    _question(shadow)
    values = {"date": dates[0].pk, "q_question-1": "My own words."}
    _post(client, senior, _page(shadow), values)
    sent = OpportunityApplication.objects.get()
    page = _get(client, manager, _cover_page(sent))
    assert "5 to 16 July 2021" in page
    assert "My own words." not in page
    assert home.lines(manager, AT)[0].address == _cover_page(sent)
    answer = _post(client, manager, _cover_page(sent), {"answer": "refused", "words": " "})
    assert "Say in a sentence why. Noor reads it." in answer.text
    _post(client, manager, _cover_page(sent), {"answer": "refused", "words": "Two are away."})
    page = _get(client, senior, _page(shadow))
    assert "Tove Anders: “Two are away.”" in page
    assert [line for line in home.lines(manager, AT) if line.address == _cover_page(sent)] == []
    said = [line.text for line in home.lines(senior, AT)]
    assert "Tove Anders cannot cover for you this time: “Security shadow”." in said
    _post(client, manager, _cover_page(sent), {"answer": "other_dates", "words": "In August."})
    said = [line.text for line in home.lines(senior, AT)]
    assert "Tove Anders asks for other dates for “Security shadow”." in said
    _post(client, manager, _cover_page(sent), {"answer": "arranged"})
    assert "Security shadow" not in " ".join(line.text for line in home.lines(senior, AT))


def test_who_was_the_manager_finds_nothing_and_the_new_one_is_asked(
    client, shadow, senior, manager
):
    sent = _apply(shadow, senior)
    senior.manager = new = UserFactory(name="Dagny Berg")
    senior.save()
    client.force_login(manager)
    assert client.get(_cover_page(sent)).status_code == 404
    assert fate("growth_cover_asked", AT + timedelta(minutes=10)) == UNTRUE
    assert remind("growth_cover_reminder", AT + timedelta(days=2)) == 0
    later = AT + timedelta(days=3)
    assert remind("growth_cover_reminder", later) == 1
    assert remind("growth_cover_reminder", later) == 0
    assert fate("growth_cover_reminder", later, to=new) == SENT
    _post(client, new, _cover_page(sent), {"answer": "arranged"})
    sent.refresh_from_db()
    assert (sent.cover, sent.cover_answered_by) == ("arranged", new)


def test_no_place_before_cover_is_arranged(shadow, senior, manager, bo):
    sent = _apply(shadow, senior)
    with pytest.raises(ValidationError) as error:
        _place(sent, bo)
    assert _code(error) == "no_cover"
    applications.answer_cover(sent, "arranged", words="", by=manager, at=AT)
    assert _place(sent, bo).state == "placed"
    with pytest.raises(ValidationError) as error:  # too late for a no
        applications.answer_cover(sent, "refused", words="No.", by=manager, at=AT)
    assert _code(error) == "wrong_status"


def test_without_a_manager_on_record_those_who_run_it_settle_cover(shadow, senior, bo):
    senior.manager = None
    senior.save()
    sent = _apply(shadow, senior)
    assert sent.cover == "no_manager"
    assert not Message.objects.filter(kind="growth_cover_asked").exists()
    assert _place(sent, bo).state == "placed"


# ---- Places


def test_those_who_run_it_read_and_answer(client, shadow, dates, senior, bo):
    _question(shadow)
    values = {"date": dates[0].pk, "q_question-1": "How they decide."}
    _post(client, senior, _page(shadow), values)
    sent = OpportunityApplication.objects.get()
    applications.answer_cover(sent, "arranged", words="", by=senior.manager, at=AT)
    assert "Noor Castellane" in _get(
        client, bo, reverse("growth:applicant_list", args=[shadow.slug])
    )
    address = reverse("growth:opportunity_application", args=[sent.pk])
    assert "How they decide." in _get(client, bo, address)
    assert [line.text for line in home.lines(bo, AT)] == [
        "One application for “Security shadow” waits for your answer."
    ]
    answer = _post(client, bo, address, {"state": "declined", "words": ""})
    assert "Say in a sentence why. Noor reads it." in answer.text
    _post(client, bo, address, {"state": "placed", "words": "Come at nine."})
    assert "Bo Ferriday: “Come at nine.”" in _get(client, senior, _page(shadow))
    message = Message.objects.get(kind="growth_opportunity_decided")
    assert "You have a place" in words_of(message)[0]
    assert "Come at nine" not in words_of(message)[1]
    assert home.lines(senior, AT)[0].text == (
        "“Security shadow” begins on Monday, 5 July, and you have a place."
    )


def test_where_no_place_is_free_one_waits(client, shadow, dates, senior, bo):
    first = UserFactory(started_on=date(2019, 1, 1), manager=senior.manager)
    taken = _place(_covered(shadow, first, date=dates[0]), bo)
    answer = _post(client, senior, _page(shadow), {"date": dates[0].pk})
    sent = OpportunityApplication.objects.get(person=senior)
    assert (answer.status_code, sent.state) == (302, "waiting")
    applications.answer_cover(sent, "arranged", words="", by=senior.manager, at=AT)
    with pytest.raises(ValidationError) as error:
        _place(sent, bo)
    assert _code(error) == "no_place"
    applications.withdraw(taken, at=AT)
    assert _place(sent, bo).state == "placed"


def test_a_place_without_dates_is_free_again_when_it_is_over(shadow, senior, bo):
    shadow.places = 1
    shadow.save()
    sent = _place(_covered(shadow, senior), bo)
    other = UserFactory(started_on=date(2019, 1, 1), manager=senior.manager)
    assert _apply(shadow, other).state == "waiting"
    applications.mark_done(sent, on=AT.date(), by=bo, at=AT)
    assert _apply(shadow, other).state == "applied"


def test_a_place_can_be_taken_back_and_given_after_all(shadow, senior, bo):
    sent = _place(_covered(shadow, senior), bo)
    back = applications.decide(sent, "declined", words="We moved it.", by=bo, at=AT)
    assert _place(back, bo).state == "placed"
    applications.decide(sent, "declined", words="We moved it.", by=bo, at=AT)
    _apply(shadow, senior)
    with pytest.raises(ValidationError) as error:
        _place(back, bo)
    assert _code(error) == "applied_anew"


@pytest.mark.django_db(transaction=True)
def test_the_last_place_is_given_once(shadow, dates, bo, manager):
    sent = []
    for _number in range(3):
        person = UserFactory(started_on=date(2019, 1, 1), manager=manager)
        sent.append(_covered(shadow, person, date=dates[0]))
    came = together(*(lambda one=one: _place(one, bo) for one in sent))
    refused = [one for one in came if isinstance(one, ValidationError)]
    assert [error.code for error in refused] == ["no_place"] * 2
    assert OpportunityApplication.objects.filter(state="placed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_sending_it_twice_at_once_is_one_application(shadow, senior):
    came = together(*[lambda: _apply(shadow, senior)] * 3)
    assert len({one.pk for one in came}) == 1
    assert OpportunityApplication.objects.count() == 1


def test_done_is_said_by_those_who_run_it_and_heard_by_others(client, shadow, dates, senior, bo):
    heard = []

    def hear(sender, application, at, **kwargs):
        heard.append((application.person, application.done_on))

    sent = _place(_covered(shadow, senior, date=dates[0]), bo)
    done = reverse("growth:opportunity_done", args=[sent.pk])
    opportunity_done.connect(hear)
    try:
        after = datetime(2021, 7, 19, 12, tzinfo=UTC)
        answer = _post(client, bo, done, {"done_on": "2021-07-20"}, at=after)
        assert "Choose a day that is over." in answer.text
        answer = _post(client, bo, done, {"done_on": "2021-07-01"}, at=after)
        assert "It had not begun by then." in answer.text
        _post(client, bo, done, {"done_on": "2021-07-16"}, at=after)
    finally:
        opportunity_done.disconnect(hear)
    assert heard == [(senior, date(2021, 7, 16))]
    assert "Done" in _get(client, senior, _page(shadow), at=after)


# ---- Running one


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
    assert _post(client, bo, _edit(shadow), values).status_code == 302
    row = OpportunityDate.objects.get()
    assert (row.starts_on, row.places) == (date(2021, 7, 5), 2)
    asked = list(Question.objects.order_by("position").values_list("text", "kind", "is_required"))
    assert asked == [("Why?", "text", False), ("Ready?", "yes_no", True)]
    sent = _covered(shadow, senior, date=row)

    values = _form(shadow, question_1_text="Why?", question_1_kind="text")
    answer = _post(client, bo, _edit(shadow), values)  # the dates are emptied
    assert "Somebody applied for the dates" in answer.text
    values |= {"date_1_starts_on": "2021-07-05", "date_1_ends_on": "2021-07-16"}
    _post(client, bo, _edit(shadow), {**values, "date_1_places": "1"})
    assert Question.objects.get().text == "Why?"  # nobody answered the other one
    _place(sent, bo)
    assert OpportunityDate.objects.get().places == 1


def test_dates_nobody_applied_for_move_and_stay_the_same_dates(client, shadow, bo):
    values = _form(shadow, date_1_starts_on="2021-07-05", date_1_ends_on="2021-07-16")
    values |= {"date_1_places": "2"}
    _post(client, bo, _edit(shadow), values)
    row = OpportunityDate.objects.get()
    moved = _form(shadow, date_1_starts_on="2021-07-12", date_1_ends_on="2021-07-23")
    _post(client, bo, _edit(shadow), moved | {"date_1_places": "2"})
    again = OpportunityDate.objects.get()
    assert (again.pk, again.starts_on) == (row.pk, date(2021, 7, 12))


def test_a_question_that_was_answered_keeps_its_words(client, shadow, senior, bo):
    question = _question(shadow)
    _post(client, senior, _page(shadow), {"q_question-1": "How they decide."})
    values = _form(shadow, question_1_text="Something else?", question_1_kind="yes_no")
    _post(client, bo, _edit(shadow), values)
    question.refresh_from_db()
    assert (question.is_archived, question.text) == (True, "What do you want to see?")
    sent = OpportunityApplication.objects.get()
    page = _get(client, bo, reverse("growth:opportunity_application", args=[sent.pk]))
    assert "How they decide." in page


def test_nobody_loses_a_place_because_a_number_was_lowered(client, shadow, dates, senior, bo):
    dates[0].places = 2
    dates[0].save()
    for person in (senior, UserFactory(started_on=date(2019, 1, 1), manager=senior.manager)):
        _place(_covered(shadow, person, date=dates[0]), bo)
    values = _form(shadow)
    for number, row in enumerate(dates, start=1):
        values[f"date_{number}_starts_on"] = row.starts_on.isoformat()
        values[f"date_{number}_ends_on"] = row.ends_on.isoformat()
        values[f"date_{number}_places"] = "1"
    answer = _post(client, bo, _edit(shadow), values)
    assert "More places are given already." in answer.text


def test_two_who_edit_at_once_do_not_overwrite_each_other(client, shadow, bo):
    old = _form(shadow, title="One")
    _post(client, bo, _edit(shadow), old)
    answer = _post(client, bo, _edit(shadow), {**old, "title": "Two"})
    assert "Somebody changed this meanwhile." in answer.text
    assert 'value="Two"' in answer.text
    shadow.refresh_from_db()
    assert shadow.title == "One"


def test_bad_days_say_what_is_wrong(client, shadow, bo):
    values = _form(shadow, apply_from="2021-06-10", apply_until="2021-06-01")
    values |= {"date_1_starts_on": "2021-07-05", "date_2_ends_on": "2021-07-05"}
    page = _post(client, bo, _edit(shadow), values).text
    assert "This is before the first day to apply." in page
    assert "Say when it ends." in page
    assert "Say when it begins." in page


def test_closing_needs_an_answer_for_everybody_first(client, shadow, senior, bo):
    sent = _apply(shadow, senior)
    publish = reverse("growth:opportunity_publish", args=[shadow.slug])
    _post(client, bo, publish, {"open": "no"})
    shadow.refresh_from_db()
    assert shadow.closed_at is None
    applications.decide(sent, "declined", words="Full.", by=bo, at=AT)
    _post(client, bo, publish, {"open": "no"})
    stranger = UserFactory()
    client.force_login(stranger)
    assert client.get(_page(shadow)).status_code == 404
    assert "No longer on the board" in _get(client, senior, _page(shadow))
    _post(client, bo, publish, {"open": "yes"})
    assert "Security shadow" in _get(client, stranger, BOARD)


def test_organizers_of_growth_add_one_and_say_who_runs_it(client, growth_on, growth_organizer, bo):
    add = reverse("growth:opportunity_add")
    answer = _post(
        client,
        growth_organizer,
        add,
        {"kind": "shadow", "title": "Link", "owner": "nobody@example.org"},
    )
    assert "Nobody here has this address." in answer.text
    values = {"kind": "shadow", "title": "Link", "owner": bo.email}
    _post(client, growth_organizer, add, values)
    made = Opportunity.objects.get()
    assert made.slug == "link-2"  # the plain word is an address of its own
    assert list(made.owners.all()) == [bo]
    assert fate("growth_opportunity_owner", AT + timedelta(minutes=10), to=bo) == SENT
    _post(client, bo, reverse("growth:opportunity_publish", args=[made.slug]), {"open": "yes"})
    assert "Link" in _get(client, UserFactory(), BOARD)


def test_who_runs_it_hears_when_somebody_joins_them(client, shadow, growth_organizer, bo):
    """Also of one who looks after growth and lets themselves in: from then on they read it all."""
    add = reverse("growth:owner_add", args=[shadow.slug])
    _post(client, growth_organizer, add, {"email": growth_organizer.email})
    assert fate("growth_opportunity_joined", AT + timedelta(minutes=10), to=bo) == SENT
    subject, body = words_of(Message.objects.get(kind="growth_opportunity_joined"))
    assert "Gro Organizer runs" in subject
    assert "Gro Organizer added themselves" in body
    page = _get(client, bo, reverse("growth:opportunity_edit", args=[shadow.slug]))
    assert "Added themselves on 15 June 2021" in page
    ida = UserFactory(name="Ida Other")
    _post(client, growth_organizer, add, {"email": ida.email})
    row = shadow.owner_rows.get(person=ida)
    assert "Added by Gro Organizer on 15 June 2021" in _get(
        client, bo, reverse("growth:opportunity_edit", args=[shadow.slug])
    )
    _post(client, growth_organizer, reverse("growth:owner_remove", args=[shadow.slug, row.pk]))
    assert fate("growth_opportunity_joined", AT + timedelta(minutes=10), to=bo) != SENT


def test_organizers_of_growth_change_who_runs_it_and_read_no_application(
    client, shadow, senior, growth_organizer, bo
):
    sent = _apply(shadow, senior)
    row = shadow.owner_rows.get()
    remove = reverse("growth:owner_remove", args=[shadow.slug, row.pk])
    _post(client, growth_organizer, remove)
    assert list(shadow.owners.all()) == [bo]  # somebody has to be there
    add = reverse("growth:owner_add", args=[shadow.slug])
    answer = _post(client, growth_organizer, add, {"email": senior.email})
    assert "nobody answers their own application" in answer.text
    other = UserFactory(name="Ida Other")
    _post(client, growth_organizer, add, {"email": other.email})
    _post(client, growth_organizer, remove)
    assert list(shadow.owners.all()) == [other]
    address = reverse("growth:opportunity_application", args=[sent.pk])
    for person in (bo, growth_organizer):
        client.force_login(person)
        assert client.get(address).status_code == 404
    client.force_login(other)
    assert client.get(address).status_code == 200


def test_who_wants_to_hear_of_it_hears_when_it_opens(client, shadow, senior):
    Opportunity.objects.update(apply_from=date(2021, 9, 1), apply_until=date(2021, 9, 30))
    assert "Tell me when it opens" in _get(client, senior, _page(shadow))
    _post(client, senior, reverse("growth:opportunity_watch", args=[shadow.slug]), {"on": "yes"})
    assert remind("growth_opportunity_open", AT) == 0
    opens = datetime(2021, 9, 1, 8, tzinfo=UTC)
    assert remind("growth_opportunity_open", opens) == 1
    assert fate("growth_opportunity_open", opens, to=senior) == SENT
    assert remind("growth_opportunity_open", opens + timedelta(days=1)) == 0
    _apply(shadow, senior, at=opens)
    assert not OpportunityWatch.objects.exists()


# ---- In calendars and in the binder


def _days(client, person, address):
    client.force_login(person)
    with time_machine.travel(AT):
        answer = client.get(address)
    assert answer["Content-Type"].startswith("text/calendar")
    return [
        (str(one["summary"]), one["dtstart"].dt, one["dtend"].dt, str(one["status"]))
        for one in Calendar.from_ical(answer.content).walk("VEVENT")
        if str(one["uid"]).startswith("opportunity-")
    ]


def test_a_place_is_in_the_calendar_until_it_is_given_back(client, shadow, dates, senior, bo):
    sent = _covered(shadow, senior, date=dates[0])
    address = reverse("growth:opportunity_calendar", args=[sent.pk])
    client.force_login(senior)
    assert client.get(address).status_code == 404  # no place yet
    _place(sent, bo)
    assert f'href="{address}"' in _get(client, senior, _page(shadow))
    days = ("Security shadow", date(2021, 7, 5), date(2021, 7, 17))
    assert _days(client, senior, address) == [(*days, "CONFIRMED")]
    sent.refresh_from_db()
    applications.withdraw(sent, at=AT)
    assert _days(client, senior, address) == [(*days, "CANCELLED")]


def test_a_place_is_in_the_file_of_a_cycles_dates_too(client, shadow, dates, senior, bo):
    cycle = ParticipationFactory(person=senior).cycle
    _place(_covered(shadow, senior, date=dates[1]), bo)
    address = reverse("events:cycle_dates", args=[cycle.program.slug, cycle.slug])
    assert _days(client, senior, address) == [
        ("Security shadow", date(2021, 9, 6), date(2021, 9, 18), "CONFIRMED")
    ]
    assert _days(client, ParticipationFactory(cycle=cycle).person, address) == []


def test_a_finished_opportunity_is_offered_as_evidence(client, shadow, senior, bo):
    sent = _place(_covered(shadow, senior), bo)
    client.force_login(senior)
    take = reverse("growth:binder_take")
    assert "Security shadow" not in client.get(take).text
    applications.mark_done(sent, on=date(2021, 6, 14), by=bo, at=AT)
    assert "Security shadow" in client.get(take).text
    assert "You had a place" in _get(client, senior, _page(shadow))
    put = reverse("growth:binder_put", args=["opportunity", sent.pk])
    assert f'href="{put}"' in _get(client, senior, _page(shadow))
    client.post(put, {"title": "Two weeks in security", "words": "I wrote the report."})
    item = senior.binder.get()
    assert (item.source, item.opportunity_application) == ("opportunity", sent)
    assert "Security shadow" not in client.get(take).text


def test_a_withdrawn_place_is_not_said_to_be_withdrawn_twice(client, shadow, senior, bo):
    sent = _place(_covered(shadow, senior), bo)
    applications.withdraw(sent, at=AT)
    page = _get(client, senior, _page(shadow))
    assert page[page.index('class="tl"') :].count("Withdrawn") == 1
    assert page.count("Your application </h2>") == 1
    assert "Apply again </h2>" in page
