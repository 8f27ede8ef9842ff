"""Two people live through six months on the moved clock: one at a desk, one with a phone in the hand."""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from completion.actions import going_on
from notifications.actions import delivery
from pairs.actions import endings
from pairs.models import Pair
from tests.browser.axe import violations
from tests.factories import ApplicationFactory, CycleFactory, PairFactory, QuestionFactory
from tests.messages import remind

PHONE = 390
VIENNA, LISBON = "Europe/Vienna", "Europe/Lisbon"
FREE = ["tue-0900", "tue-0930", "tue-1000", "thu-1400", "thu-1430"]


class Clock:
    """The clock of the server and of every browser. It only runs ahead of the real one, so that
    no cookie looks too old to keep."""

    def __init__(self, travel):
        self.travel, self.pages = travel, []

    def follow(self, page):
        self.pages.append(page)
        page.clock.set_fixed_time(timezone.now())

    def move_to(self, day, hour=9):
        moment = datetime.combine(day, time(hour), UTC)
        self.travel.move_to(moment)
        for page in self.pages:
            page.clock.set_fixed_time(moment)
        return moment


@pytest.fixture
def first():
    """A Monday that is still ahead."""
    soon = timezone.localdate() + timedelta(days=30)
    return soon + timedelta(days=-soon.weekday())


@pytest.fixture
def clock(first):
    with time_machine.travel(datetime.combine(first, time(9), UTC)) as travel:
        yield Clock(travel)


@pytest.fixture
def pair(db, first):
    """On the day they begin: Mona at a desk in Lisbon, Mia with a phone in Vienna, two hours that
    both gave as free."""
    last = first + timedelta(days=12 * 7 - 1)
    cycle = CycleFactory(name="Spring", starts_on=first, ends_on=last, extension_days=91)
    sides = {
        side: ApplicationFactory(
            cycle=cycle,
            side=side,
            status="paired",
            person__name=name,
            person__time_zone=zone,
        )
        for side, name, zone in (
            ("mentor", "Mona Mentor", LISBON),
            ("mentee", "Mia Mentee", VIENNA),
        )
    }
    facts = {}
    for side, application in sides.items():
        week = QuestionFactory(
            questionnaire=application.role.questionnaire,
            key="week",
            kind="week",
            text="When?",
            pairing_use="availability",
            readers="pair",
        )
        application.response.answers.create(question=week, slots=FREE)
        facts |= {f"{side}__person": application.person, f"{side}__application": application}
    return PairFactory(cycle=cycle, starts_on=first, ends_on=last, **facts)


@pytest.fixture
def desk(visit, pair, clock):
    page = visit("/", pair.mentor.person)
    clock.follow(page)
    return page


@pytest.fixture
def phone(visit, pair, clock):
    page = visit("/", pair.mentee.person, width=PHONE)
    clock.follow(page)
    return page


def test_six_months_at_a_desk_and_on_a_phone(desk, phone, clock, pair, first, visit):
    begin(desk, phone, pair)
    goals(desk, phone, pair, first)
    sessions(desk, phone, clock, pair, first, visit)
    more_time(desk, phone, clock, pair)
    the_end(desk, phone, clock, pair)
    what_they_take_along(desk, phone, clock, pair, visit)


def begin(desk, phone, pair):
    """Each from the front page: what they expect, why they are here, what they agree on, a first date."""
    phone.get_by_role("link", name="Mona Mentor").first.tap()
    phone.wait_for_url(f"**{of(pair)}*")
    phone.get_by_role("link", name="Read it").tap()
    phone.get_by_role("button", name="I have read this").tap()
    phone.get_by_role("link", name="Say it").tap()
    phone.get_by_label("What do you care about?").fill("open doors")
    phone.get_by_label("Why?").fill("somebody held one for me")
    phone.get_by_role("button", name="Save").tap()
    phone.get_by_text("Mona").first.wait_for()
    phone.get_by_role("link", name="Say how").tap()
    for words in (
        "A short message in the chat",
        "Within two days",
        "Ask first, then tell",
        "Straight and at once",
        "I think aloud",
    ):
        phone.get_by_label(words).check()
    phone.get_by_role("button", name="Save").tap()
    phone.wait_for_url(f"**{of(pair)}*")
    tiles = phone.locator("label.tile")
    assert "for Mona" in tiles.first.inner_text()
    tiles.nth(0).tap()
    tiles.nth(1).tap()
    phone.get_by_role("button", name="Propose these times").tap()
    phone.get_by_text("You proposed times for your next session.").wait_for()
    sound(phone)

    desk.goto(of(pair))
    desk.get_by_text("open doors").first.wait_for()
    desk.locator("button.tile").first.click()
    desk.get_by_text("Planned", exact=True).first.wait_for()
    desk.get_by_role("link", name="Write a proposal").click()
    desk.get_by_label("When do you meet?").fill("Every second Tuesday at 9, in Lisbon")
    desk.get_by_role("button", name="Propose this").click()
    phone.reload()
    phone.get_by_role("link", name="Review proposal").first.tap()
    phone.get_by_role("button", name="Agree", exact=True).tap()
    phone.get_by_text("Both agree", exact=True).wait_for()


