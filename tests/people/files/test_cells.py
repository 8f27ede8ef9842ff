"""What stands in a cell: dates, zones, addresses, names, levels, managers."""

from datetime import date

import pytest

from people.actions.imports import life
from people.models import User
from tests.factories import UserFactory
from tests.people.files.reading import GOOD, HEAD, lines, load, only, why

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "day",
    [
        *("2021-06-07", "07.06.2021", "7.6.2021", "7.6.21", "44354", "44354.0", "20210607"),
        *("2021-06-07T00:00:00", "2021-06-07 09:30:00", "06/07/2021 00:00", "7 June 2021"),
        *("Jun 7, 2021", "7. Juni 2021", "7 de junio de 2021", "07-Jun-2021"),
    ],
)
def test_dates_are_read_as_programs_write_them(day):
    orders = {"Start date": "month"} if day.startswith("06/") else {}
    load(lines(HEAD, GOOD.replace("2021-06-07", day)), orders=orders)
    assert only().started_on == date(2021, 6, 7)


def test_one_date_tells_the_order_of_the_whole_column():
    other = GOOD.replace("1;", "2;", 1).replace("ann@", "bo@")
    load(
        lines(
            HEAD, GOOD.replace("2021-06-07", "6/7/2021"), other.replace("2021-06-07", "6/17/2021")
        )
    )
    assert set(User.objects.values_list("started_on", flat=True)) == {
        date(2021, 6, 7),
        date(2021, 6, 17),
    }


def test_order_that_nothing_tells_is_asked_and_then_followed():
    content = lines(HEAD, GOOD.replace("2021-06-07", "6/7/2021"))
    with pytest.raises(life.OpenError) as still_open:
        load(content)
    assert still_open.value.facts["open_orders"] == {"Start date": "6/7/2021"}

    load(content, orders={"Start date": "day"})
    assert only().started_on == date(2021, 7, 6)


@pytest.mark.parametrize("day", ["2021-02-30", "0001-01-01", "31.6.2021", "soon", "2121-06-07"])
def test_impossible_dates_are_refused(day):
    [(line, column, message)] = why(lines(HEAD, GOOD.replace("2021-06-07", day)))
    assert (line, column) == (2, "Start date")
    assert day in message


@pytest.mark.parametrize(
    ("zone", "read"),
    [
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("America/New York", "America/New_York"),
        ("Vienna", "Europe/Vienna"),
        ("utc", "UTC"),
    ],
)
def test_zones_are_read_by_the_names_programs_give_them(zone, read):
    load(lines(HEAD, GOOD.replace("Europe/Berlin", zone)))
    assert only().time_zone == read


@pytest.mark.parametrize("zone", ["EST5EDT", "Etc/GMT+5", "CET", "GMT", "GMT+1", "EST", "Mars"])
def test_names_that_are_no_place_are_refused_with_an_example(zone):
    [(line, column, message)] = why(lines(HEAD, GOOD.replace("Europe/Berlin", zone)))
    assert (line, column) == (2, "Time zone")
    assert "Example" in message


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        ("Mailto:p@example.org", "p@example.org"),
        ("Test Person <p@example.org>", "p@example.org"),
        ("P.Upper@Example.ORG", "p.upper@example.org"),
        ("p+tag@example.org", "p+tag@example.org"),
        ("o’neil@example.org", "o'neil@example.org"),
        ("p@example.org.", "p@example.org"),
        ("\u200bp@exa\u00admple.org\u202c", "p@example.org"),
        ("p@münchen.example", "p@xn--mnchen-3ya.example"),
    ],
)
def test_addresses_are_read_out_of_what_stands_around_them(cell, address):
    load(lines("Name;E-mail", f"Ann;{cell}"))
    assert only().email == address


@pytest.mark.parametrize(
    ("cell", "part"),
    [
        ("a@example.org; b@example.org", "several"),
        ("pé@example.org", "cannot carry"),
        ("nobody", "not an e-mail"),
        ("a b@example.org", "not an e-mail"),
    ],
)
def test_addresses_that_cannot_be_are_explained(cell, part):
    [(_line, column, message)] = why(lines("Name;E-mail", f'Ann;"{cell}"'))
    assert column == "E-mail"
    assert part in message


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Ann\u200b Lee\u00a0", "Ann Lee"),
        ("  Ann\u2003\u00adLee ", "Ann Lee"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("Ana 👩\u200d💻", "Ana 👩\u200d💻"),
        ("D’Arcy “Dee” O’Brien", "D’Arcy “Dee” O’Brien"),
        ("-Dash First", "-Dash First"),
        ("'-Dash First", "-Dash First"),  # as our own export guards it
        ("'=Guarded", "=Guarded"),
        ("Null", "Null"),
    ],
)
def test_names_keep_all_that_is_seen_of_them(written, name):
    load(lines("Name;E-mail", f"{written};ann@example.org"))
    assert only().name == name


