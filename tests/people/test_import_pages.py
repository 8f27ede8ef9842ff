"""The import as a page, its job and its life in the database."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from notifications import due
from people import tasks
from people.actions import people
from people.actions.imports import life
from people.actions.imports import stored as imports
from people.models import AuditEntry, PeopleImport, User
from tests.concurrency import together
from tests.factories import UserFactory, organization
from tests.factories.imports import make_import
from tests.sign_in import confirm, confirmed

pytestmark = pytest.mark.django_db
AT = datetime(2021, 5, 1, 9, tzinfo=UTC)
WRONG = b"id,name,email\n1,Ann,ann@example.com\n2,Bo,nowhere\n"


def upload(client, content, name="people.csv"):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("people:import"), {"file": file, "as_of": "2021-05-01"})


def preview(stored):
    return reverse("people:import_detail", args=[stored.pk])


def test_upload_shows_what_would_change_and_saves_nobody(client, administrator):
    client.force_login(administrator)

    response = upload(client, make_file(20))
    stored = PeopleImport.objects.get()
    page = client.get(preview(stored)).content.decode()

    assert response.url == preview(stored)
    assert User.objects.exclude(pk=administrator.pk).count() == 0
    assert "Save 20 people" in page
    assert "performance_rating" in page  # named among what is never stored


def test_apply_saves_in_a_job_and_the_page_shows_the_counts(
    client, administrator, django_capture_on_commit_callbacks
):
    client.force_login(administrator)
    upload(client, make_file(20))
    stored = PeopleImport.objects.get()

    confirm(client, administrator)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("people:import_apply", args=[stored.pk]))
    response = client.get(preview(stored))

    assert User.objects.exclude(pk=administrator.pk).count() == 20
    assert "The import is done." in response.content.decode()
    stored.refresh_from_db()
    assert (stored.state, stored.outcome["counts"]["new"]) == ("done", 20)


def test_waiting_import_asks_again_by_itself_and_by_a_link(client, administrator):
    client.force_login(administrator)
    stored = make_import(by=administrator)
    imports.start(stored, at=AT)

    whole = client.get(preview(stored)).content.decode()
    part = client.get(preview(stored), headers={"HX-Request": "true"}).content.decode()

    assert 'hx-trigger="every 2s"' in part
    assert "<h1" not in part
    assert "<noscript><a" in whole


def test_wrong_rows_stop_until_they_may_be_left_out(client, administrator):
    client.force_login(administrator)
    stored = make_import(WRONG, by=administrator)
    page = client.get(preview(stored)).content.decode()
    assert "Line 3" in page
    assert reverse("people:import_apply", args=[stored.pk]) not in page

    fields = {f"map_{field}": column for field, column in stored.mapping.items()}
    client.post(preview(stored), {**fields, "as_of": "2021-05-01", "on_error": "leave_out"})

    page = client.get(preview(stored)).content.decode()
    assert "Save 1 person" in page


def test_mapping_with_a_column_that_is_not_there_keeps_the_form(client, administrator):
    client.force_login(administrator)
    stored = make_import(by=administrator)

    response = client.post(
        preview(stored),
        {"map_name": "name", "map_email": "age", "as_of": "x", "on_error": "stop"},
    )

    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"map_email", "as_of"}


@pytest.mark.parametrize("content", [b"", b"name\0,email\n", b"PK\x03\x04", b"a,a\n1,2", b'"'])
def test_file_that_cannot_be_read_is_an_error_at_the_field(client, administrator, content):
    client.force_login(administrator)

    response = upload(client, content)

    assert response.status_code == 200
    assert "file" in response.context["form"].errors
    assert not PeopleImport.objects.exists()


def test_file_whose_columns_say_nothing_asks_for_them(client, administrator):
    client.force_login(administrator)

    stored = make_import(b"who,where\nAnn,Berlin\n", by=administrator)
    page = client.get(preview(stored)).content.decode()

    assert "No column says: Name, E-mail." in page
    assert reverse("people:import_apply", args=[stored.pk]) not in page


def test_second_start_is_refused():
    stored = make_import()
    imports.start(stored, at=AT)
    with pytest.raises(ValidationError) as refused:
        imports.start(stored, at=AT)
    assert refused.value.code == "started"


def test_job_runs_twice_and_saves_once():
    stored = make_import()
    imports.start(stored, at=AT)

    imports.apply(stored.pk, at=AT)
    User.objects.filter(name="Ann").update(name="Changed since")
    imports.apply(stored.pk, at=AT + timedelta(minutes=2))

    assert User.objects.filter(name="Changed since").count() == 1


def test_job_for_a_file_nobody_started_does_nothing():
    stored = make_import()
    imports.apply(stored.pk, at=AT)
    assert not User.objects.filter(name="Ann").exists()


def test_silent_import_is_taken_up_again_after_a_minute():
    stored = make_import()
    imports.start(stored, at=AT)
    PeopleImport.objects.update(state="running")

    assert tasks.look_after_imports(AT + timedelta(seconds=59))["imports taken up again"] == 0
    done = due.run("imports of people", AT + timedelta(seconds=61))

    stored.refresh_from_db()
    assert (done, stored.state) == ({"imports taken up again": 1}, "done")
    assert due.run("imports of people", AT + timedelta(seconds=61)) == {}


def test_rows_that_went_wrong_since_the_preview_fail_the_import_as_a_whole():
    stored = make_import()
    User.objects.create_user("ann@example.com", name="Other Ann", external_id="99")
    imports.start(stored, at=AT)

    imports.apply(stored.pk, at=AT)

    stored.refresh_from_db()
    assert stored.state == "failed"
    assert [problem["line"] for problem in stored.outcome["problems"]] == [2]
    assert not User.objects.filter(name="Bo").exists()


def test_files_are_deleted_after_thirty_days():
    make_import(at=AT)

    assert tasks.look_after_imports(AT + timedelta(days=29))["import files deleted"] == 0
    assert tasks.look_after_imports(AT + timedelta(days=31))["import files deleted"] == 1
    assert not PeopleImport.objects.exists()


def test_file_is_deleted_when_somebody_says_so_but_not_while_it_runs(client, administrator):
    client.force_login(administrator)
    stored = make_import()
    imports.start(stored, at=AT)
    with pytest.raises(ValidationError) as refused:
        imports.discard(stored)
    assert refused.value.code == "running"

    imports.apply(stored.pk, at=AT)
    client.post(reverse("people:import_discard", args=[stored.pk]))
    assert not PeopleImport.objects.exists()


def test_command_imports_and_says_what_it_did(tmp_path, capsys):
    path = tmp_path / "people.csv"
    path.write_bytes(make_file(30))

    call_command("import_people", str(path), "--as-of", "2021-05-01")
    assert "30 new, 0 changed, 0 unchanged" in capsys.readouterr().out
    call_command("import_people", str(path), "--as-of", "2021-05-01")
    assert "0 new, 0 changed, 30 unchanged" in capsys.readouterr().out


def test_command_only_looks_in_a_dry_run(tmp_path, capsys):
    path = tmp_path / "people.csv"
    path.write_bytes(make_file(3))

    call_command("import_people", str(path), "--dry-run", "--map", "job_role=department")

    assert "3 new" in capsys.readouterr().out
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["no-such-file.csv"], 2, "No such file"),
        (["FILE", "--map", "name"], 2, "COLUMN=FIELD"),
        (["FILE", "--map", "gender=job_title"], 1, "gender"),
        (["FILE", "--map", "name=is_staff"], 1, "is_staff"),
        (["FILE"], 1, "1 row is wrong"),
        (["FILE", "--dry-run"], 1, "would stop"),
    ],
)
def test_command_refuses_with_a_reason_and_a_code(tmp_path, arguments, code, words):
    path = tmp_path / "people.csv"
    path.write_bytes(b"id,name,email,gender\n1,Ann,nowhere,F\n")
    with pytest.raises(CommandError) as refused:
        call_command("import_people", *[str(path) if a == "FILE" else a for a in arguments])
    assert (refused.value.returncode, words in str(refused.value)) == (code, True)
    assert not User.objects.exists()


def make_file(count):
    return organization.as_csv(organization.people(count)).encode()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_save_one_import_once():
    stored = make_import()
    imports.start(stored, at=AT)

    came = together(*[lambda: imports.apply(stored.pk, at=AT)] * 2)

    assert came == [None, None]
    assert User.objects.filter(email="ann@example.com").count() == 1
    assert AuditEntry.objects.filter(action="people_imported").count() == 1


POLISH = "id,name,email\n1,Łukasz Żółć,lukasz@example.com\n".encode("cp1250")


def read_as(client, stored, **choices):
    return client.post(preview(stored), {"step": "reading", **choices})


def test_encoding_is_chosen_by_the_words_and_remembered(client, administrator):
    confirmed(client, administrator)
    upload(client, POLISH)
    stored = PeopleImport.objects.get()
    page = client.get(preview(stored)).content.decode()
    assert "Łukasz, Żółć" in page
    assert reverse("people:import_apply", args=[stored.pk]) not in page

    read_as(client, stored, encoding="cp1250")
    assert "Save 1 person" in client.get(preview(stored)).content.decode()
    client.post(reverse("people:import_apply", args=[stored.pk]))

    upload(client, POLISH.replace(b"lukasz@", b"other@"))
    assert PeopleImport.objects.first().choices.encoding == "cp1250"


def test_head_delimiter_and_sheet_are_chosen_with_the_first_rows_in_sight(client, administrator):
    client.force_login(administrator)
    upload(client, b"Report,of,today\nWho,Where,What\nAnn,ann@example.com,x\n")
    stored = PeopleImport.objects.get()
    page = client.get(preview(stored)).content.decode()
    assert "Line 2: Who, Where, What" in page

    read_as(client, stored, head_line="2")

    stored.refresh_from_db()
    assert stored.outcome["columns"] == ["Who", "Where", "What"]
    assert "Line 2: Who, Where, What" in client.get(preview(stored)).content.decode()


def test_dates_with_two_readings_are_asked_once_for_the_column(client, administrator):
    confirmed(client, administrator)
    content = b"id,name,email,start date\n1,Ann,ann@example.com,6/7/2021\n"
    upload(client, content)
    stored = PeopleImport.objects.get()
    page = client.get(preview(stored)).content.decode()
    assert "the day or the month may come first" in page
    assert reverse("people:import_apply", args=[stored.pk]) not in page

    fields = {f"map_{field}": column for field, column in stored.mapping.items()}
    answer = client.post(preview(stored), {**fields, "as_of": "2021-12-01", "on_error": "stop"})
    assert set(answer.context["form"].errors) == {"order_3"}
    client.post(
        preview(stored),
        {**fields, "as_of": "2021-12-01", "on_error": "stop", "order_3": "month"},
    )
    client.post(reverse("people:import_apply", args=[stored.pk]))
    upload(client, content)

    assert PeopleImport.objects.first().choices.orders == {"start date": "month"}
    assert "Save 1 person" in client.get(preview(PeopleImport.objects.first())).content.decode()


def test_page_shows_what_changes_before_and_after_and_what_blanks_do(client, administrator):
    UserFactory(external_id="1", name="Ann", email="ann@example.com", division="Sales")
    client.force_login(administrator)
    upload(client, b"id,name,email,division\n1,Ann,new@example.com,\n")
    stored = PeopleImport.objects.get()
    page = client.get(preview(stored)).content.decode()
    assert "ann@example.com" in page
    assert "1 person gets another address" in page
    assert "Cleared" not in page

    fields = {f"map_{field}": column for field, column in stored.mapping.items()}
    chosen = {"as_of": "2021-12-01", "on_error": "stop", "blanks": "clear"}
    client.post(preview(stored), {**fields, **chosen})

    page = client.get(preview(stored)).content.decode()
    assert "Cleared" in page
    assert "1 cleared" in page


def test_what_people_set_themselves_wins_and_the_preview_says_so(
    client, administrator, django_capture_on_commit_callbacks
):
    ann = UserFactory(name="Ann", email="ann@example.com", external_id="1", time_zone="UTC")
    client.force_login(ann)
    said = {"name": "Ann", "time_zone": "Europe/Vienna", "location": "Graz"}
    client.post(reverse("people:profile"), said)
    client.force_login(administrator)
    file = b"id,name,email,time_zone,location,department\n1,Ann B,ann@example.com,Asia/Tokyo,,Law\n"
    upload(client, file)
    page = client.get(preview(PeopleImport.objects.get())).content.decode()
    assert "Kept as “Europe/Vienna”: this person set it themselves." in page
    confirm(client, administrator)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("people:import_apply", args=[PeopleImport.objects.get().pk]))
    ann.refresh_from_db()
    assert (ann.time_zone, ann.location) == ("Europe/Vienna", "Graz")
    assert (ann.name, ann.department) == ("Ann B", "Law")


def test_what_an_administrator_corrects_is_the_import_s_again(client, administrator):
    ann = UserFactory(name="Ann", email="ann@example.com", external_id="1")
    people.save_profile(ann, {"name": "Annie"}, at=AT)
    people.save_facts(ann, {"name": "Ann"}, by=administrator, at=AT)
    client.force_login(administrator)
    upload(client, b"id,name,email\n1,Ann B,ann@example.com\n")
    assert "Ann B" in client.get(preview(PeopleImport.objects.get())).content.decode()
    ann.refresh_from_db()
    assert ann.said_by_themselves == []


def test_a_file_that_was_deleted_meanwhile_cannot_be_started():
    stored = make_import()
    PeopleImport.objects.all().delete()
    with pytest.raises(ValidationError) as refused:
        imports.start(stored, at=AT)
    assert refused.value.code == "gone"


def test_who_reads_the_file_slower_than_another_worker_saves_nothing():
    stored = make_import()
    imports.start(stored, at=AT)

    def prepare(_stored):
        imports.apply(stored.pk, at=AT)  # the faster one
        return lambda: pytest.fail("saved a second time")

    life.apply(PeopleImport, stored.pk, clock=lambda: AT, step="people", prepare=prepare)

    assert PeopleImport.objects.get().state == "done"


def test_what_is_wrong_with_the_file_as_a_whole_is_said_on_its_page(client, administrator):
    client.force_login(administrator)
    stored = make_import(by=administrator)
    imports.start(stored, at=AT)
    PeopleImport.objects.update(content=b"")

    imports.apply(stored.pk, at=AT)

    stored.refresh_from_db()
    assert (stored.state, stored.outcome["counts"]["new"]) == ("failed", 2)
    assert stored.problem in client.get(preview(stored)).content.decode()


def test_an_encoding_that_makes_no_sense_this_time_is_not_taken_over(client, administrator):
    confirmed(client, administrator)
    upload(client, POLISH)
    first = PeopleImport.objects.get()
    read_as(client, first, encoding="cp1250")
    client.post(reverse("people:import_apply", args=[first.pk]))

    upload(client, "id,name,email\n1,Ангелина Ён,angela@example.com\n".encode("koi8-r"))
    stored = PeopleImport.objects.first()
    assert stored.choices.encoding == ""
    assert (
        reverse("people:import_apply", args=[stored.pk])
        not in client.get(preview(stored)).content.decode()
    )
