"""One application open in two windows: nothing one of them wrote is lost, and each is told."""

import json
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
import time_machine
from django.urls import reverse

from applications.models import Application, ApplicationDraft
from applications.rules import two_windows as drafts
from programs.models import Requirement
from tests.factories import CallFactory, QuestionFactory, UserFactory

pytestmark = pytest.mark.django_db
OPEN = datetime(2021, 6, 10, 12, tzinfo=UTC)
LATER = datetime(2021, 6, 10, 13, tzinfo=UTC)


class Controls(HTMLParser):
    """What a browser sends of the application form when nobody touches it."""

    def __init__(self, html):
        super().__init__()
        self.sent, self._inside, self._name, self._text = {}, False, "", None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self._inside = "data-draft" in given
        if not self._inside:
            return
        name, value = given.get("name"), given.get("value", "")
        ticks = given.get("type") in {"checkbox", "radio"}
        if tag in {"select", "textarea"}:
            self._name, self._text = name, "" if tag == "textarea" else None
        elif "selected" in given:
            self._add(self._name, value)
        elif tag == "input" and name and (not ticks or "checked" in given):
            self._add(name, value or ("on" if ticks else ""))

    def handle_data(self, data):
        if self._text is not None:
            self._text += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self._text is not None:
            self._add(self._name, self._text.removeprefix("\n"))
            self._text = None
        if tag == "form":
            self._inside = False

    def _add(self, name, value):
        self.sent.setdefault(name, []).append(value)


class Tab:
    """A window with the form in it: types, saves itself, sends."""

    def __init__(self, client, role):
        slugs = [role.cycle.program.slug, role.cycle.slug, role.slug]
        self.client = client
        self.address = {
            name: reverse(f"applications:application_{name}", args=slugs)
            for name in ("apply", "draft", "text")
        }
        self.open()

    def open(self):
        self.page = self.client.get(self.address["apply"])
        self.controls = Controls(self.page.content.decode()).sent
        self.controls.pop("csrfmiddlewaretoken", None)
        return text(self.page)

    def type(self, **fields):
        self.controls |= {name: [value] for name, value in fields.items()}
        return self

    def saves_itself(self):
        """As htmx does; the answer brings new seals along."""
        saved = self.client.post(
            self.address["draft"], self.controls, headers={"HX-Request": "true"}
        )
        self.controls["seen"] = [saved.context["seen"]]
        return text(saved)

    def sends(self):
        return self.client.post(self.address["apply"], self.controls, follow=True)

    def finishes_later(self):
        return self.client.post(self.address["draft"], self.controls, follow=True)


def text(response):
    return " ".join(response.content.decode().split())


def draft():
    return ApplicationDraft.objects.get()


@pytest.fixture
def role(cycle):
    found = cycle.roles.get(side="mentee")
    CallFactory(role=found)
    asked = {"questionnaire": found.questionnaire}
    QuestionFactory(**asked, key="goal", text="What is your goal?", kind="long_text")
    QuestionFactory(**asked, key="why", text="Why now?", kind="long_text", is_required=False)
    choices = {"kind": "several", "choices": ["a", "b", "c"], "is_required": False}
    QuestionFactory(**asked, key="areas", text="Which areas?", **choices)
    return found


@pytest.fixture
def signed_in(client):
    person = UserFactory(
        name="Ann Ahn", job_title="Engineer", department="EMEA", division="Sales",
        started_on=date(2020, 1, 6),
    )  # fmt: skip
    client.force_login(person)
    return client


@pytest.fixture(autouse=True)
def june():
    with time_machine.travel(OPEN, tick=False) as clock:
        yield clock


@pytest.fixture
def two(signed_in, role):
    return Tab(signed_in, role), Tab(signed_in, role)


def test_a_stale_window_takes_nothing_back_and_is_told(two):
    one, other = two
    assert "Draft saved at" in one.type(q_goal="Lead a team", q_areas="b").saves_itself()
    said = other.type(q_why="It is time").saves_itself()
    assert draft().typed["q_goal"] == ["Lead a team"]
    assert draft().typed["q_areas"] == ["b"]
    assert draft().typed["q_why"] == ["It is time"]
    assert "Draft saved at" not in said
    assert "Another window changed this application" in said
    assert "What is your goal?" in said
    assert "Lead a team" in said
    assert other.saves_itself().count("Lead a team") == 1  # and stays told
    assert draft().typed["q_goal"] == ["Lead a team"]


def test_what_both_changed_is_kept_twice_until_somebody_chooses(two, role):
    one, other = two
    one.type(q_goal="Lead a team").saves_itself()
    said = other.type(q_goal="Write better").saves_itself()
    assert "changed there and here. Both texts are kept." in said
    assert "Draft saved at" not in said
    other.type(q_goal="Write much better").saves_itself()
    assert draft().typed["q_goal"] == ["Lead a team"]
    assert draft().second == {"q_goal": ["Write much better"]}

    shown = one.open()
    assert "You wrote here in two windows" in shown
    assert "Lead a team" in shown
    assert "Write much better" in shown
    one.client.post(one.address["text"], {"field": "q_goal", "use": "1"})
    assert (draft().typed["q_goal"], draft().second) == (["Write much better"], {})
    assert "You wrote here in two windows" not in one.open()


