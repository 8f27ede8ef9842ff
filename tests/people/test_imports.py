import csv
import io
from datetime import UTC, date, datetime

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError

from people.actions.imports import columns, loading
from people.models import AuditEntry, User
from people.tables.reading import MOST_BYTES, read_table
from people.tables.records import Choices
from tests.concurrency import after_waiting
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
AT = datetime(2021, 5, 1, 9, tzinfo=UTC)
AS_OF = date(2021, 5, 1)
REAL_COLUMNS = (
    "person_id,age,gender,department,job_role,job_level,years_at_company,performance_rating,"
    "job_satisfaction,attrition,syn_manager_id,syn_name,syn_email,syn_country,syn_timezone,syn_region"
)
ANN = "1,41,F,Sales,Sales Executive,2,6,3,4,No,2,Ann Ång,ann@example.com,DE,Europe/Berlin,EMEA"
BO = "2,50,M,Sales,Manager,4,10,3,4,Yes,,Bo Oh,bo@example.com,US,America/Denver,AMER"


def load(text, mapping=None, *, on_error="stop", as_of=AS_OF, **choices):
    content = text if isinstance(text, bytes) else text.encode()
    table = read_table(content, knows=columns.is_known)
    return loading.load(
        table,
        mapping or columns.default_mapping(table),
        Choices(**choices),
        as_of=as_of,
        on_error=on_error,
        at=AT,
        by=None,
        source="test:1",
    )


def real(*rows):
    return "\n".join([REAL_COLUMNS, *rows])


def simple(*rows, head="id,name,email"):
    return "\n".join([head, *rows])


def problems(plan):
    return [(p.line, p.column, p.is_note) for p in plan.problems]


def test_real_columns_are_understood_and_managers_found_after_all_rows_are_read():
    plan = load(real(ANN, BO))

    assert plan.counts == {"new": 2, "changed": 0, "unchanged": 0}
    ann = User.objects.get(external_id="1")
    facts = (ann.name, ann.email, ann.division, ann.department, ann.job_title, ann.level)
    assert facts == (
        "Ann Ång",
        "ann@example.com",
        "Sales",
        "Sales Executive",
        "Sales Executive",
        2,
    )
    assert (ann.location, ann.time_zone, ann.started_on) == (
        "DE",
        "Europe/Berlin",
        date(2015, 5, 1),
    )
    assert (ann.manager.name, ann.sort_name) == ("Bo Oh", "ann ang")


def test_imported_people_have_a_verified_address_and_no_password():
    load(simple("1,Ann,Ann@Example.com"))

    ann = User.objects.get()
    assert not ann.has_usable_password()
    address = EmailAddress.objects.get(user=ann)
    assert (address.email, address.verified, address.primary) == ("ann@example.com", True, True)


def test_same_file_again_changes_nothing_also_a_month_later():
    load(real(ANN, BO))
    before = list(User.objects.order_by("pk").values())

    plan = load(real(ANN, BO), as_of=date(2021, 6, 1))

    assert plan.counts == {"new": 0, "changed": 0, "unchanged": 2}
    assert list(User.objects.order_by("pk").values()) == before


def test_changes_are_counted_and_saved_also_when_only_the_manager_changes():
    load(real(ANN, BO))

    changed = real(ANN.replace(",2,Ann", ",,Ann"), BO.replace("Bo Oh", "Bo O’Hara"))
    plan = load(changed, clears_blanks=True)

    assert plan.counts == {"new": 0, "changed": 2, "unchanged": 0}
    assert User.objects.get(external_id="1").manager is None
    assert User.objects.get(external_id="2").sort_name == "bo ohara"


def test_person_is_found_by_address_and_gets_the_number():
    known = UserFactory(email="ann@example.com", name="Ann")

    plan = load(simple("7,Ann,ANN@example.com"))

    known.refresh_from_db()
    assert (plan.counts["changed"], known.external_id) == (1, "7")


def test_number_counts_before_address_and_takes_the_new_address_along():
    known = UserFactory(email="old@example.com", external_id="7", name="Ann")

    load(simple("7,Ann,new@example.com"))

    known.refresh_from_db()
    assert known.email == "new@example.com"
    assert list(known.emailaddress_set.values_list("email", "verified")) == [
        ("new@example.com", True)
    ]


def test_password_of_somebody_who_never_proved_the_address_is_taken_away():
    claimed = UserFactory(email="ann@example.com", verified=False)
    claimed.set_password("a secret of somebody else")
    claimed.save()
    EmailAddress.objects.create(user=claimed, email=claimed.email, verified=False, primary=True)

    load(simple("7,Ann,ann@example.com"))

    claimed.refresh_from_db()
    assert not claimed.has_usable_password()
    assert claimed.emailaddress_set.get().verified