@pytest.mark.parametrize(
    ("years", "started"),
    [
        ("3", date(2018, 11, 27)),
        ("3,5", date(2018, 5, 27)),
        ("3.5", date(2018, 5, 27)),
        ("3.0", date(2018, 11, 27)),
        ("3 years", date(2018, 11, 27)),
        ("<1", date(2021, 11, 27)),
        ("0.75", date(2021, 2, 27)),
    ],
)
def test_years_are_read_with_decimals_and_words(years, started):
    content = lines("Name;E-mail;Years at the company", f"Ann;ann@example.org;{years}")
    load(content)
    assert only().started_on == started
    assert load(content).counts["unchanged"] == 1


@pytest.mark.parametrize(("level", "read"), [("5", 5), ("L5", 5), ("5.0", 5), ("Level 5", 5)])
def test_levels_are_read_with_their_letter(level, read):
    load(lines("Name;E-mail;Level", f"Ann;ann@example.org;{level}"))
    assert only().level == read


def test_level_in_words_is_explained():
    [(_line, column, message)] = why(lines("Name;E-mail;Level", "Ann;ann@example.org;Senior"))
    assert column == "Level"
    assert "levels are numbers" in message


@pytest.mark.parametrize("manager", ["Boss Person", "Person, Boss"])
def test_manager_by_name_is_told_how_to_be_written(manager):
    content = lines(
        "Personnel number;Name;E-mail;Manager",
        "R1;Boss Person;boss@example.org;",
        f"R2;Worker;worker@example.org;{manager}",
    )
    [(line, column, message)] = why(content)
    assert (line, column) == (3, "Manager")
    assert "R1" in message


def test_a_manager_by_a_name_nobody_has_is_asked_for_by_number():
    content = lines("Name;E-mail;Manager", "Worker;worker@example.org;No Body")
    [(_line, _column, message)] = why(content)
    assert "Write the manager’s personnel number or e-mail." in message


def test_number_that_lost_its_zeros_or_digits_is_not_taken_for_a_new_one():
    UserFactory(external_id="0007", name="Known One")
    content = lines(
        "Personnel number;Name;E-mail",
        "7;Ann;ann@example.org",
        "1.23457E+11;Bo;bo@example.org",
        "0009;Cy;cy@example.org",
    )
    plan = load(content, on_error="leave_out")

    assert [(p.line, p.column) for p in plan.problems] == [
        (2, "Personnel number"),
        (3, "Personnel number"),
    ]
    assert "0007" in plan.problems[0].message
    assert User.objects.filter(external_id="0009").exists()


def test_same_row_twice_is_only_noted():
    plan = load(lines(HEAD, GOOD, GOOD))
    assert [(p.line, p.is_note) for p in plan.problems] == [(3, True)]
    assert User.objects.count() == 1


@pytest.fixture
def known():
    return UserFactory(
        external_id="1",
        name="Test Person",
        email="ann@example.org",
        division="Research",
        location="Bern",
        started_on=date(2019, 3, 4),
        manager=UserFactory(),
    )


BLANK = "1;Test Person;ann@example.org;;;;;"


def test_blank_cells_keep_what_is_stored_unless_somebody_says_otherwise(known):
    head = HEAD + ";Manager"
    assert load(lines(head, BLANK)).counts["unchanged"] == 1
    known.refresh_from_db()
    assert (known.division, known.location, known.manager_id is None) == ("Research", "Bern", False)

    plan = load(lines(head, BLANK), clears_blanks=True)

    known.refresh_from_db()
    assert (known.division, known.location, known.started_on, known.manager) == ("", "", None, None)
    assert known.time_zone == "UTC"
    changed = {change.field: (change.before, change.after) for change in plan.changed[0].changes}
    assert changed["division"] == ("Research", "")
    assert plan.facts["changed_fields"][0][2] == 1


def test_a_blank_length_clears_the_start_date_where_blanks_do(known):
    content = lines("Personnel number;Name;E-mail;Tenure", "1;Test Person;ann@example.org;")
    load(content, clears_blanks=True)
    known.refresh_from_db()
    assert known.started_on is None


def test_plan_shows_every_change_before_and_after(known):
    row = "1;Test Married;married@example.org;Sales;2019-03-04;Bern;UTC"
    plan = load(lines(HEAD, row))

    [person] = plan.facts["changes"]
    assert (person["line"], person["name"]) == (2, "Test Married")
    assert person["changes"] == [
        ["email", "ann@example.org", "married@example.org"],
        ["name", "Test Person", "Test Married"],
        ["division", "Research", "Sales"],
    ]
    assert plan.facts["moved_addresses"] == 1
