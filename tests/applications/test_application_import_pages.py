"""Importing applications as a page: upload, preview, job, and files nobody should send."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from applications.actions.application_imports import stored as imports
from applications.models import Application, ApplicationImport
from notifications import due
from notifications.actions import delivery
from notifications.models import Message
from people.actions.imports import life
from people.models import User
from tests.factories import QuestionFactory, StaffFactory, UserFactory
from tests.factories.imports import APPLICATIONS, make_application_import
from tests.factories.odd_files import HEAD, ODD, workbook

pytestmark = pytest.mark.django_db
AT = datetime(2021, 6, 10, 12, tzinfo=UTC)


@pytest.fixture
def asked(cycle, settings):
    settings.SIGNUP_DOMAINS = ["example.com"]
    for role in cycle.roles.all():
        QuestionFactory(questionnaire=role.questionnaire, key="why", kind="long_text", text="Why?")
    return cycle


@pytest.fixture
def at_page(client, organizer, asked):
    client.force_login(organizer)
    return client


def address(cycle, name="", *more):
    name = f"applications:application_import{name}"
    return reverse(name, args=[cycle.program.slug, cycle.slug, *more])


def upload(client, cycle, content, **more):
    file = SimpleUploadedFile("applications.csv", content)
    return client.post(address(cycle), {"file": file, **more})


def detail(cycle):
    return address(cycle, "_detail", ApplicationImport.objects.get().pk)


def test_upload_shows_what_would_happen_and_saves_nobody(at_page, asked):
    UserFactory(email="ann@example.com")

    response = upload(at_page, asked, APPLICATIONS)
    page = at_page.get(response.url).content.decode()

    assert "Import 2 applications" in page
    assert "1 person is unknown here" in page
    assert not Application.objects.exists()
    assert not Message.objects.exists()


def test_apply_imports_in_a_job_and_invites_who_is_unknown(
    at_page, asked, django_capture_on_commit_callbacks
):
    UserFactory(email="ann@example.com")
    upload(at_page, asked, APPLICATIONS)

    pk = ApplicationImport.objects.get().pk
    with django_capture_on_commit_callbacks(execute=True):
        at_page.post(address(asked, "_apply", pk))
    page = at_page.get(detail(asked)).content.decode()

    assert "The import is done." in page
    assert Application.objects.count() == 2
    assert [one.to.email for one in Message.objects.all()] == ["bo@example.com"]
    assert delivery.send_waiting(Message.objects.get().created_at)["sent"] == 1


def test_an_organizer_adds_nobody_who_could_not_sign_up(
    at_page, asked, django_capture_on_commit_callbacks
):
    head, *rows = APPLICATIONS.splitlines(keepends=True)
    upload(at_page, asked, head + rows[0] + b"eve@elsewhere.example,mentor,Give\n")
    stored = ApplicationImport.objects.get()
    assert "only people at example.com can be added" in at_page.get(detail(asked)).text

    fields = {f"map_{name.replace(':', '-')}": column for name, column in stored.mapping.items()}
    at_page.post(detail(asked), {**fields, "on_error": "leave_out"})
    with django_capture_on_commit_callbacks(execute=True):
        at_page.post(address(asked, "_apply", stored.pk))

    assert [one.person.email for one in Application.objects.all()] == ["ann@example.com"]
    assert not User.objects.filter(email="eve@elsewhere.example").exists()
    assert not EmailAddress.objects.filter(email="ann@example.com", verified=True).exists()
    assert [one.to.email for one in Message.objects.all()] == ["ann@example.com"]


def test_the_same_file_again_has_nothing_to_import(at_page, asked):
    stored = make_application_import(asked, by=UserFactory())
    imports.start(stored, at=AT)
    imports.apply(stored.pk, clock=lambda: AT)

    response = upload(at_page, asked, APPLICATIONS)

    assert "there is nothing to import" in at_page.get(response.url).content.decode()


def test_large_files_are_looked_at_by_a_job_that_shows_how_far_it_is(
    at_page, asked, django_capture_on_commit_callbacks
):
    rows = [f"p{n}@example.com,P,mentee,Grow\n" for n in range(imports.AT_ONCE + 1)]
    with django_capture_on_commit_callbacks() as jobs:
        response = upload(at_page, asked, (HEAD + "".join(rows)).encode())

    waiting = at_page.get(response.url).content.decode()
    for job in jobs:
        job()

    assert "0 of 201" in waiting
    assert 'hx-trigger="every 2s"' in waiting
    assert "Import 201 applications" in at_page.get(response.url).content.decode()


def test_wrong_rows_stop_until_they_may_be_left_out(at_page, asked):
    upload(at_page, asked, APPLICATIONS + b"nobody,mentee,x\n")
    stored = ApplicationImport.objects.get()
    page = at_page.get(detail(asked)).content.decode()
    assert "Line 4, Email" in page
    assert address(asked, "_apply", stored.pk) not in page

    fields = {f"map_{name.replace(':', '-')}": column for name, column in stored.mapping.items()}
    at_page.post(detail(asked), {**fields, "on_error": "leave_out"})

    assert "Import 2 applications" in at_page.get(detail(asked)).content.decode()


def test_columns_are_mapped_on_the_page(at_page, asked):
    content = b"Who writes,Reason\nann@example.com,Grow\n"
    upload(at_page, asked, content)
    assert "The columns are not clear yet." in at_page.get(detail(asked)).content.decode()

    role = asked.roles.get(side="mentee").pk
    chosen = {"map_email": "Who writes", "map_q-why": "Reason", "role": role, "on_error": "stop"}
    at_page.post(detail(asked), chosen)

    assert "Import 1 application" in at_page.get(detail(asked)).content.decode()


def test_mapping_that_cannot_be_keeps_the_form(at_page, asked):
    upload(at_page, asked, APPLICATIONS)
    response = at_page.post(detail(asked), {"map_email": "none", "on_error": "maybe", "role": "x"})
    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"map_email", "on_error", "role"}


def test_rows_that_went_wrong_since_the_preview_import_nothing(asked):
    stored = make_application_import(asked, by=UserFactory())
    imports.start(stored, at=AT)
    asked.roles.filter(side="mentor").update(slug="captain", name="Captain")

    imports.apply(stored.pk, clock=lambda: AT)

    stored.refresh_from_db()
    assert (stored.state, stored.outcome["left_out"]) == ("failed", 1)
    assert not Application.objects.exists()


def test_a_second_start_and_a_change_while_it_runs_are_refused(asked):
    stored = make_application_import(asked, by=UserFactory())
    imports.start(stored, at=AT)
    for act in (
        lambda: imports.start(stored, at=AT),
        lambda: imports.change_settings(stored, mapping={}, role=None, on_error="stop", at=AT),
    ):
        with pytest.raises(ValidationError) as refused:
            act()
        assert refused.value.code == "started"


def test_jobs_that_lost_their_worker_are_taken_up_again(asked):
    stored = make_application_import(asked, by=UserFactory(), at=AT)
    imports.start(stored, at=AT)
    looking = make_application_import(asked, by=UserFactory(), at=AT)
    ApplicationImport.objects.filter(pk=looking.pk).update(state="running", heartbeat_at=AT)

    later = AT + timedelta(seconds=61)
    assert due.run("imports of applications", later) == {"imports taken up again": 2}
    states = {one.pk: one.state for one in ApplicationImport.objects.all()}
    assert states == {stored.pk: "done", looking.pk: "waiting"}
    assert due.run("imports of applications", later) == {}


def test_job_runs_twice_and_imports_once(asked):
    stored = make_application_import(asked, by=UserFactory())
    imports.start(stored, at=AT)
    for _time in range(2):
        imports.apply(stored.pk, clock=lambda: AT)
    assert Application.objects.count() == 2


def test_files_are_deleted_after_thirty_days(asked):
    make_application_import(asked, by=UserFactory(), at=AT)
    assert life.delete_old(ApplicationImport, AT + timedelta(days=29)) == 0
    assert life.delete_old(ApplicationImport, AT + timedelta(days=31)) == 1


def test_a_file_is_only_for_who_uploaded_it_and_administrators(client, asked, administrator):
    stored = make_application_import(asked, by=StaffFactory(program=asked.program).person)
    here = address(asked, "_detail", stored.pk)
    client.force_login(StaffFactory(program=asked.program).person)
    assert client.get(here).status_code == 404
    client.force_login(administrator)
    page = client.get(here).content.decode()
    assert "ann@example.com" in page
    assert address(asked, "_apply", stored.pk) not in page


def test_file_is_deleted_when_its_owner_says_so(at_page, asked, organizer):
    stored = make_application_import(asked, by=organizer)
    at_page.post(address(asked, "_discard", stored.pk))
    assert not ApplicationImport.objects.exists()


def test_excel_says_the_same_as_csv(at_page, asked):
    rows = [["Email", "Role", "Why?", "Sent on"], ["ann@example.com", "mentee", 7.0, AT.date()]]
    response = upload(at_page, asked, workbook(rows, sheets=2))
    page = at_page.get(response.url).content.decode()
    assert "The file has 2 sheets" in page
    assert "Import 1 application" in page
    assert "2021-06-10" in page


@pytest.mark.parametrize("name", ODD)
def test_odd_file_is_read_or_refused_in_words(at_page, asked, name):
    """Never an error of ours, never half of a file, nothing alive on the page."""
    response = upload(at_page, asked, ODD[name])
    assert response.status_code in {200, 302}
    stored = ApplicationImport.objects.first()
    if stored is None:
        assert response.context["form"].errors["file"]
        return
    page = at_page.get(detail(asked)).content.decode()
    assert "<script>alert" not in page
    if "counts" in stored.outcome:
        imports.start(stored, at=AT)
        imports.apply(stored.pk, clock=lambda: AT)
        stored.refresh_from_db()
        assert stored.is_over
        older = stored.outcome["counts"]["older"]
        whole = stored.total_count - older if stored.state == "done" else 0
        assert Application.objects.count() == whole


def test_another_head_is_chosen_and_the_columns_are_read_again(at_page, asked):
    upload(at_page, asked, b"Report,of,today\nEmail,Role,Why?\nann@example.com,mentee,Grow\n")
    at_page.post(detail(asked), {"step": "reading", "head_line": "2"})
    stored = ApplicationImport.objects.get()
    assert stored.outcome["columns"] == ["Email", "Role", "Why?"]
    assert "Import 1 application" in at_page.get(detail(asked)).content.decode()


def test_a_file_that_a_job_reads_is_not_started_and_one_that_is_gone_is_not_read(asked):
    stored = make_application_import(asked, by=UserFactory())
    ApplicationImport.objects.update(state="running")
    with pytest.raises(ValidationError) as refused:
        imports.start(stored, at=AT)
    assert refused.value.code == "being_read"
    ApplicationImport.objects.all().delete()
    imports.look(stored.pk, clock=lambda: AT)
    assert not ApplicationImport.objects.exists()