def test_password_of_somebody_who_proved_the_address_stays():
    known = UserFactory(email="ann@example.com")
    known.set_password("my own long secret")
    known.save()

    load(simple("7,Ann Other,ann@example.com"))

    known.refresh_from_db()
    assert known.check_password("my own long secret")


@pytest.mark.parametrize(
    "column", ["age", "gender", "performance_rating", "JobSatisfaction", "attrition"]
)
def test_some_columns_can_never_be_mapped(column):
    with pytest.raises(ValidationError) as refused:
        load(
            simple("Ann,a@example.com,x", head=f"name,email,{column}"),
            {"name": "name", "email": "email", "job_title": column},
        )
    assert refused.value.code == "forbidden_column"


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        ({"name": "name", "email": "email", "is_staff": "id"}, "unknown_field"),
        ({"name": "name", "email": "mail"}, "unknown_column"),
        ({"name": "name"}, "missing_field"),
        (
            {"name": "name", "email": "email", "start_date": "id", "years_at_company": "id"},
            "start_twice",
        ),
        ({"name": "name", "first_name": "name", "email": "email"}, "name_twice"),
    ],
)
def test_mapping_that_makes_no_sense_is_refused(mapping, code):
    with pytest.raises(ValidationError) as refused:
        load(simple("1,Ann,a@example.com"), mapping)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b" \r\n \n", "empty_file"),
        (b"id,name,email\n", "no_rows"),
        (b"id,name,email\r\n,,\r\n", "no_rows"),
        (b"PK\x03\x04 rest of a workbook", "damaged"),
        (b"name,email\nAnn \x81,a@example.com", "unclear_encoding"),
        (b"\xff\xfea", "wrong_encoding"),
        (b'name,email\n"Ann,a@example.com', "bad_quotes"),
        (b'name,email\n"Ann" x,a@example.com', "wrong_rows"),
        (b"name,name\nAnn,Bo", "unknown_column"),
        (b"na\0me,email\nAnn,a@example.com", "bad_column"),
        (",".join(f"c{n}" for n in range(20_000)).encode() + b"\n1", "too_many_columns"),
        (b"name,email\n" + b"x" * 1_000_000 + b",a@example.com", "cell_too_long"),
        (b"x" * (MOST_BYTES + 1), "too_large"),
    ],
)
def test_file_that_cannot_be_read_is_refused_in_words(content, code):
    with pytest.raises(ValidationError) as refused:
        load(content, {"name": "name", "email": "email"})
    assert refused.value.code == code
    assert refused.value.messages[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_of_common_programs_are_read(encoding, delimiter):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([["id", "name", "email"], ["1", "Zoë Müller", "zoe@example.com"]])

    table = read_table(out.getvalue().encode(encoding))

    assert table.records[0].cells == ["1", "Zoë Müller", "zoe@example.com"]
    assert bool(table.remarks) == (encoding == "cp1252")


def test_line_ends_may_differ_and_cells_hold_line_breaks():
    with pytest.raises(loading.StoppedError) as stopped:
        load(b'id,name,email\r\n1,"Ann\nLee",a@example.com\r2,Bo,b@example\n3,Cy,c@example.com\n')

    assert problems(stopped.value.plan) == [(4, "email", False)]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("1,,a@example.com,UTC,1,3,", "name"),
        ("1,Ann,,UTC,1,3,", "email"),
        ("1,Ann,not an address,UTC,1,3,", "email"),
        ("1,=HYPERLINK(1),a@example.com,UTC,1,3,", "name"),
        ("+1,Ann,a@example.com,UTC,1,3,", "id"),
        ("1,Ann\0,a@example.com,UTC,1,3,", "name"),
        ("1," + "x" * 151 + ",a@example.com,UTC,1,3,", "name"),
        ("1,Ann,a@example.com,Mars/Base,1,3,", "time_zone"),
        ("1,Ann,a@example.com,UTC,two,3,", "level"),
        ("1,Ann,a@example.com,UTC,-1,3,", "level"),
        ("1,Ann,a@example.com,UTC,99999999999,3,", "level"),
        ("1,Ann,a@example.com,UTC,1,long,", "years_at_company"),
        ("1,Ann,a@example.com,UTC,1,3,99", "manager"),
        ("1,Ann,a@example.com,UTC,1,3,,surplus", ""),
    ],
)
def test_wrong_row_is_named_by_line_and_column_and_stops_everything(row, column):
    head = "id,name,email,time_zone,level,years_at_company,manager"
    text = simple("9,Good,good@example.com,UTC,1,3,", row, head=head)

    with pytest.raises(loading.StoppedError) as stopped:
        load(text)

    assert problems(stopped.value.plan) == [(3, column, False)]
    assert not User.objects.exists()


