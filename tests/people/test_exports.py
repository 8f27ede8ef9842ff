"""People as a file: what the import reads, and imported again it changes nothing."""

from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from people.models import AuditEntry, PeopleImport, User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(administrator):
    boss = UserFactory(name="Ada O’Neil", external_id="0007", level=5, started_on=date(2015, 2, 3))
    chief = UserFactory(name="=Bo Chief", time_zone="Asia/Kolkata")
    return [
        UserFactory(
            name="Zoë “Zo” Großmann",
            external_id="0012",
            manager=boss,
            division="Sales, North",
            department="- Field",
            job_title="Lead; Sales",
            level=0,
            started_on=date(2021, 6, 7),
            location="São Paulo",
            time_zone="America/Sao_Paulo",
            about="Private words",
            pronouns="she",
        ),
        UserFactory(name="Cy", manager=chief),
    ]


def stored():
    return list(User.objects.order_by("pk").values())


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_page_exports_what_imports_again_unchanged(client, administrator, people, kind):
    client.force_login(administrator)
    before = stored()
    assert reverse("people:person_export") in client.get(reverse("people:person_list")).text

    answer = client.get(reverse("people:person_export"), {"format": kind})
    content = b"".join(answer.streaming_content)
    file = SimpleUploadedFile(f"people.{kind}", content)
    client.post(reverse("people:import"), {"file": file, "as_of": "2021-07-01"})

    preview = reverse("people:import_detail", args=[PeopleImport.objects.get().pk])
    said = "Everyone in this file is known and up to date: there is nothing to save."
    assert said in client.get(preview).text
    assert stored() == before
    line = AuditEntry.objects.get(action="people_exported")
    assert (line.by, line.subject) == (administrator, "people")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_command_exports_what_imports_again_unchanged(tmp_path, capsys, people, kind):
    before, file = stored(), tmp_path / f"people.{kind}"

    call_command("export_people", format=kind, output=str(file))
    call_command("import_people", str(file), "--as-of", "2021-07-01")

    assert f"{len(before)} unchanged" in capsys.readouterr().out
    assert stored() == before
    assert AuditEntry.objects.get(action="people_exported").by is None


def test_days_are_days_and_only_what_the_import_reads_leaves(client, administrator, people):
    UserFactory(name="Gone", is_active=False)
    client.force_login(administrator)

    text = b"".join(client.get(reverse("people:person_export")).streaming_content).decode()
    for words in ("2021-06-07", "0012", "America/Sao_Paulo"):
        assert words in text
    for words in ("Private words", "she", "Gone", "performance"):
        assert words not in text
    answer = client.get(reverse("people:person_export"), {"format": "xlsx"})
    path = SimpleUploadedFile("people.xlsx", b"".join(answer.streaming_content))
    rows = list(openpyxl.load_workbook(path).active.values)
    place = rows[0].index("start_date")
    assert date(2021, 6, 7) in [row[place] and row[place].date() for row in rows[1:]]
