"""The public page of a cycle and the list of programs."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
import time_machine
from django.urls import reverse

from programs.actions import cycles
from programs.catalog import TEMPLATES
from programs.models import FaqEntry, Milestone
from programs.programfile import load
from tests.factories import ApplicationFactory, ParticipationFactory, StaffFactory, UserFactory

pytestmark = pytest.mark.django_db
AT = datetime(2021, 5, 1, 9, tzinfo=UTC)


@pytest.fixture
def women(db):
    cycle = load(TEMPLATES["women-at-gitlab-2021"].read(), at=AT).cycle
    return cycles.publish(cycle, by=None, at=AT)


class Tags(HTMLParser):
    """Every opening tag of a page with its attributes, as a browser would see them."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def url(cycle):
    return reverse("programs:cycle_public", args=[cycle.program.slug, cycle.slug])


def page(client, cycle):
    response = client.get(url(cycle))
    assert response.status_code == 200
    return response.content.decode()


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def rows(html):
    table = html[html.index("<table") : html.index("</table>")]
    return [
        [words(cell) for cell in re.findall(r"<td.*?</td>", row, re.S)]
        for row in re.findall(r"<tr.*?</tr>", table, re.S)[1:]
    ]


@pytest.mark.parametrize(
    ("moment", "mentors", "mentees"),
    [
        (
            "2021-05-19T23:59:59Z",
            "Opens Thu 20 May 2021, 00:00 (UTC)",
            "Opens Mon 7 June 2021, 00:00 (UTC)",
        ),
        (
            "2021-05-20T00:00:00Z",
            "Closes Mon 7 June 2021, 23:59 (UTC)",
            "Opens Mon 7 June 2021, 00:00 (UTC)",
        ),
        (
            "2021-06-07T23:59:59Z",
            "Closes Mon 7 June 2021, 23:59 (UTC)",
            "Closes Wed 23 June 2021, 23:59 (UTC)",
        ),
        (
            "2021-06-08T00:00:00Z",
            "The call closed on Mon 7 June 2021. Late applications help",
            "Closes Wed 23 June 2021, 23:59 (UTC)",
        ),
        (
            "2021-06-29T00:00:00Z",
            "The call closed on Mon 7 June 2021.",
            "The call closed on Wed 23 June 2021.",
        ),
    ],
)
def test_doors_know_whether_their_call_is_open(client, women, moment, mentors, mentees):
    with time_machine.travel(moment, tick=False):
        html = page(client, women)
    doors = [words(part) for part in re.findall(r'<section class="apply".*?</section>', html, re.S)]
    assert any(door.startswith("Mentor ") and mentors in door for door in doors)
    assert any(door.startswith("Mentee ") and mentees in door for door in doors)


@pytest.mark.parametrize(
    ("moment", "offered"),
    [
        ("2021-05-19T12:00Z", []),
        ("2021-06-07T12:00Z", ["Apply as mentor", "Apply as mentee"]),
        ("2021-06-15T12:00Z", ["Apply as mentee"]),
        ("2021-07-01T12:00Z", []),
    ],
)
def test_the_bar_of_phones_offers_what_can_be_done_in_time(client, women, moment, offered):
    with time_machine.travel(moment, tick=False):
        assert _bar(page(client, women)) == offered


def test_the_bar_asks_nothing_of_whoever_has_applied(client, women):
    sent = ApplicationFactory(
        cycle=women, role=women.roles.get(slug="mentee"), status="submitted", person__is_active=True
    )
    client.force_login(sent.person)
    with time_machine.travel("2021-06-15T12:00Z", tick=False):
        html = page(client, women)
    assert _bar(html) == []
    assert "See your status" in html


def _bar(html):
    bar = re.search(r'<nav class="applybar".*?</nav>', html, re.S)
    return [words(link) for link in re.findall(r"<a .*?</a>", bar[0], re.S)] if bar else []


def test_a_call_without_dates_is_to_be_decided(client, women):
    women.calls.update(opens_at=None, closes_at=None, late_until=None)
    html = words(page(client, women))
    assert html.count("The dates of this call are to be decided.") == 2


def test_timeline_is_the_table_of_2021(client, women):
    with time_machine.travel("2021-05-01T12:00Z"):
        found = rows(page(client, women))
    assert [[row[0], row[1].split()[0], row[2]] for row in found] == [
        ["20 May to 7 June 2021", "Call", "Application"],
        ["7 to 23 June 2021", "Call", "Application"],
        ["29 June 2021", "Pairs", ""],
        ["29 June to 7 July 2021", "Coffee", ""],
        ["7 and 8 July 2021", "Kickoff", ""],
        ["Week of 12 July 2021", "Self-paced", "How to be a good mentor or mentee"],
        ["Week of 16 August 2021", "Mid-program", ""],
        ["Week of 20 September 2021", "Celebration", ""],
    ]


def test_today_is_marked_in_one_line_only(client, women):
    with time_machine.travel("2021-06-15T12:00Z"):
        html = page(client, women)
    assert html.count("Today, 15 June") == 1
    assert [row[0] for row in rows(html) if "Today" in row[0]] == [
        "7 to 23 June 2021 Today, 15 June"
    ]


