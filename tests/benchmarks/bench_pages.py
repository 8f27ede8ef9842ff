"""What pages of a big cycle cost, beside a small one. By hand, one JSON line per figure:

    python -m pytest tests/benchmarks/bench_pages.py -s

Data: applications with eight answers each (one third mentors), every fifth of them in a published
pair with six sessions. Pages are asked through the test client in this process, without gunicorn.
"""

import json
import random
import statistics
import time
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import Application, Participation
from events.models import Attendance, Event, Slot
from pairs.models import MentoringSession, Pair
from people.models import User
from people.names import sort_key
from surveys.models import Answer, Response
from tests.factories import QuestionFactory

AT = datetime(2021, 8, 20, 9, tzinfo=UTC)
SIZES = (100, 10_000)
ROUNDS = 9
FOCUS = ["visibility", "career", "speaking", "depth", "negotiation", "feedback"]
DIVISIONS = ["Sales", "Legal", "Engineering", "Support", "People", "Marketing", "Design", "Data"]
FIRST = ["Ada", "Émile", "Noor", "Zora", "Hana", "Bo", "Leda", "Cato", "Ilse", "Juno"]
LAST = ["Arnesen", "Dupont", "Castellane", "Ferriday", "Orrell", "Marsh", "Tarn", "Strand"]


@pytest.fixture
def questions(cycle):
    """Eight questions per role: two with choices, one yes or no, five texts."""
    return {role.side: [_question(role, number) for number in range(8)] for role in _roles(cycle)}


@pytest.mark.django_db
def test_pages(client, cycle, organizer, questions):
    have = 0
    for size in SIZES:
        _load(cycle, questions, have, size)
        have = size
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        for name, who, address in _pages(cycle, organizer):
            _measure(client, name, size, who, address)


def _pages(cycle, organizer):
    slugs = [cycle.program.slug, cycle.slug]
    table = reverse("applications:application_list", args=slugs)
    one = cycle.applications.order_by("pk").last().pk
    yield "applications, 50 rows", organizer, table
    yield "applications, last page", organizer, f"{table}?page=99999"
    yield "applications, by division", organizer, f"{table}?sort=division"
    yield "applications, one choice", organizer, f"{table}?a.q0=visibility"
    yield "applications, search", organizer, f"{table}?q=emi"
    yield "applications, rare word", organizer, f"{table}?q=person7x"
    yield "one application", organizer, f"{table}{one}/"
    yield "export of everything", organizer, f"{table}export/?{_every_column()}"
    yield "dashboard", organizer, reverse("outcomes:dashboard", args=slugs)
    yield "report", organizer, reverse("outcomes:report", args=slugs)
    yield "public page, visitor", None, reverse("programs:cycle_public", args=slugs)


def _every_column():
    return "&".join(f"column=a.q{number}" for number in range(8)) + "&column=division&column=sent"


def _measure(client, name, size, who, address):
    client.logout()
    if who is not None:
        client.force_login(who)
    took, worked, length = [], [], 0
    with time_machine.travel(AT, tick=True):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            _length(client.get(address))
        count = len(queries)  # the next request empties the log
        for _ in range(3 if "export" in name else ROUNDS):
            start, work = time.perf_counter(), time.process_time()
            length = _length(client.get(address))
            took.append(1000 * (time.perf_counter() - start))
            worked.append(1000 * (time.process_time() - work))
    figure = {
        "page": name,
        "applications": size,
        "queries": count,
        "median_ms": round(statistics.median(took), 1),
        "median_cpu_ms": round(statistics.median(worked), 1),
        "kB": round(length / 1000),
    }
    print(json.dumps(figure, ensure_ascii=False))  # noqa: T201 figures are the point


def _length(response):
    assert response.status_code == 200, response.status_code
    content = response.streaming_content if response.streaming else [response.content]
    return sum(len(part) for part in content)


def _roles(cycle):
    return cycle.roles.filter(side__in=["mentor", "mentee"])


def _question(role, number):
    fields = {"questionnaire": role.questionnaire, "key": f"q{number}"}
    if number == 0:
        return QuestionFactory(kind="several", pairing_use="focus", choices=FOCUS, **fields)
    if number == 1:
        choices = ["calls", "async", "either"]
        return QuestionFactory(kind="one", pairing_use="async", choices=choices, **fields)
    return QuestionFactory(kind="yes_no" if number == 2 else "long_text", **fields)