def goals(desk, phone, pair, first):
    """Written alone, shared on purpose, worded better by the other, with the earlier version beside."""
    phone.get_by_role("link", name="Write a goal").first.tap()
    day = date_format(first + timedelta(days=60), "j F")
    phone.get_by_label("When will it be complete?").fill(f"by {day}")
    phone.get_by_label("What is the desired outcome?").fill("I lead the triage of one incident")
    phone.get_by_role("button", name="Save goal").tap()
    phone.get_by_text("Only you read this goal.").wait_for()
    desk.goto(of(pair))
    assert desk.get_by_text("triage of one incident").count() == 0
    phone.get_by_role("button", name="Share it").tap()
    phone.get_by_label("What will you do?").fill("Shadow two shifts")
    phone.get_by_role("button", name="Add step").tap()
    phone.get_by_text("Shadow two shifts").first.wait_for()

    desk.reload()
    desk.get_by_role("link", name=re.compile("^Edit the goal:")).click()
    desk.get_by_label("How will you measure it?").fill("the review says so")
    desk.get_by_role("button", name="Save goal").click()
    phone.goto(reverse("pairs:goal_detail", args=[pair.pk, pair.mentee.goals.get().pk]))
    phone.get_by_text("the review says so").first.wait_for()
    phone.get_by_role("button", name="Done: Shadow two shifts").tap()
    phone.get_by_text("Done on").wait_for()
    sound(phone)


def sessions(desk, phone, clock, pair, first, visit):
    """A first one that is moved, later ones noted after the talk, and a fortnight that the mail asks
    about and one tap answers."""
    planned = pair.sessions.planned().get()
    moved = (planned.planned_at + timedelta(days=2)).astimezone(ZoneInfo(LISBON))
    desk.goto(of(pair))
    desk.get_by_role("link", name="Move it").click()
    desk.get_by_label("When?").fill(f"{moved:%Y-%m-%dT%H:%M}")
    desk.get_by_role("button", name="Move session").click()
    desk.get_by_text("Next session").wait_for()
    planned.refresh_from_db()
    assert planned.planned_at == moved

    clock.move_to(moved.date(), hour=16)
    phone.goto(of(pair))
    phone.get_by_role("link", name="We met", exact=True).first.tap()
    phone.get_by_label("What you talked about").fill("How a triage begins")
    save_session(phone)
    confirm(desk, pair)
    for fortnight in (1, 2):
        meet(desk, phone, clock, pair, first + timedelta(days=14 * fortnight + 3))

    silent = first + timedelta(days=14 * 4 - 1)
    asked = clock.move_to(silent - timedelta(days=1), hour=10)
    assert remind("session_due", asked) == 2
    mail.outbox.clear()
    delivery.send_waiting(asked)
    letter = next(one for one in mail.outbox if one.to == [pair.mentee.person.email])
    link = re.search(r"https?://\S+/did-you-meet/\S+", letter.body).group()
    from_mail = visit(link.removeprefix(settings.BASE_URL), width=PHONE)
    clock.follow(from_mail)
    from_mail.get_by_role("button", name=re.compile("^We agreed to skip it")).tap()
    from_mail.get_by_text("Skipped, by agreement").wait_for()
    sound(from_mail)
    meet(phone, desk, clock, pair, first + timedelta(days=14 * 4 + 8))
    assert pair.sessions.held().filter(confirmation="confirmed").count() == 4
    assert pair.sessions.filter(state="skipped").count() == 1


def more_time(desk, phone, clock, pair):
    """The phone asks, the desk agrees, and the clock of the cycle no longer ends the two."""
    clock.move_to(pair.ends_on - timedelta(days=9))
    phone.goto("/")
    phone.goto(of(pair))
    phone.get_by_role("link", name="More time together").first.tap()
    phone.locator("label.tile").nth(2).tap()
    phone.get_by_label("What would you use it for?").fill("One more incident, with you on call.")
    phone.get_by_role("button", name="Ask Mona", exact=True).tap()
    phone.get_by_role("heading", name=re.compile("You asked for")).wait_for()
    sound(phone)
    desk.goto(of(pair))
    desk.get_by_role("link", name="Answer more time together").click()
    desk.get_by_text("One more incident, with you on call.").wait_for()
    desk.get_by_role("button", name=re.compile("^Yes, until")).click()
    desk.get_by_text("You two continue until").wait_for()

    before = pair.ends_on
    pair.refresh_from_db()
    assert pair.ends_on > before
    assert endings.end_over(clock.move_to(before + timedelta(days=2))) == {"completed pairs": 0}
    meet(desk, phone, clock, pair, before + timedelta(days=10))
    meet(phone, desk, clock, pair, before + timedelta(days=24))


