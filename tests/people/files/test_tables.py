"""The table in a file: where it stands, how it is encoded, which columns it has."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from people.actions.imports import columns
from people.models import User
from people.tables.encodings import UnclearError
from people.tables.reading import read_table
from people.tables.records import Choices
from tests.people.files.reading import GOOD, HEAD, lines, load, only, why

pytestmark = pytest.mark.django_db


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
