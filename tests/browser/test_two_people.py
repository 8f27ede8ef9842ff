"""Two people live through six months on the moved clock: one at a desk, one with a phone in the hand,
and their organizer beside them. Each step asks what all three read at that moment."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from completion.actions.going_on import begin_agreed
from mentorship.templatetags.look import dated
from pairs.actions import endings
from pairs.models import Pair
from tests.browser.pair_steps import Browser, Clock, Mailbox, Member, Organizer
from tests.factories import (
    ApplicationFactory,
    CycleFactory,
    PairFactory,
    QuestionFactory,
    StaffFactory,
)
from tests.messages import remind

PHONE = 390
VIENNA, LISBON = "Europe/Vienna", "Europe/Lisbon"
FREE = ["tue-0900", "tue-0930", "tue-1000", "thu-1400", "thu-1430"]
STYLE = (
    "A short message in the chat",
    "Within two days",
    "Ask first, then tell",
    "Straight and at once",
    "I think aloud",
)


@pytest.fixture
def first():
    """A Monday that is still ahead."""
    soon = timezone.localdate() + timedelta(days=30)
    return soon + timedelta(days=-soon.weekday())


@pytest.fixture
def clock(first):
    """It begins a week before the cycle, when the two have just been told of each other."""
    with time_machine.travel(datetime.combine(first - timedelta(days=7), time(9), UTC)) as travel:
        yield Clock(travel)


@pytest.fixture
def pair(db, clock, first):
    """Mona at a desk in Lisbon, Mia with a phone in Vienna, two hours that both gave as free; twelve
    weeks, which two may extend by thirteen."""
    last, now = first + timedelta(days=12 * 7 - 1), timezone.now()
    cycle = CycleFactory(
        name="Spring",
        starts_on=first,
        ends_on=last,
        extension_days=91,
        pairs_published_at=now,
        coffee_chat_level="required",
    )
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
    return PairFactory(cycle=cycle, starts_on=first, ends_on=last, created_at=now, **facts)


@pytest.fixture
def desk(visit, pair, clock):
    person = pair.mentor.person
    return Member(visit("/", person), clock, pair, person)


@pytest.fixture
def phone(visit, pair, clock):
    person = pair.mentee.person
    return Member(visit("/", person, width=PHONE), clock, pair, person)


@pytest.fixture
def team(visit, pair, clock):
    person = StaffFactory(program=pair.cycle.program, person__name="Olga Organizer").person
    return Organizer(visit("/", person), clock, pair)


@pytest.fixture
def days(first):
    """days(3) is the fourth day of the cycle."""
    return lambda number: first + timedelta(days=number)


@pytest.mark.slow
def test_six_months_at_a_desk_and_on_a_phone(desk, phone, team, clock, days, visit):
    coffee(desk, phone, team, clock, days)
    begin(desk, phone, team, clock, days, visit)
    goal = goals(desk, phone, days)
    three_sessions(desk, phone, team, clock, days, visit)
    the_goal_again(desk, phone, goal)
    missed_fortnight(desk, phone, team, clock, days, visit)
    series(desk, phone, team, clock, days)
    more_time(desk, phone, team, clock, days)
    the_other_half(desk, phone, team, clock, days)
    the_end(desk, phone, team, clock, days)
    week_of_grace(desk, phone, team, clock, days, goal)
    what_they_take_along(desk, phone, clock, days, visit)
    going_on(desk, phone, team, clock, days)


def coffee(desk, phone, team, clock, days):
    """A first chat in the week before the start: it is a step, and never a session."""
    phone.home("Before you start with Mona Mentor", "0 of 7 steps done", "A coffee chat")
    team.list_says("Mona Mentor", "Too early to say", f"runs until {date_format(days(13), 'j F')}")
    chat = datetime.combine(days(-4), time(15), UTC)
    phone.plans_coffee(chat)
    phone.pair_page("a first coffee chat", phone.moment(chat), "1 of 7 done")
    phone.home("a first coffee chat", phone.moment(chat))
    Mailbox.deliver()
    desk.mailbox.says("Coffee chat with Mia Mentee", desk.moment(chat))
    desk.pair_page("a first coffee chat", desk.moment(chat), "1 of 7 done")
    desk.home("a first coffee chat", desk.moment(chat))

    clock.move_to(days(-4), hour=16)
    phone.home("Did you meet?")
    phone.logs(after="Your coffee chat is logged.")
    phone.pair_page("Waiting for your partner", "coffee chat", never=["1 session"])
    desk.home("Mia logged a coffee chat on")
    desk.confirms("Confirmed. A coffee chat does not count as a session.")
    desk.pair_page("30 minutes, live, coffee chat", never=["1 session", "Is that right?"])
    phone.pair_page("30 minutes, live, coffee chat", never=["1 session", "Waiting for"])
    team.list_says("–", "Too early to say")
    team.pair_says("Coffee chat")
    phone.is_sound()


def begin(desk, phone, team, clock, days, visit):
    """What they expect, why they are here, how they like to talk, what they agree on, and a first
    date that one proposes and the other picks from the mail."""
    clock.move_to(days(0))
    phone.reads_what_is_expected()
    phone.says_why("open doors", "somebody held one for me")
    desk.pair_page("open doors", "1 of 7 done")
    phone.says_how_to_talk(*STYLE)
    phone.pair_page("4 of 7 done", "once Mona has said it, too", never=["Ask first, then tell"])
    desk.pair_page("Mia has said it.", never=["Ask first, then tell"])
    desk.reads_what_is_expected()
    desk.says_how_to_talk(*STYLE)
    desk.pair_page("3 of 7 done", "Ask first, then tell")
    phone.pair_page("Ask first, then tell")

    desk.opens().follow("Write a proposal")
    desk.fill("When do you meet?", "Every second Tuesday at 9, in Lisbon")
    desk.press("Propose this")
    desk.waits_for("Mia has not answered yet")
    phone.pair_page("Mona proposes how you two work together.", never=["Propose a change"])
    phone.press("Agree")
    phone.waits_for("Propose a change")
    desk.pair_page("Both agree", "Every second Tuesday at 9", "4 of 7 done")

    phone.opens()
    tiles = phone.page.locator("label.tile")
    assert "for Mona" in tiles.first.inner_text()
    tiles.nth(0).tap()
    tiles.nth(1).tap()
    phone.press("Propose these times")
    phone.waits_for("You proposed times for your next session. Mona picks one.")
    desk.pair_page("Mia proposes times for your next session")
    Mailbox.deliver()
    from_mail = Browser(visit(desk.mailbox.link("pick-a-time")), clock)
    from_mail.page.locator("button.tile").first.click()
    from_mail.waits_for(re.compile("^Planned: "))
    from_mail.is_sound()
    planned = desk.pair.sessions.planned().get().planned_at
    for one in (desk, phone):
        one.pair_page("Next session Planned", one.moment(planned), never=["proposed times"])
        one.home(one.moment(planned))
    desk.is_sound()


def goals(desk, phone, days):
    """Written alone, shared on purpose, worded better by the other, with the earlier version beside."""
    phone.opens().follow("Write a goal")
    phone.fill("When will it be complete?", f"by {date_format(days(60), 'j F')}")
    phone.fill("What is the desired outcome?", "I lead the triage of one incident")
    phone.press("Save goal")
    phone.waits_for("Only you read this goal.")
    desk.pair_page(never=["triage of one incident"])
    phone.press("Share it")
    phone.fill("What will you do?", "Shadow two shifts")
    phone.press("Add step")
    phone.waits_for("Shadow two shifts")
    goal = phone.pair.mentee.goals.get()

    desk.pair_page("Mia’s goal", "triage of one incident", "0 of 1 done")
    desk.follow(re.compile("^Edit the goal:"))
    desk.fill("How will you measure it?", "the review says so")
    desk.press("Save goal")
    desk.waits_for("the review says so")
    phone.opens("pairs:goal_detail", goal.pk).says("the review says so", "Mona Mentor", "2")
    phone.press("Done: Shadow two shifts")
    phone.waits_for("Done on")
    desk.pair_page("1 of 1 done")
    phone.is_sound()
    return goal


def three_sessions(desk, phone, team, clock, days, visit):
    """One that was moved, logged by the phone; one in writing, by one tap in the mail; one that is
    corrected after it was confirmed, and confirmed once more from the mail."""
    planned = desk.pair.sessions.planned().get()
    moved = planned.planned_at + timedelta(days=2)
    desk.moves(planned, moved)
    for one in (desk, phone):
        one.pair_page(one.moment(moved), never=[one.moment(planned.planned_at)])
    Mailbox.deliver()
    phone.mailbox.says("Mona Mentor answered", "with another one", phone.moment(moved))
    team.list_says("–", "this one, still ahead", "Too early to say")
    clock.move_to(days(3), hour=16)
    phone.logs(note="How a triage begins")
    phone.pair_page("1 session, 30 minutes", "Waiting for your partner")
    desk.pair_page("Mia logged a session on", "Is that right?", "How a triage begins")
    desk.confirms()
    for one in (desk, phone):
        one.pair_page("1 session, 30 minutes", "1 of 6 met", "On track", never=["Waiting for"])
    team.list_says("met, still ahead", "On track", date_format(days(3), "j M Y"))
    team.pair_says("30 minutes, live", never=["triage"])

    asked = clock.move_to(days(26), hour=10)
    assert remind("session_due", asked) == 2
    Mailbox.deliver()
    from_mail = Browser(visit(phone.mailbox.link("did-you-meet"), width=PHONE), clock)
    from_mail.says("Mia, did you and Mona meet?", "Not yet", "We agreed to skip it")
    from_mail.press(re.compile("^Yes, in writing"))
    from_mail.waits_for("Good. Your session is logged.")
    from_mail.is_sound()
    phone.pair_page("2 sessions, 60 minutes", "30 minutes, in writing", "2 of 6 met")
    desk.pair_page("30 minutes, in writing. Is that right?")
    desk.confirms()
    team.list_says("met, in writing, still ahead")

    clock.move_to(days(31), hour=16)
    desk.logs()
    phone.confirms()
    phone.pair_page("3 sessions, 90 minutes")
    third = desk.pair.sessions.held().latest("held_on")
    desk.corrects(third, minutes="45")
    desk.pair_page("3 sessions, 105 minutes", "Waiting for your partner")
    phone.pair_page("45 minutes, live. Is that right?")
    Mailbox.deliver()
    from_mail = Browser(visit(phone.mailbox.link("was-it-so"), width=PHONE), clock)
    from_mail.says("Mona has logged a session", "45 minutes, live")
    from_mail.press("Confirm")
    from_mail.waits_for("Good. Your session is logged.")
    for one in (desk, phone):
        one.pair_page(
            "3 sessions, 105 minutes", "3 of 6 met", never=["Waiting for", "Is that right?"]
        )
    team.list_says("met, in writing, met, still ahead")


def the_goal_again(desk, phone, goal):
    """After the third session its owner, and nobody else, is asked whether it is still the right one."""
    desk.pair_page(never=["Is it still the right one?"])
    phone.pair_page("You have met 3 times or more since", "Is it still the right one?")
    phone.follow("Change it")
    phone.fill("What is the desired outcome?", "I lead the triage of two incidents")
    phone.press("Save goal")
    phone.waits_for("triage of two incidents")
    phone.pair_page(never=["Is it still the right one?"])
    desk.opens("pairs:goal_detail", goal.pk)
    desk.says("I lead the triage of one incident", "I lead the triage of two incidents", "3")


def missed_fortnight(desk, phone, team, clock, days, visit):
    """Asked by mail: not yet; no, they skip it; no, after all they just did not meet. Both may say so,
    and each answer is told as what it is."""
    asked = clock.move_to(days(54), hour=10)
    assert remind("session_due", asked) == 2
    Mailbox.deliver()
    links = {one: one.mailbox.link("did-you-meet") for one in (desk, phone)}
    hers = Browser(visit(links[phone], width=PHONE), clock)
    his = Browser(visit(links[desk]), clock)
    last = date_format(days(55), "l, j F")
    his.says("Mona, did you and Mia meet?")
    hers.says("Not yet", f"You may still meet until {last}")
    hers.press(re.compile("^Not yet"))
    hers.waits_for(f"Saved: not yet. There is time until {last}.")
    phone.pair_page("3 of 6 met", never=["talk between"])
    his.open(links[desk]).says("Mia says: you two have not met")
    his.press("That is wrong: answer it yourself")
    his.press(re.compile("^We agreed to skip it"))
    his.waits_for("Skipped, by agreement")
    his.is_sound()
    hers.open(links[phone]).says("Mona says: you two agreed to skip it", "Nobody asks again")
    team.list_says("1 skipped", "skipped by agreement")

    clock.move_to(days(57))
    for one in (desk, phone):
        one.pair_page("3 of 6 met", never=["talk between"])
    hers.press("That is wrong: answer it yourself")
    hers.waits_for("No, we did not")
    phone.pair_page("Did you and Mona talk between", "Nothing is logged for these days.")
    desk.pair_page("Did you and Mia talk between")
    team.list_says("1 not logged", "nothing logged", never=["skipped"])
    hers.press(re.compile("^No, we did not"))
    hers.waits_for("Saved: you two did not meet")
    hers.is_sound()
    for one in (desk, phone):
        one.pair_page("3 of 6 met", "On track", never=["talk between"])
    team.list_says("1 said not met", "did not meet", "On track", never=["skipped", "not logged"])


def series(desk, phone, team, clock, days):
    """Two planned in one go, the second moved by the other one; both logged from their question."""
    begins = datetime.combine(days(64), time(15), UTC)
    desk.plans(begins, often="2", times="2")
    one, two = desk.pair.sessions.planned().order_by("planned_at")
    Mailbox.deliver()
    phone.mailbox.says("2 sessions with Mona Mentor", phone.in_words(two.planned_at))
    for person in (desk, phone):
        person.pair_page(person.moment(one.planned_at), "After that", person.moment(two.planned_at))
    moved = two.planned_at + timedelta(days=1)
    phone.moves(two, moved)
    for person in (desk, phone):
        person.pair_page(person.moment(moved), never=[person.moment(two.planned_at)])
    Mailbox.deliver()
    desk.mailbox.says("New time with Mia Mentee", desk.moment(moved))

    clock.move_to(days(64), hour=16)
    desk.home("Did you meet?")
    desk.logs()
    phone.confirms()
    phone.pair_page("4 sessions, 135 minutes", "4 of 6 met", "Next session Planned")
    team.list_says("met, in writing, met, did not meet, met, still ahead", "On track")


def more_time(desk, phone, team, clock, days):
    """The phone asks, the desk agrees, and the clock of the cycle no longer ends the two."""
    clock.move_to(days(75))
    phone.pair_page(f"You and Mona have until {dated(days(83), 'l, j F')}.")
    phone.follow("More time together")
    phone.page.locator("label.tile").nth(2).tap()
    phone.fill("What would you use it for?", "One more incident, with you on call.")
    phone.press("Ask Mona")
    phone.page.get_by_role("heading", name="You asked for 13 more weeks").wait_for()
    phone.is_sound()
    phone.pair_page("You asked Mona to continue until")
    desk.pair_page("Mia would like to continue until", "It takes effect once you both agree.")
    team.pair_says("Mia Mentee asked to continue until", never=["on call"])
    desk.follow("Answer more time together")
    desk.says("Mia would like 13 more weeks", "One more incident", "6 more sessions")
    desk.press(re.compile("^Yes, until"))
    desk.waits_for("You two continue until")
    last = date_format(days(174), "j F Y")
    for one in (desk, phone):
        one.pair.refresh_from_db()
        one.pair_page(last, "4 of 12 met", never=["have until", "would like to continue"])
    team.pair_says(last, never=["asked to continue"])

    clock.move_to(days(79), hour=16)
    phone.logs()
    desk.confirms()
    assert endings.end_over(clock.move_to(days(85))) == {"completed pairs": 0}
    team.list_says("On track", "did not meet, met, met, this one")
    desk.pair_page("5 sessions, 165 minutes", "5 of 12 met")


def the_other_half(desk, phone, team, clock, days):
    """Four more in their own time, one fortnight skipped, one about which nobody says anything."""
    for day, logs, confirms in (
        (90, desk, phone),
        (104, phone, desk),
        (118, desk, phone),
    ):
        clock.move_to(days(day), hour=16)
        logs.logs()
        confirms.confirms()
    clock.move_to(days(141))
    phone.pair_page("8 sessions, 255 minutes", "Did you and Mona talk between")
    phone.press("We agreed to skip it")
    phone.waits_for("Saved. If you remember a talk in these days, you can still log it.")
    desk.pair_page("8 of 12 met", never=["talk between"])
    team.list_says("1 said not met, 1 skipped")
    clock.move_to(days(146), hour=16)
    phone.logs(in_writing=True)
    desk.confirms()
    for one in (desk, phone):
        one.pair_page("9 sessions, 285 minutes", "9 of 12 met")


def the_end(desk, phone, team, clock, days):
    """The phone goes through its steps before the last day, the desk does not; the clock ends them."""
    clock.move_to(days(170))
    last = dated(days(174), "l, j F")
    for one, partner in ((desk, "Mia"), (phone, "Mona")):
        one.pair_page(f"You and {partner} have until {last}.")
        one.home(f"You and {partner} have until {last}.")
    phone.ends_well(
        learned="To ask before I act.",
        thanks="You always had time for one more question.",
        to_organizers="The guide for the first talk.",
        rhythm="Once a month",
    )
    phone.says("Your answer about going on is in.")
    phone.pair_page("You have done your part", never=["Five minutes for a good end"])
    phone.is_sound()
    desk.pair_page("Five minutes for a good end")
    desk.opens("completion:thanks").says("You always had time for one more question.")
    desk.opens("completion:ending").says(never=["To ask before I act.", "Once a month"])

    assert endings.end_over(clock.move_to(days(174), hour=20)) == {"completed pairs": 0}
    assert endings.end_over(clock.move_to(days(176))) == {"completed pairs": 1}
    Mailbox.deliver()
    until = date_format(days(183), "j F Y")
    for one in (desk, phone):
        one.mailbox.says("your time with", f"Until {until} you can still write")
        one.pair_page(
            "Your mentorship is complete.",
            f"It ended on {date_format(days(174), 'j F Y')}.",
            "9 sessions, 285 minutes",
            "9 of 12 met",
            never=["We met", "have until", "Plan a session"],
        )
    team.list_says("Completed as planned", "1 not logged, 1 said not met, 1 skipped", show="ended")


def week_of_grace(desk, phone, team, clock, days, goal):
    """What was not said in time is still said, by both; after the week it is only read."""
    clock.move_to(days(178))
    until = date_format(days(183), "l, j F")
    desk.home("Your time as a pair with Mia Mentee is over.", f"how it went, until {until}")
    phone.home("Mona Mentor", never=["how it went, until"])
    desk.ends_well(
        learned="To wait with advice.",
        thanks="You asked what I had long stopped asking.",
        to_organizers="",
        rhythm="Once a month",
    )
    desk.says("You both want to go on.", "A page of your own begins within minutes.")
    desk.says("To ask before I act.")
    phone.opens("completion:ending").says("To wait with advice.", "You both want to go on.")
    phone.opens("pairs:goal_edit", goal.pk)
    phone.page.get_by_label("State").select_option("reached")
    phone.fill("What was the result?", "I led two, the second alone.")
    phone.press("Save goal")
    phone.waits_for("I led two, the second alone.")
    phone.says("Reached, 100%")
    desk.pair_page("1 finished goal")

    phone.opens("completion:thanks")
    phone.fill("One line about them", "Mona asks the question that opens the door.")
    phone.press("Ask Mona")
    phone.waits_for("Mona has not answered yet.")
    phone.is_sound()
    desk.home("Mia Mentee wrote a line about you.")
    desk.opens("completion:thanks").press("Yes, show it")
    desk.waits_for("Everyone here can read it")
    phone.opens("completion:thanks").says("Mona agrees: everyone here can read it.")
    desk.is_sound()
    team.open(reverse("completion:words", args=team.cycle))
    team.says("The guide for the first talk.", never=["To ask before", "always had"])


def what_they_take_along(desk, phone, clock, days, visit):
    """The summary, on paper too, with the partner's name once they say so; a record that an outsider
    checks."""
    phone.opens("completion:summary")
    phone.fill("What did you do?", "Led the triage of two incidents")
    phone.press("Save the summary")
    phone.waits_for("Your summary is saved.")
    sheet = phone.page.locator(".onepage")
    assert "Mona Mentor" not in sheet.inner_text()
    phone.press("Ask Mona")
    phone.waits_for("There is no answer yet.")
    desk.opens("completion:ending").says("Mia would like to name you on their summary.")
    desk.press("Yes")
    desk.waits_for("Mia may name you on their summary.")
    phone.opens("completion:summary").says("Mona agreed to be named on your page")
    phone.tick("My partner’s name")
    phone.press("Save the summary")
    phone.waits_for("Your summary is saved.")
    phone.page.emulate_media(media="print")
    paper = " ".join(phone.page.locator("body").inner_text().split())
    for words in (
        "together with Mona Mentor",
        "9 sessions, 285 minutes (2 of them in writing)",
        "Led the triage of two incidents",
        "I led two, the second alone.",
        "To ask before I act.",
    ):
        assert words in paper, paper
    assert "Save the summary" not in paper, paper
    phone.page.emulate_media(media="screen")
    phone.is_sound()

    phone.opens("completion:record_own").press("Open my record")
    phone.waits_for("Copy the address")
    code = phone.pair.records.open().get().code
    outsider = Browser(visit(reverse("completion:record_check")), clock)
    outsider.fill("Code", code.lower())
    outsider.press("Check")
    outsider.waits_for("Valid")
    outsider.says(
        "Mia Mentee",
        "as mentee",
        date_format(days(0), "j F Y"),
        date_format(days(174), "j F Y"),
        never=["Mona", "incident"],
    )
    outsider.is_sound()


def going_on(desk, phone, team, clock, days):
    """As an independent pair, once a month, with what they had; the old page stays as it was."""
    old = phone.pair
    assert begin_agreed(clock.move_to(days(178), hour=20)) == {"pairs that go on": 1}
    later = Pair.objects.get(continues=old)
    Mailbox.deliver()
    for one in (desk, phone):
        one.mailbox.says("You and", "go on")
        one.opens("completion:ending").follow("Open the page you share now")
        one.page.wait_for_url(f"**{reverse('pairs:pair_detail', args=[later.pk])}")
        one.says("Your page from before, with its sessions", "Both agree", "Once a month")
        one.pair_page("9 sessions, 285 minutes", "Open the page you share now")
        one.pair = later
        one.home("Independent mentoring", "Earlier pairs", never=["Before you start"])
    clock.move_to(days(200))
    talk = datetime.combine(days(207), time(15), UTC)
    phone.plans(talk)
    desk.pair_page(desk.moment(talk))
    clock.move_to(days(207), hour=16)
    desk.logs()
    phone.confirms()
    month_on = talk + timedelta(weeks=4)
    for one in (desk, phone):
        one.pair_page(
            "1 session, 30 minutes", "1 of 1 met", one.moment(month_on), never=["fortnight"]
        )
        one.is_sound()
    desk.pair = old
    desk.pair_page("9 sessions, 285 minutes")
    team.list_says("Completed as planned", show="ended")
    team.pair_says(never=[date_format(days(207), "j M Y")])
