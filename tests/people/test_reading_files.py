"""Files as other programs write them: read where one reading is possible, else a choice is asked."""

import io
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook
from openpyxl.styles import numbers as formats

from people.actions.imports import columns, life, loading
from people.actions.imports.loading import StoppedError
from people.models import User
from people.tables.encodings import UnclearError
from people.tables.reading import read_table
from people.tables.records import Choices
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
AT = datetime(2021, 11, 27, 9, tzinfo=UTC)
AS_OF = date(2021, 11, 27)
HEAD = "Personnel number;Name;E-mail;Division;Start date;Location;Time zone"
GOOD = "1;Test Person;ann@example.org;Sales;2021-06-07;Berlin;Europe/Berlin"


def load(content, *, on_error="stop", **choices):
    content = content.encode() if isinstance(content, str) else content
    chosen = Choices(**choices)
    table = read_table(content, chosen, knows=columns.is_known)
    return loading.load(
        table,
        columns.default_mapping(table),
        chosen,
        as_of=AS_OF,
        on_error=on_error,
        at=AT,
        by=None,
        source="test:1",
    )


def only():
    return User.objects.get()


def lines(*rows, end="\r\n"):
    return end.join([*rows, ""])


def why(content, **choices):
    """Why the rows of a file are refused: line, column and words."""
    with pytest.raises(StoppedError) as stopped:
        load(content, **choices)
    return [(p.line, p.column, p.message) for p in stopped.value.plan.problems]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(lines("sep=;", HEAD, GOOD), id="sep line"),
        pytest.param("\ufeff" + lines('"sep=;"', HEAD, GOOD), id="quoted sep line after a mark"),
        pytest.param(lines("Employees as of today;;;;;;", ";;;;;;", HEAD, GOOD), id="title row"),
        pytest.param(lines("Person;;;Organization;;;", HEAD, GOOD), id="groups above the head"),
        pytest.param(lines(HEAD, GOOD, end="\r"), id="carriage returns only"),
        pytest.param(lines(HEAD, GOOD).replace(";", "|"), id="pipes"),
        pytest.param(lines(HEAD, GOOD).replace(";", "\t"), id="tabs"),
        pytest.param(lines(HEAD, GOOD + ";;;"), id="blank cells beyond the head"),
        pytest.param(lines(HEAD + ";Notes;Notes", GOOD + ";a;b"), id="an unused name twice"),
    ],
)
def test_table_is_found_whatever_stands_around_it(content):
    assert load(content).counts["new"] == 1
    ann = only()
    assert (ann.name, ann.external_id, ann.started_on, ann.time_zone) == (
        "Test Person",
        "1",
        date(2021, 6, 7),
        "Europe/Berlin",
    )


def test_semicolons_win_over_commas_in_numbers_and_names():
    load(lines("Name;E-mail;Years at the company", "Lee, Ann;ann@example.org;3,5"))
    assert (only().name, only().started_on) == ("Lee, Ann", date(2018, 5, 27))


def test_delimiter_and_head_can_be_chosen():
    content = lines("Name,x;E-mail", "Id,y;Mail", "Ann;ann@example.org")
    table = read_table(content.encode(), Choices(delimiter=";", head_line=1))
    assert (table.columns, len(table.records)) == (["Name,x", "E-mail"], 2)
    with pytest.raises(ValidationError) as refused:
        read_table(content.encode(), Choices(head_line=40))
    assert refused.value.code == "no_head"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_unicode_and_western_files_are_read_by_themselves(encoding):
    load(lines(HEAD, GOOD.replace("Test Person", "Jürgen Große-Öztürk")).encode(encoding))
    assert only().name == "Jürgen Große-Öztürk"


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("cp1250", "Łukasz Żółć"),
        ("cp1251", "Иван Петров"),
        ("cp1253", "Γιώργος Παπαδόπουλος"),
        ("iso8859-15", "Zoë Sœur"),
        ("mac-roman", "Jürgen Große"),
        ("cp850", "Jürgen Große"),
        ("cp932", "山田太郎"),
        ("gb18030", "王小明"),
        ("cp949", "김철수"),
    ],
)
def test_other_encodings_are_an_error_that_offers_how_the_words_look(encoding, name):
    content = lines(HEAD, GOOD.replace("Test Person", name)).encode(encoding)

    with pytest.raises(UnclearError) as unclear:
        load(content)
    likely = {option.encoding: option.words for option in unclear.value.options if option.is_likely}
    assert name.split()[0] in likely[encoding]

    load(content, encoding=encoding)
    assert only().name == name


def test_western_file_shows_the_words_to_look_at():
    table = read_table(lines(HEAD, GOOD.replace("Berlin", "Köln")).encode("cp1252"))
    assert "Köln" in table.remarks[0]


@pytest.mark.parametrize(
    ("cell", "part"),
    [("JÃ¼rgen", "Jürgen"), ("J\ufffdrgen", "lost"), ("#N/A", "error"), ("#REF!", "error")],
)
def test_garbled_cells_are_refused(cell, part):
    [(line, column, message)] = why(lines(HEAD, GOOD.replace("Test Person", cell)))
    assert (line, column) == (2, "Name")
    assert part in message


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


def test_first_and_last_name_are_joined_and_foreign_heads_known():
    head = "Personalnummer;Nachname;Vorname;E-Mail-Adresse;Abteilung;Eintrittsdatum"
    load(lines(head, "7;Müller;Jörg;joerg@example.org;Vertrieb;07.06.2021").encode("cp1252"))
    person = only()
    assert (person.name, person.external_id, person.department, person.started_on) == (
        "Jörg Müller",
        "7",
        "Vertrieb",
        date(2021, 6, 7),
    )