def _load(cycle, questions, first, last):
    chance = random.Random(first)
    people = User.objects.bulk_create([_person(number, chance) for number in range(first, last)])
    sides = ["mentor" if number % 3 == 0 else "mentee" for number in range(first, last)]
    roles = {role.side: role for role in _roles(cycle)}
    responses = Response.objects.bulk_create(
        Response(questionnaire=roles[side].questionnaire, person=person)
        for person, side in zip(people, sides, strict=True)
    )
    applications = Application.objects.bulk_create(
        _application(cycle, roles[side], person, response, chance)
        for person, side, response in zip(people, sides, responses, strict=True)
    )
    for start in range(0, len(responses), 1000):
        Answer.objects.bulk_create(
            answer
            for response, side in list(zip(responses, sides, strict=True))[start : start + 1000]
            for answer in _answers(response, questions[side], chance)
        )
    _pair(cycle, roles, applications)


def _person(number, chance):
    name = f"{chance.choice(FIRST)} {chance.choice(LAST)} {number}"
    return User(
        email=f"person{number}x@example.com",
        name=name,
        sort_name=sort_key(name),
        division=chance.choice(DIVISIONS),
    )


def _application(cycle, role, person, response, chance):
    return Application(
        cycle=cycle,
        role=role,
        person=person,
        response=response,
        status=chance.choice(["submitted", "eligible", "eligible", "not_eligible"]),
        submitted_at=AT - timedelta(days=chance.randint(60, 90), seconds=chance.randint(0, 80000)),
        is_late=chance.random() < 0.05,
        name=person.name,
        division=person.division,
        department=f"Department {chance.randint(1, 40)}",
        job_title="Engineer",
        location="Graz",
        time_zone="Europe/Vienna",
        started_on=date(2019, 1, 1),
    )


def _answers(response, questions, chance):
    several, one, yes_no, *texts = questions
    for choice in chance.sample(list(several.choices.all()), 2):
        yield Answer(response=response, question=several, choice=choice)
    yield Answer(response=response, question=one, choice=chance.choice(list(one.choices.all())))
    yield Answer(response=response, question=yes_no, number=chance.randint(0, 1))
    for question in texts:
        yield Answer(response=response, question=question, text="I want to learn to lead. " * 4)


def _pair(cycle, roles, applications):
    mentors = [one for one in applications if one.role_id == roles["mentor"].pk]
    mentees = [one for one in applications if one.role_id == roles["mentee"].pk]
    couples = list(zip(mentors, mentees, strict=False))[: len(applications) // 5]
    sides = []
    for place, side in enumerate(("mentor", "mentee")):
        sides.append(
            Participation.objects.bulk_create(
                Participation(
                    cycle=cycle,
                    role=roles[side],
                    person=couple[place].person,
                    application=couple[place],
                    department=couple[place].department,
                    created_at=AT,
                )
                for couple in couples
            )
        )
    pairs = Pair.objects.begin_all(
        (Pair(cycle=cycle, starts_on=cycle.starts_on), mentor.pk, mentee.pk)
        for mentor, mentee in zip(*sides, strict=True)
    )
    MentoringSession.objects.bulk_create(
        MentoringSession(pair=pair, held_on=cycle.starts_on + timedelta(days=14 * window + 2))
        for pair in pairs
        for window in range(6)
    )
    _attend(cycle, couples)


def _attend(cycle, couples):
    """A kickoff of three slots; nine of ten came to one of them."""
    event, made = Event.objects.get_or_create(cycle=cycle, title="Kickoff")
    if made:
        starts = datetime.combine(cycle.starts_on, datetime.min.time(), UTC)
        Slot.objects.bulk_create(
            Slot(event=event, starts_at=starts + timedelta(hours=hour)) for hour in (8, 12, 16)
        )
    slots = list(event.slots.all())
    people = [application.person for couple in couples for application in couple]
    Attendance.objects.bulk_create(
        Attendance(event=event, slot=slots[number % 3], person=person, noted_at=AT)
        for number, person in enumerate(people)
        if number % 10
    )
