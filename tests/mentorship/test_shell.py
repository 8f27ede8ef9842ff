import re
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.urls import reverse

from tests.factories.people import UserFactory
from tests.factories.programs import CycleFactory

pytestmark = pytest.mark.django_db


def draw(rf, source, *, user, roles=(), **context):
    request = rf.get("/")
    request.user, request.roles = user, set(roles)
    template = Template("{% load shell %}" + source)
    return template.render(Context({"request": request, "user": user, **context}))


def tabs(rf, user, roles=(), **context):
    cycle = CycleFactory.build(program__slug="women", slug="2021")
    return draw(
        rf, "{% cycle_tabs cycle 'messages' %}", user=user, roles=roles, cycle=cycle, **context
    )


def test_organizer_sees_the_groups_and_the_pages_of_the_current_one(rf, stranger):
    groups, beside, _menu = navs(tabs(rf, stranger, ["organizer"]))
    assert groups.count("<li>") == 7
    assert 'href="/organize/women/2021/messages/" aria-current="page"' in " ".join(beside.split())
    assert (groups.count("aria-current"), beside.count("aria-current")) == (1, 1)
    assert "/messages/announcements/" in beside
    assert "/events/" in groups  # where the group begins
    assert "/surveys/" not in groups + beside  # of another group


def test_the_menu_of_phones_has_every_page_of_the_cycle(rf, stranger):
    html = tabs(rf, stranger, ["organizer"])
    summary = re.search(r"<summary>.*?</summary>", html, re.S).group()
    assert ("Messages" in summary, "Outbox" in summary) == (True, True)
    menu = navs(html)[2]
    assert "/surveys/" in menu
    assert "/messages/announcements/" in menu
    assert menu.count('aria-current="page"') == 1


def navs(html):
    return re.findall(r"<nav[^>]*>.*?</nav>", html, re.S)


def test_other_staff_see_no_tab_they_may_not_open(rf, stranger):
    assert "/messages/" not in tabs(rf, stranger, ["committee"])
    assert "/messages/" not in tabs(rf, stranger)


@pytest.mark.parametrize(
    ("first_day", "end"), [("2021-07-07", "pairs/"), ("2100-07-07", "pairing/")]
)
def test_the_tab_of_pairs_leads_to_those_at_work_once_the_cycle_has_begun(
    rf, stranger, first_day, end
):
    cycle = CycleFactory.build(
        program__slug="women",
        slug="2021",
        starts_on=date.fromisoformat(first_day),
        pairs_published_at=datetime(2021, 6, 1, tzinfo=UTC),
    )
    source = "{% cycle_tabs cycle 'messages' %}"
    html = draw(rf, source, user=stranger, roles=["organizer"], cycle=cycle)
    assert f'href="/organize/women/2021/{end}"' in html


def test_administrator_reads_every_tab(rf, administrator):
    assert "/messages/" in tabs(rf, administrator)


MENU = "{% main_links as links %}{% include 'partials/_nav.html' %}"


def test_menus_are_empty_for_visitors(rf):
    assert draw(rf, MENU, user=AnonymousUser()).strip() == ""


def test_administration_is_offered_to_administrators_only(rf, administrator, stranger):
    assert "/admin/" in draw(rf, "{% account_menu user %}", user=administrator)
    assert "/admin/" not in draw(rf, "{% account_menu user %}", user=stranger)


def test_account_menu_signs_out_by_post(rf, stranger):
    html = draw(rf, "{% account_menu user %}", user=stranger)
    assert '<form method="post" action="/account/logout/">' in html


PUBLISHED = datetime(2021, 5, 1, tzinfo=UTC)
DATES = {"starts_on": date(2021, 7, 7), "ends_on": date(2021, 9, 30), "published_at": PUBLISHED}
PAIRED = DATES | {"pairs_published_at": PUBLISHED}


@pytest.mark.parametrize(
    ("fields", "day", "words"),
    [
        ({"published_at": None}, 1, "Draft"),
        (DATES, 1, "Before pairing"),
        (PAIRED, 1, "Paired, not started"),
        (PAIRED, 7, "Running, week 1 of 13"),
        (PAIRED, 14, "Running, week 2 of 13"),
        (PAIRED, 93, "Finished"),
        (PAIRED | {"archived_at": PUBLISHED}, 14, "Archived"),
        (
            PAIRED | {"starts_on": None, "ends_on": None, "program__is_independent": True},
            1,
            "Always open",
        ),
    ],
)
def test_state_of_a_cycle_in_words(rf, fields, day, words):
    at = datetime.fromordinal(date(2021, 6, 30).toordinal() + day).replace(hour=12, tzinfo=UTC)
    cycle = CycleFactory.build(**fields)
    html = draw(rf, "{% cycle_state cycle %}", user=UserFactory.build(), cycle=cycle, at=at)
    assert f"{words}</span>" in html


def test_organize_is_offered_to_those_known_to_organize(rf, stranger):
    assert "/organize/" not in draw(rf, MENU, user=stranger)
    assert "/organize/" in draw(rf, MENU, user=stranger, roles=["organizer"])
    stranger.may_create_programs = True
    assert "/organize/" in draw(rf, MENU, user=stranger)


def test_menu_marks_the_page_above(client, stranger):
    client.force_login(stranger)
    html = client.get("/programs/").content.decode()
    assert 'href="/programs/" aria-current="page"' in html


def test_pages_of_a_pair_mark_home_in_the_bar_and_in_the_menu_of_phones(client, pair, mentee):
    client.force_login(mentee)
    pages = ["pairs:pair_detail", "pairs:session_list", "pairs:goal_list", "completion:summary"]
    for name in pages:
        html = client.get(reverse(name, args=[pair.pk])).text
        bar, menu = html.partition("</header>")[0], html.partition('id="menu"')[2]
        for part in (bar, menu.partition("<main")[0]):
            assert part.count('href="/" aria-current="true"') == 1
            assert part.count("aria-current") == 1


@pytest.mark.parametrize(
    ("address", "app"), [("programs:program_list", "programs"), ("account_login", "people")]
)
def test_pages_link_two_sheets_and_that_of_their_app(client, address, app):
    page = client.get(reverse(address)).content.decode()
    assert re.findall(r"/static/css/(\w+)\.", page) == ["tokens", "site", app]


def test_a_page_that_does_not_exist_needs_no_sheet_of_an_app(client):
    page = client.get("/nowhere/").content.decode()
    assert re.findall(r"/static/css/(\w+)\.", page) == ["tokens", "site"]