def test_wrong_rows_are_left_out_and_listed_when_asked():
    plan = load(simple("1,Ann,a@example.com", "2,Bo,bad"), on_error="leave_out")

    assert (plan.counts["new"], plan.left_out_count) == (1, 1)
    assert list(User.objects.values_list("name", flat=True)) == ["Ann"]
    assert AuditEntry.objects.filter(action="people_imported").count() == 1


@pytest.mark.parametrize(
    ("second", "column"),
    [("2,Bo,ANN@Example.com", "email"), ("1,Bo,bo@example.com", "id")],
)
def test_number_or_address_twice_in_the_file_names_the_second_row(second, column):
    plan = load(simple("1,Ann,ann@example.com", second), on_error="leave_out")

    assert problems(plan) == [(3, column, False)]
    assert User.objects.count() == 1


def test_two_rows_that_mean_one_known_person_name_the_second():
    UserFactory(external_id="1", email="old@example.com")

    plan = load(simple("1,Ann,new@example.com", ",Ann,old@example.com"), on_error="leave_out")

    assert problems(plan) == [(3, "email", False)]


def test_address_of_somebody_else_is_refused():
    UserFactory(external_id="8", email="taken@example.com")
    other = UserFactory(external_id="9", email="nine@example.com")
    EmailAddress.objects.create(user=other, email="second@example.com", verified=True)

    plan = load(simple("1,Ann,taken@example.com", "9,Bo,taken@example.com"), on_error="leave_out")
    second = load(simple("2,Cy,second@example.com"), on_error="leave_out")

    assert [p[:2] for p in problems(plan)] == [(2, "email"), (3, "email")]
    assert problems(second) == [(2, "email", False)]


def test_manager_whose_own_row_is_wrong_does_not_take_everybody_along():
    text = simple(
        "1,Chief,chief@example.com,",
        "2,Ann,bad,1",
        "3,Bo,bo@example.com,2",
        head="id,name,email,manager",
    )

    plan = load(text, on_error="leave_out")

    assert problems(plan) == [(3, "email", False), (4, "manager", True)]
    assert User.objects.get(external_id="3").manager is None


def test_manager_left_out_for_an_unknown_manager_leaves_the_others_in():
    text = simple("2,Ann,ann@example.com,77", "3,Bo,bo@example.com,2", head="id,name,email,manager")

    plan = load(text, on_error="leave_out")

    assert problems(plan) == [(2, "manager", False), (3, "manager", True)]
    assert list(User.objects.values_list("external_id", flat=True)) == ["3"]


def test_a_manager_named_instead_of_numbered_is_told_the_number_of_whoever_bears_the_name():
    known = (
        load(simple("1,Ann,ann@example.com", "9,Boss Person,boss@example.com")).entries[0].person
    )
    with pytest.raises(ValidationError) as refused:
        load(
            simple("1,Ann,ann@example.com,Boss Person", head="id,name,email,manager_id"),
        )
    [problem] = refused.value.plan.problems
    assert "address: 9?" in problem.message
    known.refresh_from_db()
    assert known.manager is None


def test_cycles_are_harmless_and_managing_oneself_means_no_manager():
    text = simple(
        "1,Ann,a@example.com,2",
        "2,Bo,b@example.com,1",
        "3,Cy,c@example.com,C@example.com",
        head="id,name,email,manager",
    )

    plan = load(text)

    assert problems(plan) == [(4, "manager", True)]
    managers = dict(User.objects.values_list("external_id", "manager__external_id"))
    assert managers == {"1": "2", "2": "1", "3": None}
    assert load(text).counts == {"new": 0, "changed": 0, "unchanged": 3}


def test_columns_that_are_not_mapped_keep_what_is_stored():
    UserFactory(external_id="1", email="ann@example.com", division="Sales", level=3)

    load(simple("1,Ann,ann@example.com"))

    ann = User.objects.get()
    assert (ann.division, ann.level) == ("Sales", 3)


@pytest.mark.parametrize("count", [1, 40])
def test_statements_do_not_grow_with_the_rows(django_assert_num_queries, count):
    rows = [f"{n},Person {n},p{n}@example.com,{max(n - 1, 1)}" for n in range(1, count + 1)]
    text = simple(*rows, head="id,name,email,manager")

    with django_assert_num_queries(10):
        load(text)
    with django_assert_num_queries(6):
        load(text)


@pytest.mark.django_db(transaction=True)
def test_somebody_added_in_the_same_moment_leaves_the_file_unsaved_and_says_so():
    refused = after_waiting(
        lambda: UserFactory(email="ann@example.com"), lambda: load(simple("1,Ann,ann@example.com"))
    )
    assert refused.code == "changed_meanwhile"
    assert not User.objects.filter(external_id="1").exists()
