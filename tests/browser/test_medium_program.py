"""A medium program set up by hand: how many pages are loaded and how many fields touched on the way.

From the plain template: two roles with their calls, 14 more questions of four kinds, 3 criteria of
review, 3 trainings, 3 events, 2 more surveys, 5 more entries of the FAQ, other weights, dates, texts
and a reviewer. A field is whatever is typed into, chosen or ticked; a text of several lines is one.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.models import Cycle
from tests.factories import UserFactory

MOST_PAGES, MOST_FIELDS = 40, 90
QUESTIONS = {
    "Mentors": """What is your team? [short text]
What have you mentored on before? [long text, optional]
What would a good year look like? [long text]
How do you like to talk?
- Live
- In writing
Which topics do you avoid? [long text, optional]
Can you meet in person? [yes or no]
Which tools do you use? [short text]""",
    "Mentees": """What is your team? [short text]
What have you tried so far? [long text]
What would a good year look like? [long text]
How do you like to talk?
- Live
- In writing
What should your mentor know? [long text, optional]
Can you meet in person? [yes or no]
Who is your role model? [short text]""",
}


class Hand:
    """Somebody at the keyboard, who counts."""

    def __init__(self, page):
        self.page, self.pages, self.fields = page, 0, 0
        page.set_default_timeout(15_000)
        page.on("load", self._count)

    def _count(self, _page):
        self.pages += 1

    def go(self, name, role="link", within="body"):
        """Press something that leads to another page."""
        part = self.page.locator(within)
        with self.page.expect_navigation():
            part.get_by_role(role, name=name, exact=True).first.click()

    def save(self, name="Save"):
        self.go(name, "button")

    def open(self, line):
        self.page.locator("summary").filter(has_text=line).first.click()

    def add(self, name):
        self.page.get_by_role("button", name=name, exact=True).last.click()

    def type(self, field, text):
        self.page.locator(f"[name={field}]").fill(str(text))
        self.fields += 1

    def choose(self, field, value):
        self.page.locator(f"select[name={field}]").select_option(value)
        self.fields += 1

    def tick(self, field):
        self.page.locator(f"[name={field}]").check()
        self.fields += 1


@pytest.fixture
def today():
    return timezone.now().date()


def test_a_medium_program_takes_at_most_40_pages_and_90_fields(visit, db, today):
    maker = UserFactory(name="Maria Maker", may_create_programs=True)
    reviewer = UserFactory(name="Rita Reviewer", email="rita@example.com")
    page = visit(reverse("programs:organize"), maker)
    hand = Hand(page)
    create(hand, today)
    write(hand, today)
    set_dates(hand, today)
    describe_roles(hand)
    ask(hand)
    weigh(hand)
    add_surveys_and_faq(hand)
    name_reviewer(hand, reviewer)
    teach_and_meet(hand, today)
    cycle = Cycle.objects.get()
    assert cycle.published_at
    assert [role.questionnaire.questions.count() for role in cycle.roles.all()] == [14, 13]
    assert cycle.roles.get(side="mentee").criteria.count() == 3
    assert (cycle.trainings.count(), cycle.events.count()) == (3, 3)
    assert (cycle.cycle_surveys.count(), cycle.faq.count()) == (4, 8)
    assert cycle.program.staff.count() == 2
    assert hand.pages <= MOST_PAGES
    assert hand.fields <= MOST_FIELDS


def create(hand, today):
    hand.go("New program")
    hand.type("name", "Sisters in Science")
    hand.type("cycle_name", "Spring")
    hand.type("starts_on", today + timedelta(days=80))
    hand.save("Create the program")


def write(hand, today):
    hand.go("Texts and basics")
    hand.open("What it is for")
    hand.type("program-lead", "A mentor from another lab.")
    hand.open("Mission")
    hand.type("program-mission", "People stay and grow.")
    hand.open("Who it is for")
    hand.type("program-audience", "Everybody in research.")
    hand.open("First and last day")
    hand.type("cycle-ends_on", today + timedelta(days=200))
    hand.open("Questions and replies")
    hand.type("cycle-contact", "Ask Maria.")
    hand.open("What people need to start")
    hand.type("cycle-start_message", "Find a day and say hello.")
    hand.save()


def set_dates(hand, today):
    hand.go("Timeline")
    for number in (0, 1):
        hand.page.locator("[data-lines=calls] summary").nth(number).click()
        hand.type(f"calls-{number}-opens", today + timedelta(days=5))
        hand.type(f"calls-{number}-closes", today + timedelta(days=30))
    hand.add("Add a date")
    hand.type("dates-3-title", "Midway")
    hand.type("dates-3-starts_on", today + timedelta(days=140))
    hand.save()


def describe_roles(hand):
    hand.go("Roles and requirements")
    hand.go("Edit : Mentor")
    for role in ("Mentor", "Mentees"):
        if role == "Mentees":
            hand.go(role)
        for label, name in (("Benefits", "benefits"), ("Expectations", "expectations")):
            hand.page.locator(f".lines li:has([name={name}]) summary").click()
            hand.type(name, f"{label} in our own words.")
        hand.add("Add a requirement")
        hand.type("requirements-1-text", "Half a year here")
        hand.choose("requirements-1-kind", "tenure")
        hand.type("requirements-1-months", 6)
        hand.save()


def ask(hand):
    hand.go("Questions")
    for form, role in (("Mentor", "Mentors"), ("Mentee", "Mentees")):
        if role == "Mentees":
            hand.go(form)
        hand.open("Add several at once")
        hand.type("lines", QUESTIONS[role])
        hand.save("Add the questions")


def weigh(hand):
    hand.go("Review")
    rows = hand.page.locator("[data-lines^=criteria-]").last.get_attribute("data-lines")
    for number, name in enumerate(("Motivation", "Time", "Fit")):
        hand.add("Add a criterion")
        hand.type(f"{rows}-{number}-name", name)
        hand.type(f"{rows}-{number}-weight", 3 - number)
    hand.save()
    hand.go("Pairing")
    for name in ("focus_areas", "goal_text", "shared_hours"):
        hand.type(f"w_{name}", 25)
    hand.save()


def add_surveys_and_faq(hand):
    hand.go("Surveys")
    for kind, label in (("baseline", "Before the start"), ("midway", "Midway survey")):
        hand.open(label)
        hand.tick(f"{kind}-is_on")
    hand.save()
    hand.go("FAQ")
    for number in range(3, 8):
        hand.add("Add a question")
        hand.type(f"faq-{number}-question", f"What about {number}?")
        hand.type(f"faq-{number}-answer", "It is fine.")
    hand.save()


def name_reviewer(hand, reviewer):
    hand.go("People and rights")
    hand.type("email", reviewer.email)
    hand.choose("role", "committee")
    hand.save("Add")
    hand.go("Overview", within=".st-nav")
    hand.save("Publish the page")


def teach_and_meet(hand, today):
    hand.go("Program")
    for number in range(3):
        if number == 0:
            hand.go("Add an event")
        hand.type("title", f"Talk {number}")
        hand.choose("kind", "ama")
        hand.type("slots-0-starts_at", f"{today + timedelta(days=90 + number)}T15:00")
        hand.type("slots-0-link", "https://example.org/room")
        hand.save("Save and add another" if number < 2 else "Save")
    hand.go("Learning", within=".cyc-two")
    for number in range(3):
        if number == 0:
            hand.go("Add a training")
        hand.type("title", f"Course {number}")
        hand.type("course_link", "https://example.org/course")
        hand.type("due_on", today + timedelta(days=70))
        hand.save("Save and add another" if number < 2 else "Save")