def test_a_date_without_a_resource_takes_no_line_for_it_on_a_phone(client, women):
    """The sheet hides such a cell by `:empty`, which a single line break would undo."""
    html = page(client, women)
    assert '<td class="res"></td>' in html
    assert not re.search(r'<td class="res">\s+</td>', html)


def test_internal_milestones_are_not_shown(client, women):
    assert women.milestones.filter(is_public=False).count() == 1
    assert "Planning issue" not in page(client, women)


@pytest.mark.parametrize(
    ("precision", "starts_on", "ends_on", "said"),
    [
        ("day", "2021-08-18", None, "18 August 2021"),
        ("span", "2021-08-18", "2021-08-20", "18 to 20 August 2021"),
        ("week", "2021-08-16", None, "Week of 16 August 2021"),
        ("month", "2021-08-01", None, "August 2021"),
        ("undecided", None, None, "To be decided"),
        ("undecided", "2021-08-16", None, "To be decided, around 16 August 2021"),
    ],
)
def test_dates_are_said_as_exactly_as_known(client, women, precision, starts_on, ends_on, said):
    Milestone.objects.create(
        cycle=women, title="AMA", precision=precision, starts_on=starts_on, ends_on=ends_on
    )
    assert [said] == [row[0] for row in rows(page(client, women)) if row[1] == "AMA"]


def test_participation_is_counted_live(client, women):
    for department in ("Sales", "Legal"):
        ParticipationFactory(cycle=women, side="mentor", department=department)
        ParticipationFactory(cycle=women, side="mentee", department="Sales")
    counts = "2 pairs, 4 people from 2 departments"
    with time_machine.travel("2021-07-20T12:00Z"):
        assert f"Taking part: {counts}" in words(page(client, women))
    with time_machine.travel("2021-10-20T12:00Z"):
        assert f"Took part: {counts}" in words(page(client, women))


def test_markup_of_organizers_cannot_run(client, women):
    evil = (
        "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)> "
        '<a href="https://x.example" onclick="a()">b</a> **bold** '
        "[data](data:text/html;base64,PHNjcmlwdD4=)"
    )
    women.structure = women.contact = evil
    women.save()
    women.program.mission = women.program.audience = evil
    women.program.save()
    FaqEntry.objects.create(cycle=women, question=evil[:250], answer=evil)
    women.roles.update(benefits=evil, considerations=evil, expectations=evil)
    html = page(client, women)
    assert "<strong>bold</strong>" in html
    tags = Tags(html).found
    assert [
        attributes for tag, attributes in tags if tag == "script" and "src" not in attributes
    ] == []
    assert [name for _tag, attributes in tags for name in attributes if name.startswith("on")] == []
    links = [attributes["href"] for _tag, attributes in tags if "href" in attributes]
    assert {link.partition(":")[0] for link in links if ":" in link} <= {"https", "http", "mailto"}
    assert [attributes for tag, attributes in tags if tag == "img"] == []


def test_an_unpublished_page_is_for_organizers(client, women):
    women.published_at = None
    women.save()
    assert client.get(url(women)).status_code == 302
    client.force_login(UserFactory())
    assert client.get(url(women)).status_code == 404
    client.force_login(StaffFactory(program=women.program).person)
    assert "Not public yet." in page(client, women)


def test_an_applicant_sees_their_own_way_on(client, women):
    draft = ApplicationFactory(cycle=women, side="mentor", status="draft")
    client.force_login(draft.person)
    with time_machine.travel("2021-05-25T12:00Z"):
        html = page(client, women)
    assert "Apply as mentor" not in words(html)


def test_a_visitors_page_costs_three_queries_once_it_is_kept(
    client, women, django_assert_num_queries
):
    """The cycle, and what can be taken back at any moment, so that nothing keeps it: its quotes, and
    whether there are results."""
    page(client, women)
    with django_assert_num_queries(3):
        response = client.get(url(women))
    assert response.headers["Cache-Control"] == "no-cache"
    again = client.get(url(women), headers={"if-none-match": response.headers["ETag"]})
    assert again.status_code == 304


def test_the_list_costs_the_same_with_more_programs(client, django_assert_num_queries):
    def add(number):
        text = TEMPLATES["plain"].read().replace("slug: plain", f"slug: plain-{number}")
        cycles.publish(load(text, at=AT).cycle, by=None, at=AT)

    add(1)
    with django_assert_num_queries(3):
        client.get(reverse("programs:program_list"))
    for number in (2, 3, 4):
        add(number)
    with django_assert_num_queries(3):
        html = client.get(reverse("programs:program_list")).content.decode()
    assert len(re.findall(r"Mentorship program\s*</a>", html)) == 4


def test_the_list_says_so_when_it_is_empty(client):
    assert (
        "No program is public yet" in client.get(reverse("programs:program_list")).content.decode()
    )


def test_what_is_in_writing_says_until_when(client, organizer, cycle):
    cycle.events.create(title="Thread", is_async=True, writing_until=date(2027, 5, 7))
    for address in (
        reverse("programs:cycle_public", args=[cycle.program.slug, cycle.slug]),
        reverse("events:event_list", args=[cycle.program.slug, cycle.slug]),
    ):
        client.force_login(organizer)
        page = client.get(address).text
        assert "In writing, until 7 May 2027" in page
        assert "at any time" not in page
