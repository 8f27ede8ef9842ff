"""Links that say where applications come from, and links that let somebody in late."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from applications.actions import links
from applications.models import Application, InvitationLink, LateEntry
from people.models import AuditEntry
from tests.concurrency import together
from tests.factories import ApplicationFactory, CallFactory, UserFactory

pytestmark = pytest.mark.django_db


def list_of(cycle):
    return reverse("applications:link_list", args=[cycle.program.slug, cycle.slug])


def to_join(link):
    return reverse("applications:link_open", args=[link.code])


def form_of(role):
    cycle = role.cycle
    return reverse(
        "applications:application_apply", args=[cycle.program.slug, cycle.slug, role.slug]
    )


def make(cycle, channel="chat", name="Chat", **more):
    return links.add(cycle, channel=channel, name=name, by=None, at=timezone.now(), **more)


@pytest.fixture
def cycle(cycle):
    """One that runs now."""
    today = timezone.now().date()
    cycle.starts_on, cycle.ends_on = today - timedelta(days=1), today + timedelta(days=60)
    cycle.save(update_fields=["starts_on", "ends_on"])
    return cycle


@pytest.fixture
def role(cycle):
    return cycle.roles.get(side="mentee")


@pytest.fixture
def closed(role):
    """A role whose call closed yesterday."""
    role.calls.all().delete()
    now = timezone.now()
    day = timedelta(days=1)
    CallFactory(cycle=role.cycle, role=role, opens_at=now - 20 * day, closes_at=now - day)
    return role


def late(role, **more):
    ends = timezone.now() + timedelta(days=3)
    given = {"most_uses": 1, "expires_at": ends} | more
    return make(role.cycle, "late", "For Ann", role=role, **given)


BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def client(client):
    """A browser that says what it is."""
    client.defaults["HTTP_USER_AGENT"] = BROWSER
    return client


def test_a_visit_is_counted_and_goes_on_to_the_public_page(client, cycle):
    link = make(cycle)
    response = client.get(to_join(link))
    client.head(to_join(link))
    link.refresh_from_db()
    assert response.url == reverse("programs:cycle_public", args=[cycle.program.slug, cycle.slug])
    assert link.visits == 1


def test_a_browser_counts_once_per_link_however_often_it_comes_back(client, cycle, stranger):
    link, other = make(cycle), make(cycle, "mail", "Mail")
    for one in (link, other, link, link):
        client.get(to_join(one))
    client.force_login(stranger)
    client.get(to_join(link))
    Client(headers={"User-Agent": BROWSER}).get(to_join(link))
    assert [row.visits for row in cycle.links.order_by("pk")] == [2, 1]


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"},
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"User-Agent": "Mozilla/5.0 SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com"},
        {"User-Agent": "facebookexternalhit/1.1"},
        {"User-Agent": "WhatsApp/2.23"},
        {"User-Agent": "Mozilla/5.0 (X11) AppleWebKit/537.36 HeadlessChrome/130.0 Safari/537.36"},
        {"User-Agent": "python-requests/2.32"},
        {"User-Agent": "curl/8.5"},
        {"User-Agent": ""},
        {"User-Agent": BROWSER, "Sec-Purpose": "prefetch;anonymous-client-ip"},
        {"User-Agent": BROWSER, "Sec-Purpose": "prefetch;prerender"},
        {"User-Agent": BROWSER, "Purpose": "prefetch"},
        {"User-Agent": BROWSER, "X-Moz": "prefetch"},
        {"User-Agent": BROWSER, "X-Purpose": "preview"},
        {"User-Agent": BROWSER, "Sec-Fetch-Dest": "image"},
    ],
)
def test_previews_scanners_and_pages_fetched_ahead_are_no_visits(cycle, headers):
    link = make(cycle)
    Client().get(to_join(link), headers=headers)
    link.refresh_from_db()
    assert link.visits == 0


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
        "Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Linux; Android 15; CUBOT X30) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/130.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0",
    ],
)
def test_people_with_any_browser_are_visits(cycle, agent):
    link = make(cycle)
    Client().get(to_join(link), headers={"User-Agent": agent, "Sec-Fetch-Dest": "document"})
    link.refresh_from_db()
    assert link.visits == 1


def test_the_page_says_what_is_counted(client, cycle, organizer):
    make(cycle)
    client.force_login(organizer)
    page = " ".join(client.get(list_of(cycle)).content.decode().split())
    assert "each that opened the link counts once" in page
    assert "A mail scanner that poses as a browser does" in page


def test_an_application_remembers_the_link_its_person_came_by_first(client, cycle, role, stranger):
    CallFactory(cycle=cycle, role=role)
    first, second = make(cycle), make(cycle, "mail", "Mail")
    client.get(to_join(first))
    client.force_login(stranger)
    draft = form_of(role) + "draft/"
    client.post(draft, {})
    client.get(to_join(second))
    client.post(draft, {})
    assert Application.objects.get(person=stranger).source == first


def test_the_page_counts_visits_and_applications_per_link(client, cycle, organizer):
    link, other = make(cycle), make(cycle, "mail", "All hands")
    for status, source in (("draft", link), ("submitted", link), ("withdrawn", link)):
        ApplicationFactory(cycle=cycle, side="mentee", status=status, source=source)
    ApplicationFactory(cycle=cycle, side="mentee", status="submitted")
    client.get(to_join(other))
    client.force_login(organizer)
    page = client.get(list_of(cycle))
    bars = re.findall(r'meter thin grow"\s+style="--v:(\d+)%', page.text)
    assert sorted(bars) == ["0", "100", "100"]
    rows = page.context["links"]
    counted = {row.name: (row.visits, row.begun, row.sent) for row, _address, _open in rows}
    assert counted == {"Chat": (0, 3, 1), "All hands": (1, 0, 0)}
    assert client.get(list_of(cycle)).context["without"] == {"begun": 1, "sent": 1}


def test_ready_texts_hold_facts_of_the_cycle_and_their_own_link(client, cycle, role, organizer):
    CallFactory(cycle=cycle, role=role)
    client.force_login(organizer)
    client.post(list_of(cycle), {"usual": "1"})
    client.post(list_of(cycle), {"usual": "1"})
    texts = client.get(list_of(cycle)).context["texts"]
    assert [link.channel for link, _text in texts] == ["mail", "chat", "newsletter", "poster"]
    for link, text in texts:
        assert to_join(link) in text
        assert cycle.name in text
        assert role.name_of_several in text


def test_links_cost_as_many_queries_for_four_as_for_one(client, cycle, organizer):
    client.force_login(organizer)
    counts = []
    for names in ("a", "bcd"):
        for name in names:
            make(cycle, name=name)
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get(list_of(cycle))
        counts.append(len(found))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"channel": "chat", "name": ""}, {"name"}),
        ({"channel": "nothing", "name": "x"}, {"channel"}),
        ({"channel": "late", "name": "Ann"}, {"role", "last_day"}),
        ({"channel": "late", "name": "Ann", "last_day": "2001-01-01"}, {"role", "last_day"}),
        ({"channel": "chat", "name": "Taken"}, {"__all__"}),
        ({"channel": "chat", "name": "x", "role": "999999"}, {"role"}),
    ],
)
def test_what_makes_no_link_is_said_at_the_field(client, cycle, organizer, typed, wrong):
    make(cycle, name="Taken")
    client.force_login(organizer)
    response = client.post(list_of(cycle), typed)
    assert set(response.context["form"].errors) == wrong
    assert cycle.links.count() == 1


def test_a_closed_link_counts_nobody_any_more(client, cycle, organizer, stranger):
    link = make(cycle)
    client.force_login(organizer)
    client.post(reverse("applications:link_close", args=[cycle.program.slug, cycle.slug, link.pk]))
    client.force_login(stranger)
    client.get(to_join(link))
    link.refresh_from_db()
    assert (link.visits, link.closed_at is None) == (0, False)
    assert links.SESSION_KEY not in client.session


def test_a_link_of_an_unpublished_cycle_opens_nothing(client, cycle, stranger):
    cycle.published_at = None
    cycle.save(update_fields=["published_at"])
    link = make(cycle)
    assert "login" in client.get(to_join(link)).url
    client.force_login(stranger)
    assert client.get(to_join(link)).status_code == 404
    assert client.get("/join/nothing/").status_code == 404


def test_a_late_link_lets_one_person_apply_after_the_close(client, closed, stranger):
    link = late(closed)
    client.force_login(stranger)
    assert "call" in client.get(form_of(closed)).content.decode()
    assert not client.get(form_of(closed)).context.get("form")

    assert "Apply now" in client.get(to_join(link)).content.decode()
    assert not LateEntry.objects.exists()
    assert client.post(to_join(link)).url == form_of(closed)
    client.post(to_join(link))

    page = client.get(form_of(closed))
    assert page.context["form"]
    assert page.context["setting"].is_late
    standing = client.post(f"{form_of(closed)}draft/", follow=True)
    assert "you can still send it as a late application" in standing.content.decode()
    client.force_login(UserFactory())
    assert "used as often as it may" in client.post(to_join(link)).content.decode()
    assert LateEntry.objects.count() == 1


def test_a_late_link_ends_at_its_last_day_and_when_it_is_closed(client, closed, stranger):
    link = late(closed)
    links.let_in(link, stranger, at=timezone.now())
    client.force_login(stranger)
    InvitationLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert not client.get(form_of(closed)).context.get("form")
    assert "This link has ended." in client.get(to_join(link)).content.decode()
    InvitationLink.objects.update(
        expires_at=timezone.now() + timedelta(days=1), closed_at=timezone.now()
    )
    assert not client.get(form_of(closed)).context.get("form")


def test_a_channel_lets_nobody_in_late(closed, stranger):
    with pytest.raises(ValidationError) as refused:
        links.let_in(make(closed.cycle), stranger, at=timezone.now())
    assert refused.value.code == "ended"


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_take_one_place_of_a_late_link(closed):
    link, people = late(closed), [UserFactory(), UserFactory()]
    came = together(
        *[lambda p=person: links.let_in(link, p, at=timezone.now()) for person in people]
    )
    assert LateEntry.objects.count() == 1
    assert sum(isinstance(one, ValidationError) for one in came) == 1


def test_a_link_is_closed_once_and_nobody_comes_by_it_any_more(cycle, stranger, organizer):
    link, application = make(cycle), ApplicationFactory(cycle=cycle, person=stranger)
    for _time in range(2):
        links.close(link, by=organizer, at=timezone.now())
    assert AuditEntry.objects.filter(action="link_closed").count() == 1
    links.note_source(application, link.pk)
    application.refresh_from_db()
    assert application.source is None


def test_a_cycle_has_at_most_five_hundred_links(cycle, organizer):
    made = timezone.now()
    InvitationLink.objects.bulk_create(
        InvitationLink(cycle=cycle, channel="chat", name=str(n), created_at=made, code=f"c{n}")
        for n in range(links.MOST_LINKS)
    )
    with pytest.raises(ValidationError) as refused:
        make(cycle)
    assert refused.value.code == "too_many"