def test_the_second_text_can_be_dropped(two):
    one, other = two
    one.type(q_goal="Lead a team").saves_itself()
    other.type(q_goal="Write better").saves_itself()
    one.client.post(one.address["text"], {"field": "q_goal", "drop": "1"})
    assert (draft().typed["q_goal"], draft().second) == (["Lead a team"], {})


def test_a_window_whose_answer_got_lost_is_no_second_window(two):
    one, _other = two
    one.type(q_goal="Lead")
    one.client.post(one.address["draft"], one.controls, headers={"HX-Request": "true"})
    assert "Draft saved at" in one.type(q_goal="Lead a team").saves_itself()
    assert draft().typed["q_goal"] == ["Lead a team"]
    assert "Draft saved at" in one.type(q_goal="").saves_itself()
    assert not any(draft().typed["q_goal"])


def test_the_first_window_goes_on_as_if_nothing_were(two):
    one, other = two
    one.type(q_goal="Lead").saves_itself()
    other.type(q_goal="Write").saves_itself()
    assert "Draft saved at" in one.type(q_goal="Lead a team").saves_itself()
    assert draft().typed["q_goal"] == ["Lead a team"]


def test_a_stale_window_sends_nothing_before_it_has_shown_the_rest(two):
    one, other = two
    one.type(q_why="It is time").saves_itself()
    page = other.type(q_goal="Write better", f_commitment="yes").sends()
    assert "Not sent" in text(page)
    assert "Why now?" in text(page)
    assert Application.objects.get().status == "draft"
    assert draft().typed["q_goal"] == ["Write better"]

    other.open()
    other.sends()
    sent = Application.objects.get()
    assert sent.status == "submitted"
    said = dict(sent.response.answers.values_list("question__key", "text"))
    assert (said["goal"], said["why"]) == ("Write better", "It is time")


def test_without_scripts_finishing_later_in_a_stale_window_says_so(two):
    one, other = two
    one.type(q_goal="Lead a team").finishes_later()
    page = other.type(q_goal="Write better").finishes_later()
    assert "Your draft is saved." not in text(page)
    assert "changed in another window" in text(page)
    assert "Lead a team" in text(page)
    assert "Write better" in text(page)


def test_a_window_left_open_beside_a_sent_application_makes_no_draft_of_it(two, june):
    one, other = two
    one.type(q_goal="Lead a team", f_commitment="yes").sends()
    assert Application.objects.get().status == "submitted"
    june.move_to(LATER)
    said = other.saves_itself()
    assert not ApplicationDraft.objects.exists()
    assert "Lead a team" in said


def test_a_save_overtaken_by_sending_leaves_no_draft(two, june):
    one, _other = two
    one.type(q_goal="Lead a team", f_commitment="yes")
    june.move_to(LATER)
    one.sends()
    june.move_to(OPEN)  # the request that saves began before
    one.type(q_goal="Lead").saves_itself()
    assert not ApplicationDraft.objects.exists()


def test_a_refused_form_goes_on_in_its_window(two):
    one, _other = two
    page = one.type(q_goal="", f_commitment="yes", q_why="It is time").sends()
    assert "Fill" in text(page) or "answer" in text(page)
    one.controls |= Controls(page.content.decode()).sent
    one.type(q_goal="Lead a team").sends()
    assert Application.objects.get().status == "submitted"


@pytest.mark.parametrize("seen", ["", "{", "[]", '{"q_goal": 1}', "null", "\0" * 9])
def test_seals_that_cannot_be_read_lose_nothing(two, seen):
    one, other = two
    one.type(q_goal="Lead a team").saves_itself()
    other.type(q_goal="Write better", seen=seen).saves_itself()
    kept = draft()
    assert {kept.typed["q_goal"][0], kept.second["q_goal"][0]} == {"Lead a team", "Write better"}


def test_what_the_server_takes_for_untouched_is_what_a_browser_sends(signed_in, role):
    """For every kind of question, with and without a draft: else windows would be told of changes
    nobody made."""
    kinds = {
        "short": {"kind": "text"},
        "one": {"kind": "one", "choices": ["a", "b"]},
        "scale": {"kind": "scale", "low": 1, "high": 5},
        "number": {"kind": "number"},
        "day": {"kind": "date"},
        "yes": {"kind": "yes_no"},
        "order": {"kind": "ranking", "choices": ["x-y", "z"]},
        "hours": {"kind": "week"},
        "parts": {"kind": "goal"},
    }
    for key, fields in kinds.items():
        QuestionFactory(questionnaire=role.questionnaire, key=key, is_required=False, **fields)
    Requirement.objects.create(role=role, key="talk", kind="attest", text="I talked")
    tab = Tab(signed_in, role)
    assert_untouched(tab)
    tab.type(
        q_goal="Two\r\nlines", q_short="Hi", q_one="a", q_scale="4", q_number="12",
        q_day="2021-06-01", q_yes="no", r_talk="on", f_commitment="yes", q_areas="b", q_hours="tue-1",
        **{"q_order-x-y": "2", "q_order-z": "1", "q_parts-0": "lead"},
    )  # fmt: skip
    tab.saves_itself()
    tab.open()
    assert_untouched(tab)
    tab.controls |= {name: [""] for name in tab.controls if name.startswith("q_parts")}
    tab.sends()
    assert Application.objects.get().status == "submitted"
    tab.open()
    assert_untouched(tab)


def assert_untouched(tab):
    seen = json.loads(tab.controls["seen"][0])
    typed = {name: tab.controls[name] for name in tab.controls if name not in {"seen", "window"}}
    assert drafts.seals(typed) == seen