def the_end(desk, phone, clock, pair):
    """Each goes through the steps on their own screen, a week before; then the clock ends the two."""
    clock.move_to(pair.ends_on - timedelta(days=5))
    for page, learned, thanks in (
        (phone, "To ask before I act.", "You always had time for one more question."),
        (desk, "To wait with advice.", ""),
    ):
        page.goto(of(pair))
        page.get_by_role("link", name="Ending well").first.click()
        page.get_by_role("link", name=re.compile("^Next: ")).click()
        page.get_by_label("Most of it").check()
        page.get_by_label("What did you learn on the way?").fill(learned)
        page.get_by_role("button", name=re.compile("^Save, next")).click()
        page.get_by_label("Your thanks").fill(thanks)
        page.get_by_role("button", name=re.compile("^Save, next")).click()
        page.get_by_label("What helped, what got in the way?").fill("The guide for the first talk.")
        page.get_by_role("button", name=re.compile("^Save, next")).click()
        page.get_by_label("Once a month").check()
        sound(page)
        page.get_by_role("button", name="Save and finish").click()
        page.get_by_text("Well done").wait_for()
    assert desk.get_by_text("You both want to go on.").count() == 1
    assert desk.get_by_text("To ask before I act.").count() == 0, "read once they have ended"

    moment = clock.move_to(pair.ends_on + timedelta(days=2))
    assert endings.end_over(moment) == {"completed pairs": 1}
    mail.outbox.clear()
    delivery.send_waiting(moment + timedelta(minutes=10))
    assert {address for letter in mail.outbox for address in letter.to} == {
        pair.mentor.person.email,
        pair.mentee.person.email,
    }
    desk.reload()
    desk.get_by_text("To ask before I act.").wait_for()
    sound(desk)


def what_they_take_along(desk, phone, clock, pair, visit):
    """A line for everyone once both agree, the summary, a record that anybody can check, and a
    page of their own to go on."""
    phone.goto(of(pair))
    phone.get_by_role("link", name="Thanks and feedback").first.tap()
    phone.get_by_label("One line").fill("Mona asks the question that opens the door.")
    phone.get_by_role("button", name="Ask Mona", exact=True).tap()
    phone.get_by_text("Mona has not answered yet.").wait_for()
    sound(phone)
    desk.goto(reverse("completion:thanks", args=[pair.pk]))
    desk.get_by_text("You always had time for one more question.").wait_for()
    desk.get_by_role("button", name="Yes, show it").click()
    desk.get_by_text("Everyone here can read it now.").wait_for()

    phone.goto(reverse("completion:summary", args=[pair.pk]))
    phone.get_by_label("What did you do?").fill("Led the triage of two incidents")
    phone.get_by_role("button", name="Save the summary").tap()
    phone.get_by_text("Your summary is saved.").wait_for()
    sheet = phone.locator(".onepage").inner_text()
    assert "Led the triage of two incidents" in sheet
    assert "Mona Mentor" not in sheet
    phone.goto(reverse("completion:record_own", args=[pair.pk]))
    phone.get_by_role("button", name="Open my record").tap()
    phone.get_by_role("button", name="Copy the address").wait_for()
    code = pair.records.open().get().code
    anybody = visit(reverse("completion:record_check"))
    anybody.get_by_label("Code").fill(code.lower())
    anybody.get_by_label("Code").press("Enter")
    anybody.get_by_text("Mia Mentee").first.wait_for()

    moment = clock.move_to(timezone.now().date(), hour=20)
    assert going_on.begin_agreed(moment) == {"pairs that go on": 1}
    later = Pair.objects.get(continues=pair)
    for page in (phone, desk):
        page.goto(reverse("completion:ending", args=[pair.pk]))
        page.get_by_role("link", name="Open the page you share now").click()
        page.wait_for_url(f"**{of(later)}")
        page.get_by_text("triage of one incident").first.wait_for()
        page.get_by_role("link", name="Your page from before, with its sessions").wait_for()


def meet(logs, confirms, clock, pair, day):
    clock.move_to(day, hour=16)
    logs.goto(of(pair))
    logs.get_by_role("link", name="We met", exact=True).first.click()
    save_session(logs)
    confirm(confirms, pair)


def save_session(page):
    page.get_by_role("button", name="Save session").click()
    page.get_by_text(re.compile(r"\d+ sessions?, \d+ minutes")).first.wait_for()


def confirm(page, pair):
    page.goto(of(pair))
    page.get_by_role("button", name="Confirm", exact=True).click()
    page.get_by_text("Confirmed. It counts for both of you.").wait_for()


def sound(page):
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []


def of(pair):
    return reverse("pairs:pair_detail", args=[pair.pk])
