"""The board of opportunities: what is on it, for whom it is, how it is filtered."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError

from growth.models import OpportunityOwner
from people.models import User
from tests.factories.growth import OpportunityApplicationFactory, OpportunityFactory, turn_on
from tests.growth.opportunities.helpers import AT, BOARD, apply, code_of, page_of, send, words_on


def test_the_audience_stands_beside_each_and_says_whether_it_is_me(client, shadow, senior, bo):
    page = words_on(client, senior, BOARD)
    assert "Everyone who wants to see an incident from inside" in page
    assert "That includes you" in page
    page = words_on(client, bo, BOARD)
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
    assert words in words_on(client, senior, page_of(shadow))


def test_a_year_that_is_full_before_the_first_day_is_enough(client, shadow, dates, senior):
    User.objects.filter(pk=senior.pk).update(started_on=date(2020, 9, 1))
    senior.refresh_from_db()
    page = words_on(client, senior, page_of(shadow))
    assert "Yours is full on 1 September 2021: choose dates that begin later" in page
    tile = page[page.index(f'value="{dates[0].pk}"') : page.index(f'value="{dates[1].pk}"')]
    assert "disabled" in tile
    assert "Yours is full on 1 September 2021" in tile
    answer = send(client, senior, page_of(shadow), {"date": dates[0].pk}).text
    assert "Which dates?: These dates are for others: Everyone with a year here." in answer
    with pytest.raises(ValidationError) as error:  # not before the first day of these dates
        apply(shadow, senior, date=dates[0])
    assert code_of(error) == "not_for_you"
    assert apply(shadow, senior, date=dates[1]).state == "applied"


def test_a_year_that_is_full_before_all_dates_says_so(client, shadow, dates, senior):
    User.objects.filter(pk=senior.pk).update(started_on=date(2020, 7, 1))
    senior.refresh_from_db()
    page = words_on(client, senior, page_of(shadow))
    assert "Yours is full on 1 July 2021, before the first day" in page
    assert "disabled" not in page[page.index('class="tiles"') : page.index("</fieldset>")]


def test_a_level_is_asked_for_where_it_says_so(shadow, senior):
    shadow.min_level = 5
    shadow.save()
    senior.level = 3
    senior.save()
    with pytest.raises(ValidationError) as error:
        apply(shadow, senior)
    assert "Level 5 and above. You are on level 3." in error.value.messages[0]
    senior.level = None  # not known: those who run it decide
    senior.save()
    assert apply(shadow, senior).state == "applied"


def test_the_board_is_filtered_by_kind_open_now_fit_and_mine(client, shadow, senior, bo):
    later = OpportunityFactory(title="CEO shadow", apply_from=date(2021, 9, 1))
    inner = OpportunityFactory(title="For others", kind="volunteer", only_divisions=["Sales"])
    OpportunityFactory(title="A draft", published_at=None)
    for one in (later, inner):
        OpportunityOwner.objects.create(opportunity=one, person=bo)

    def shown(query):
        page = words_on(client, senior, f"{BOARD}{query}")
        names = ("Security shadow", "CEO shadow", "For others", "A draft")
        return [name for name in names if name in page]

    assert shown("") == ["Security shadow", "CEO shadow", "For others"]
    assert shown("?kind=volunteer") == ["For others"]
    assert shown("?show=open") == ["Security shadow", "For others"]
    assert shown("?show=fits") == ["Security shadow"]
    assert shown("?show=mine") == []
    apply(shadow, senior)
    assert shown("?show=mine") == ["Security shadow"]
    assert shown("?kind=nonsense&show=nonsense") == shown("")


def test_the_board_costs_the_same_for_one_and_for_many(
    client, shadow, senior, bo, django_assert_num_queries
):
    words_on(client, senior, BOARD)
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
    page = words_on(client, senior, BOARD)
    assert page.count('<a href="/opportunities/"') == 2  # in the bar, and in the sheet on phones
    assert 'aria-label="Growth"' not in page
    turn_on()
    page = words_on(client, senior, BOARD)
    assert page.count('<a href="/opportunities/"') == 1
    assert 'aria-label="Growth"' in page
