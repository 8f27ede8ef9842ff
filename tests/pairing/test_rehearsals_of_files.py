"""A rehearsal with the people of a file: read as an import would, and nothing of it stays."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from applications.models import Application
from notifications import due
from notifications.models import Message
from pairing.actions import rehearsals
from pairing.engine.scoring import Person
from pairing.models import Rehearsal
from pairing.runs.rehearsal import filed
from people.models import User
from tests.pairing.crowd import ask, ask_focus
from tests.pairing.test_rehearsals import address, rows

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 28, tzinfo=UTC)
HEAD = "email,name,role,division,level,places offered,started on,Areas,Week"


def lines(mentors=3, mentees=4):
    return [
        *(
            f"m{n}@file.example,Mentor {n},mentor,North,7,2,2020-01-06,Feedback,"
            for n in range(mentors)
        ),
        *(f"e{n}@file.example,Mentee {n},mentee,South,3,,,Strategy," for n in range(mentees)),
    ]


def content(*more, **counts):
    return "\n".join([HEAD, *lines(**counts), *more]).encode()


@pytest.fixture
def asking(cycle):
    ask_focus(cycle)
    for side in ("mentor", "mentee"):
        question = cycle.roles.get(side=side).questionnaire.questions.get(pairing_use="focus")
        question.text, question.key = "Areas", "areas"
        question.save(update_fields=["text", "key"])
        ask(cycle, side, "availability", kind="week", key="week", text="Week", is_required=False)
    return cycle


def rehearse(client, cycle, data, **more):
    file = SimpleUploadedFile("people.csv", data, content_type="text/csv")
    typed = {"cohort": "file", "file": file, **more}
    return client.post(address(cycle), typed, follow=True)


def test_people_of_a_file_run_through_the_plan_and_nothing_of_them_stays(
    client, asking, organizer, django_capture_on_commit_callbacks
):
    client.force_login(organizer)
    before, people = rows(), User.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        page = rehearse(client, asking, content())
    assert page.redirect_chain
    done = asking.rehearsals.get()
    assert done.state == Rehearsal.State.DONE
    figures = done.figures
    assert (figures["mentors"], figures["mentees"], figures["places"]) == (3, 4, 6)
    assert figures["pairs"] == 4
    assert (done.people, done.mentor_percent, done.people_read) == (7, 43, [])
    due.run_all(timezone.now())
    assert rows() == before
    assert User.objects.count() == people
    assert not Application.objects.exists()
    assert not Message.objects.exists()
    text = client.get(address(asking)).text
    assert "7 applications from a file, 43% of them from mentors" in text
    assert "file.example" not in text
    assert "Mentor 1" not in str(Rehearsal.objects.values())


def test_row_that_cannot_be_read_is_left_out_and_said(client, asking, organizer):
    client.force_login(organizer)
    page = rehearse(
        client, asking, content("nobody,X,mentor,,,,,Feedback,", "a@b.example,Y,boss,,,,,,")
    )
    text = page.text
    assert "2 rows are left out." in text
    assert "line 9:" in text
    assert asking.rehearsals.get().people == 7


@pytest.mark.parametrize(
    ("data", "more", "said"),
    [
        (b"", {}, "empty"),
        (b"name\nAnn\n", {}, "No column holds the e-mail address"),
        (b"email\na@b.example\n", {}, "No column says in which role"),
        (content(mentors=0), {}, "0 mentors and 4 mentees"),
        (content(mentors=1, mentees=1), {}, "between 4 and 6000 applications"),
        (
            content("a@b.example,A,mentor,,,,03/04/2020,Feedback,").replace(b"2020-01-06", b""),
            {},
            "write days as 2027-03-31",
        ),
    ],
)
def test_file_that_says_too_little_is_refused(client, asking, organizer, data, more, said):
    client.force_login(organizer)
    page = rehearse(client, asking, data, **more)
    assert said in page.text
    assert not asking.rehearsals.exists()


def test_file_is_needed_and_not_of_any_size(client, asking, organizer, monkeypatch):
    client.force_login(organizer)
    assert "Choose a file." in client.post(address(asking), {"cohort": "file"}).text
    monkeypatch.setattr("pairing.forms.rehearsals.MOST_BYTES", 10)
    assert "larger than 20 MB" in rehearse(client, asking, content()).text
    assert not asking.rehearsals.exists()


def test_one_role_for_everybody_leaves_the_other_side_empty(client, asking, organizer):
    client.force_login(organizer)
    role = asking.roles.get(side="mentor")
    page = rehearse(client, asking, b"email,Areas\na@b.example,Feedback\n", role=role.pk)
    assert "1 mentors and 0 mentees" in page.text


def test_people_are_read_as_pairing_reads_them(asking):
    more = "m0@file.example,Mentor 0,mentee,North,7,,2020-01-06,Strategy,Mon 09:00-10:00"
    read = filed.read(asking, content(more, mentors=1, mentees=0), role=None, at=AT)
    assert read.problems == []
    (mentor_side, mentor), (mentee_side, mentee) = read.people
    assert (mentor_side, mentee_side) == ("mentor", "mentee")
    found = filed.from_plain(mentor)
    assert (found.division, found.level, found.capacity) == ("North", 7, 2)
    assert (found.focus, found.started_on) == (("Feedback",), date(2020, 1, 6))
    assert found.person_id == filed.from_plain(mentee).person_id  # one person in both roles
    assert filed.from_plain(mentee).hours == frozenset({18, 19})
    assert "file.example" not in str(read.people)


def test_person_comes_back_as_they_went():
    one = Person(
        "a", "b", "North", "Sales", 4, "Europe/Vienna", date(2020, 1, 6), "", frozenset({"English"}),
        ("Law",), "text", frozenset({3, 1}), True, 2, True, ("x",), 3, 2, True, False,
    )  # fmt: skip
    assert filed.from_plain(filed.as_plain(one)) == one
    assert filed.from_plain(filed.as_plain(Person("a"))) == Person("a")


def test_stopped_or_lost_the_people_are_gone_too(asking, organizer):
    read = filed.read(asking, content(), role=None, at=AT)

    def start():
        return rehearsals.start(asking, by=organizer, at=timezone.now(), cohort="file", read=read)

    made = start()
    assert len(made.people_read) == 7
    assert rehearsals.cancel(asking, at=timezone.now())
    made.refresh_from_db()
    assert made.people_read == []
    lost = start()
    Rehearsal.objects.filter(pk=lost.pk).update(attempts=3)
    rehearsals.carry_out(lost.pk, clock=lambda: timezone.now() + timedelta(hours=1))
    lost.refresh_from_db()
    assert (lost.state, lost.people_read) == (Rehearsal.State.FAILED, [])


def test_file_sent_while_another_rehearsal_works_is_not_read_as_if_it_had_begun(
    client, asking, organizer
):
    client.force_login(organizer)
    rehearsals.start(asking, by=organizer, at=AT, cohort="invented", people=10, mentor_percent=40)
    text = rehearse(client, asking, content("nobody,Nobody,mentor")).text
    assert "A rehearsal is under way already, so yours was not started." in text
    assert "left out" not in text
    assert asking.rehearsals.get().people_read == []


def test_database_keeps_nobody_of_a_file_after_the_work(asking, organizer):
    read = filed.read(asking, content(), role=None, at=AT)
    made = rehearsals.start(asking, by=organizer, at=timezone.now(), cohort="file", read=read)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rehearsal.objects.filter(pk=made.pk).update(state="done")


def test_action_refuses_a_file_without_people(asking, organizer):
    for read in (None, filed.Filed([], [])):
        with pytest.raises(ValidationError) as refused:
            rehearsals.start(asking, by=organizer, at=timezone.now(), cohort="file", read=read)
        assert refused.value.code == "sides"
