"""People, programs and topics whose names are one long word, and texts without a space: no page of two
people gets wider than a phone."""

import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from completion.actions import farewells, kudos, summaries, thanks
from completion.models import PartnerFeedback, Record, Summary
from directory.queries import switch
from pairs.actions import extensions
from pairs.actions.goals import writing
from tests.factories import CycleFactory, PairFactory
from tests.factories.directory import AvailabilityFactory, RequestFactory

PHONE = 390
NAME, WORD = "E" * 40, "W" * 90
ENDING = ("ending", "summary", "summary_share", "record_own", "thanks")
STEPS = ("reached", "thanks", "organizers", "next")
PAIR = (
    "pair_detail",
    "extension_propose",
    "session_plan",
    "session_log",
    "pair_end",
    "purpose_edit",
    "style_edit",
    "goal_list",
    "times_propose",
    "pair_talk",
    "expectations",
    "agreement_propose",
)


@pytest.fixture
def pair(transactional_db):
    """In their last week, with everything said that can be said."""
    today, at = timezone.localdate(), timezone.now()
    cycle = CycleFactory(
        name=WORD,
        program__name=WORD,
        starts_on=today - timedelta(days=80),
        ends_on=today + timedelta(days=5),
        extension_days=90,
    )
    pair = PairFactory(
        cycle=cycle,
        starts_on=cycle.starts_on,
        ends_on=cycle.ends_on,
        mentor__person__name=f"{NAME} {WORD}",
        mentor__person__location=WORD,
        mentee__person__name=NAME,
        mentee__person__job_title=WORD,
    )
    writing.add(pair.mentee, {"text": WORD * 5}, at=at, is_shared=True)
    mentor, mentee = pair.mentor.person, pair.mentee.person
    say_everything(pair, mentor, mentee, at)
    say_everything(pair, mentee, mentor, at)
    last = cycle.ends_on + timedelta(days=20)
    extensions.propose(pair, last, by=mentor, at=at, reason=WORD * 5)
    return pair


def say_everything(pair, by, to, at):
    farewell = {"reached": "most", "learned": WORD * 8, "rhythm": "monthly"}
    farewells.save(pair, farewell, by=by, at=at)
    thanks.thank(pair, WORD * 8, to=to, by=by, at=at, form_key=uuid.uuid4())
    kudos.say(pair, WORD, to=to, by=by, at=at)
    thanks.give_feedback(
        pair, dict.fromkeys(PartnerFeedback.QUESTIONS, WORD * 3), to=to, by=by, at=at
    )
    summaries.ask_for_name(pair, by=by, at=at)
    summaries.answer_for_name(pair, agrees=True, by=to, at=at)
    words = dict.fromkeys(summaries.WORDS, WORD * 4)
    summaries.save(pair, parts=Summary.Part.values, words=words, by=by, at=at)


@pytest.fixture
def request_made(pair):
    """To a mentor of the directory whose words are long, too."""
    cache.set(switch.KEY, True)
    offer = AvailabilityFactory(
        person__name=NAME,
        person__job_title=WORD,
        person__division=WORD,
        topics=["W" * 40],
        helps_with=WORD * 5,
        how_i_work=WORD * 3,
    )
    texts = dict.fromkeys(("who_i_am", "goal", "why_you"), WORD * 5)
    return RequestFactory(
        mentee=pair.mentee.person, mentor=offer.person, created_at=timezone.now(), **texts
    )


def test_no_page_of_two_people_is_wider_than_a_phone(visit, pair, request_made):
    cycle = [pair.cycle.program.slug, pair.cycle.slug]
    free = AvailabilityFactory(person__name=NAME, slots=["mon-1"]).person
    addresses = [
        *(reverse(f"completion:{name}", args=[pair.pk]) for name in ENDING),
        *(reverse("completion:ending_step", args=[pair.pk, name]) for name in STEPS),
        *(reverse(f"pairs:{name}", args=[pair.pk]) for name in PAIR),
        reverse("home"),
        reverse("directory:mentor_list"),
        reverse("directory:mentor", args=[request_made.mentor_id]),
        reverse("directory:mentor", args=[free.pk]),
        reverse("directory:ask", args=[free.pk]),
        reverse("directory:request", args=[request_made.pk]),
        reverse("directory:request_list"),
        reverse("announcements:feed", args=cycle),
    ]
    page = visit("/", pair.mentee.person, width=PHONE)
    too_wide = []
    for address in addresses:
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            too_wide.append(address)
    assert too_wide == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_summary_and_a_record_are_printed_whole_on_one_page(visit, pair, theme):
    """With every word they can hold; in dark, too, as ink on white."""
    at, person = timezone.now(), pair.mentor.person
    words = {"did": "\n".join(["A deed of ten words that says what was done "] * 16)}
    words |= {"learned": "To say it before I feel ready. " * 25, "comes_next": "One talk. " * 39}
    for _each in range(3):
        writing.add(pair.mentor, {"text": "By the end of the year I lead one. " * 5}, at=at)
    summaries.save(pair, parts=Summary.Part.values, words=words, by=person, at=at)
    record = Record.objects.create(pair=pair, person=person, code="ABC-DEF-234", opened_at=at)
    printed = {
        reverse("completion:summary", args=[pair.pk]): [str(person), "What comes next"],
        reverse("completion:record", args=[record.code]): [str(person), record.code, "/record"],
    }
    black = "rgb(0, 0, 0)"
    page = visit("/", person, theme=theme)
    page.emulate_media(media="print")
    for address, said in printed.items():
        page.goto(address)
        assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1
        text = " ".join(page.locator("body").inner_text().split())
        assert [one for one in said if one not in text] == []
        for hidden in ("Menu", "Save the summary", "Check another code", "Words for your CV"):
            assert hidden not in text
        assert page.evaluate("getComputedStyle(document.querySelector('h1, h2')).color") == black
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