@pytest.mark.parametrize(
    "head",
    [
        "Employee ID,First Name [Required],Last Name [Required],Email Address [Required]",
        "employeeId,givenName,surname,mail",
        "Matricule,Prénom,Nom,Adresse e-mail",
        "Número de empleado,Nombre,Apellidos,Correo electrónico",
        "EMPLOYEE NUMBER *,FIRST NAME *,LAST NAME *,WORK EMAIL *",
    ],
)
def test_heads_of_common_exports_are_known(head):
    load(lines(head, "7,Ana,Diaz,ana@example.org"))
    assert (only().name, only().external_id) == ("Ana Diaz", "7")


def test_a_name_that_stands_twice_means_neither():
    table = read_table(b"Name,Name,E-mail\nAnn,Bo,a@example.org\n", knows=columns.is_known)
    assert table.columns == ["Name (column A)", "Name (column B)", "E-mail"]
    assert columns.default_mapping(table) == {"email": "E-mail"}


def test_short_rows_are_filled_and_bad_quotes_spoil_their_row_only():
    content = lines(
        "Personnel number,Name,E-mail,Division",
        "1,Short Row,short@example.org",
        '2,Ana "Ani" Diaz,ana@example.org,Sales',
        '3,"Bo "Bobby" Cruz",bo@example.org,Sales',
        "4,After,after@example.org,Sales",
    )
    plan = load(content, on_error="leave_out")

    assert [(p.line, "quotation" in p.message) for p in plan.problems] == [(4, True)]
    names = set(User.objects.values_list("name", flat=True))
    assert names == {"Short Row", 'Ana "Ani" Diaz', "After"}


def test_quote_that_is_never_closed_names_its_line():
    with pytest.raises(ValidationError, match="Line 3"):
        load(lines("Name,E-mail", "Ann,ann@example.org", '"Bo,bo@example.org', "Cy,cy@example.org"))


def test_footers_are_left_out_with_a_note():
    plan = load(lines(HEAD, GOOD, "Total: 1;;;;;;", "Generated by the HR suite;;;;;;"))
    assert [(p.line, p.is_note) for p in plan.problems] == [(3, True), (4, True)]


def test_a_single_word_at_the_end_is_a_row_that_is_wrong_and_not_a_footer():
    [(line, _column, message)] = why(lines(HEAD, GOOD, "17;;;;;;"))
    assert (line, message) == (3, "This is empty.")


def test_a_file_of_footers_alone_holds_nobody():
    plan = load(lines(HEAD, "Total: 1;;;;;;", "Generated by the HR suite;;;;;;"))
    assert (plan.counts["new"], [p.is_note for p in plan.problems]) == (0, [True, True])


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


def workbook(fill):
    book = Workbook()
    fill(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


ROW = ["1", "Test Person", "ann@example.org", "Sales", datetime(2021, 6, 7, 9, 30), "Europe/Berlin"]
COLUMNS = ["Personnel number", "Name", "E-mail", "Division", "Start date", "Time zone"]


def test_sheet_and_head_of_a_workbook_are_found():
    def fill(book):
        book.active.append(["Cover page"])
        hidden = book.create_sheet("Old")
        hidden.append(COLUMNS)
        hidden.sheet_state = "hidden"
        sheet = book.create_sheet("People")
        sheet.append(["Employees", None, None, "Work"])
        sheet.merge_cells("A1:C1")
        sheet.append(COLUMNS)
        sheet.append(ROW)

    content = workbook(fill)
    assert load(content).counts["new"] == 1
    assert only().started_on == date(2021, 6, 7)
    table = read_table(content, knows=columns.is_known)
    assert (table.sheet, table.head_line) == ("People", 2)
    assert [sheet.is_hidden for sheet in table.sheets] == [False, True, False]
    with pytest.raises(ValidationError) as refused:
        read_table(content, Choices(sheet="Old"), knows=columns.is_known)
    assert refused.value.code == "no_rows"


def test_cells_of_a_workbook_are_read_as_they_look():
    def fill(book):
        sheet = book.active
        sheet.append([*COLUMNS, "Level"])
        sheet.append([7, *ROW[1:4], 44354, ROW[5], 5.0])
        sheet["A2"].number_format = "0000"
        sheet.append([8, "Bo", "bo@example.org", None, "07.06.2021", None, None])
        sheet.append([9, "Cy", "cy@example.org", None, None, None, None])
        sheet.merge_cells("D2:D3")
        sheet["E2"].number_format = formats.FORMAT_GENERAL

    load(workbook(fill))

    rows = User.objects.order_by("name").values_list(
        "external_id", "division", "started_on", "level"
    )
    assert list(rows) == [
        ("8", "Sales", date(2021, 6, 7), None),
        ("9", "", None, None),
        ("0007", "Sales", date(2021, 6, 7), 5),
    ]


@pytest.mark.parametrize(("cell", "part"), [("=A1", "formula"), ("#N/A", "error")])
def test_formulas_without_a_result_and_errors_are_named(cell, part):
    def fill(book):
        book.active.append(COLUMNS)
        book.active.append(ROW)
        book.active["D2"] = cell

    [(line, column, message)] = why(workbook(fill))
    assert (line, column) == (2, "Division")
    assert part in message


def test_hidden_rows_are_read_with_a_remark_unless_left_out():
    def fill(book):
        book.active.append(COLUMNS)
        book.active.append(ROW)
        book.active.append(["2", "Bo", "bo@example.org"])
        book.active.row_dimensions[3].hidden = True

    content = workbook(fill)
    table = read_table(content, knows=columns.is_known)
    assert (table.hidden_count, len(table.records)) == (1, 2)
    assert "hidden" in table.remarks[0]
    assert load(content, skips_hidden=True).counts["new"] == 1
